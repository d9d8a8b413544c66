/// The numbers behind the pages and the period tables: what the aggregate stage gives and the report stage puts into words.
///
/// Nothing is left to compute: every rate stands with its counts and its interval, every choice (focus, strength, proof) is
/// made. Rates are 0...1, scores 0...1, times milliseconds, days counted from 1970-01-01.
public struct Summary: Sendable, Hashable, Codable {
  /// What was read and what became of it, over the whole run.
  public struct Totals: Sendable, Hashable, Codable {
    /// Conversations read, scored or not.
    public var received = 0
    /// Conversations with a score.
    public var scored = 0
    /// Conversations that were read well but called for nothing in the rubric.
    public var withoutScore = 0
    /// Conversations (or records, where that can't be known) that were not scored, by stage and reason.
    public var rejected: [ReasonCount] = []
    public init() {}
  }

  /// How many records were not scored for one reason.
  public struct ReasonCount: Sendable, Hashable, Codable {
    public var stage: String
    public var reason: String
    public var count: Int
    public init(stage: String, reason: String, count: Int) {
      self.stage = stage
      self.reason = reason
      self.count = count
    }
  }

  /// One stretch of the calendar that rates are counted over.
  public struct Period: Sendable, Hashable, Codable {
    /// `2026-W46`, `2026-11`, `2026-11-09..2026-11-22`, or `undated`.
    public var id: String
    /// Days since 1970-01-01, both inclusive; nil for calls without a time.
    public var firstDay: Int?
    public var lastDay: Int?
    public init(id: String, firstDay: Int?, lastDay: Int?) {
      self.id = id
      self.firstDay = firstDay
      self.lastDay = lastDay
    }
  }

  /// A person's verdict and what it stands in place of.
  public struct AppliedOverride: Sendable, Hashable, Codable {
    public var call: String
    /// Index into `RubricCatalog.behaviors`.
    public var behavior: Int
    /// Word of the machine's `Status`; empty where the call was not in the input.
    public var machine: String
    public var verdict: String
    public var who: String
    public var why: String
    public var when: String
    public init(
      call: String, behavior: Int, machine: String, verdict: String, who: String, why: String, when: String
    ) {
      self.call = call
      self.behavior = behavior
      self.machine = machine
      self.verdict = verdict
      self.who = who
      self.why = why
      self.when = when
    }
  }

  public var rubric: RubricCatalog
  /// `week`, `month` or `custom`.
  public var periodKind: String
  /// IANA name of the zone that periods follow; empty where each call's own clock is taken.
  public var zone: String
  public var totals = Totals()
  /// In order of time; calls without a time last.
  public var periods: [Period] = []
  /// By team (in byte order), then period.
  public var pages: [TeamPage] = []
  /// Verdicts of people, each beside the machine's, in the order of their file.
  public var overrides: [AppliedOverride] = []
  /// Whether words of calls may be shown.
  public var showsQuotes = true

  public init(rubric: RubricCatalog, periodKind: String, zone: String) {
    self.rubric = rubric
    self.periodKind = periodKind
    self.zone = zone
  }
}
