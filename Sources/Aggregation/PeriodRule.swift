public import Record

/// How the calendar is cut.
public enum PeriodRule: Sendable, Hashable {
  /// ISO 8601 weeks, Monday to Sunday.
  case week
  case month
  /// Runs of `length` days, counted from `start` (days since 1970-01-01) in both directions.
  case custom(start: Int, length: Int)

  /// Stands for calls without a time; larger than every day, so that they come last.
  static let undated = Int32.max

  /// Reads `week`, `month`, or `2026-01-05/14` (from this day on, every 14 days).
  /// - Throws: a `Problem` for anything else.
  public init(parsing text: String) throws(Problem) {
    switch text {
    case "week": self = .week
    case "month": self = .month
    default:
      let parts = text.split(separator: "/", omittingEmptySubsequences: false)
      guard parts.count == 2, let start = IsoTime(Array(parts[0].utf8)), let length = Int(parts[1]),
        (1...3660).contains(length), parts[0].utf8.count == 10
      else {
        throw Problem(
          "unknown period \"\(text)\" (expected week, month or START/DAYS)",
          hint: "2026-01-05/14 means every 14 days from 5 January 2026 on")
      }
      self = .custom(
        start: Int(start.milliseconds / CivilTime.millisecondsPerDay), length: length)
    }
  }

  /// Reads what `init(parsing:)` reads, or the id of one period (`2026-W46`, `2026-11`, `2026-11-09..2026-11-22`), which picks
  /// that one of its kind.
  /// - Throws: a `Problem` for anything else.
  public static func picked(_ text: String) throws(Problem) -> (rule: PeriodRule, id: String?) {
    let bytes = Array(text.utf8)
    func digits(_ range: Range<Int>) -> Bool { bytes[range].allSatisfy { $0 &- 0x30 < 10 } }
    if bytes.count == 8, digits(0..<4), bytes[4] == UInt8(ascii: "-"), bytes[5] == UInt8(ascii: "W"), digits(6..<8) {
      return (.week, text)
    }
    if bytes.count == 7, digits(0..<4), bytes[4] == UInt8(ascii: "-"), digits(5..<7) { return (.month, text) }
    if let days = span(bytes) { return (.custom(start: days.lowerBound, length: days.count), text) }
    return (try PeriodRule(parsing: text), nil)
  }

  /// The days of `2026-11-09..2026-11-22`, both inclusive.
  private static func span(_ bytes: [UInt8]) -> ClosedRange<Int>? {
    guard bytes.count == 22, bytes[10...11].elementsEqual("..".utf8), let first = IsoTime(Array(bytes[..<10])),
      let last = IsoTime(Array(bytes[12...])), first.milliseconds <= last.milliseconds
    else { return nil }
    let days = (first.milliseconds / CivilTime.millisecondsPerDay)...(last.milliseconds / CivilTime.millisecondsPerDay)
    return days.count <= 3660 ? Int(days.lowerBound)...Int(days.upperBound) : nil
  }

  /// The word for it in a summary.
  var kind: String {
    switch self {
    case .week: "week"
    case .month: "month"
    case .custom: "custom"
    }
  }

  /// First day of the period that a day belongs to.
  func firstDay(of day: Int) -> Int {
    switch self {
    case .week: return day - CivilTime.weekday(days: day) + 1
    case .month: return day - CivilTime.date(days: day).day + 1
    case .custom(let start, let length):
      return start + Int(CivilTime.floorDivide(Int64(day - start), Int64(length)).quotient) * length
    }
  }

  /// The period that begins on a day, by id and bounds.
  func period(startingOn first: Int32) -> Summary.Period {
    guard first != PeriodRule.undated else { return Summary.Period(id: "undated", firstDay: nil, lastDay: nil) }
    let day = Int(first)
    var sink = ByteSink()
    var last = day
    switch self {
    case .week:
      let (year, week) = CivilTime.isoWeek(days: day)
      sink.append(padded: year, width: 4)
      sink.append("-W")
      sink.append(padded: week, width: 2)
      last = day + 6
    case .month:
      let (year, month, _) = CivilTime.date(days: day)
      sink.append(padded: year, width: 4)
      sink.append("-")
      sink.append(padded: month, width: 2)
      last = day + CivilTime.daysInMonth(year: year, month: month) - 1
    case .custom(_, let length):
      last = day + length - 1
      sink.append(isoDate: day)
      sink.append("..")
      sink.append(isoDate: last)
    }
    return Summary.Period(id: String(decoding: sink.bytes, as: UTF8.self), firstDay: day, lastDay: last)
  }
}

/// Finds the period of a call's start and remembers the last answer, as calls come in order of time more often than not.
struct PeriodClock: Sendable {
  private let rule: PeriodRule
  private let zone: ZoneRules?
  private var cachedDay = Int.min
  private var cachedFirst = PeriodRule.undated

  init(rule: PeriodRule, zone: ZoneRules?) {
    self.rule = rule
    self.zone = zone
  }

  /// First day of the period, or `PeriodRule.undated`.
  mutating func first(startedAt: Int64, utcOffsetMinutes: Int16) -> Int32 {
    guard startedAt != Conversation.noTime else { return PeriodRule.undated }
    let offset = zone?.offsetMinutes(at: startedAt) ?? Int(utcOffsetMinutes)
    let local = startedAt &+ Int64(offset) &* 60_000
    let day = Int(CivilTime.floorDivide(local, CivilTime.millisecondsPerDay).quotient)
    if day != cachedDay {
      cachedDay = day
      // A day that no calendar reaches is no day at all.
      cachedFirst = abs(day) < 3_000_000 ? Int32(rule.firstDay(of: day)) : PeriodRule.undated
    }
    return cachedFirst
  }
}
