public import Record

/// How conversations are put into periods, and what may be shown of them.
public struct AggregateOptions: Sendable {
  public var period = PeriodRule.week
  /// The zone whose calendar periods follow and in which `calls.csv` tells times; nil takes each call's own clock.
  public var zone: ZoneRules?
  /// False keeps all words of calls out of every output.
  public var showsQuotes = true
  /// Byte-order mark, CRLF, and ids that a spreadsheet would round written as text.
  public var excel = false
  /// Leaves rows of `scores.csv` that are not applicable out: smaller files for those who never count them.
  public var omitsNotApplicable = false
  /// Pages for this period only (`2026-W46`); nil makes pages for all.
  public var onlyPeriod: String?
  /// Coachings whose effect is to be measured.
  public var coaching = CoachingLog()
  /// Verdicts of people, put in the place of the machine's before anything is counted.
  public var overrides = Overrides()

  public init() {}
}
