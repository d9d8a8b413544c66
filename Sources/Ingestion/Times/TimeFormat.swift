import Record

/// How a column writes its times.
enum TimeFormat: Sendable, Hashable {
  case iso8601
  case epochSeconds, epochMilliseconds, epochMicroseconds
  /// Days since 1899-12-30, as Excel counts, with the time as a fraction.
  case excelSerial
  case pattern(TimePattern)
  /// Anything that can't be mistaken, and `3/2/2026` in the order that the column's values decide.
  case automatic

  /// - Parameter name: a keyword or an LDML pattern.
  init(named name: String) throws(TimePatternError) {
    switch name {
    case "iso8601": self = .iso8601
    case "epoch_s": self = .epochSeconds
    case "epoch_ms": self = .epochMilliseconds
    case "epoch_us": self = .epochMicroseconds
    case "excel_serial": self = .excelSerial
    case "auto": self = .automatic
    default: self = .pattern(try TimePattern(name))
    }
  }

  func parse(_ bytes: [UInt8], _ range: Range<Int>, order: DateOrder) -> ParsedTime? {
    let range = ArenaText.trimmed(bytes, range)
    guard !range.isEmpty else { return nil }
    switch self {
    case .iso8601: return TimeText.iso8601(bytes, range)
    case .epochSeconds: return epoch(bytes, range, numerator: 1000, denominator: 1)
    case .epochMilliseconds: return epoch(bytes, range, numerator: 1, denominator: 1)
    case .epochMicroseconds: return epoch(bytes, range, numerator: 1, denominator: 1000)
    case .excelSerial: return excel(bytes, range)
    case .pattern(let pattern): return pattern.parse(bytes, range)
    case .automatic:
      return TimeText.iso8601(bytes, range) ?? EverydayTime.parse(bytes, range, order: order)
    }
  }

  private func epoch(_ bytes: [UInt8], _ range: Range<Int>, numerator: Int64, denominator: Int64) -> ParsedTime? {
    guard let number = Decimal18(bytes, range), let value = number.scaled(by: numerator, over: denominator) else {
      return nil
    }
    return ParsedTime(milliseconds: value, offsetMinutes: 0)
  }

  private func excel(_ bytes: [UInt8], _ range: Range<Int>) -> ParsedTime? {
    guard let number = Decimal18(bytes, range), let value = number.scaled(by: 86_400_000, over: 1), value >= 0 else {
      return nil
    }
    let epoch = Int64(CivilTime.days(year: 1899, month: 12, day: 30)) * CivilTime.millisecondsPerDay
    // A serial has a resolution of about a millisecond; its last digit is noise.
    let rounded = (value + 500) / 1000 * 1000
    return ParsedTime(milliseconds: epoch + (abs(rounded - value) <= 2 ? rounded : value), offsetMinutes: nil)
  }
}

/// Which of `3/2/2026`'s first two numbers is the month.
enum DateOrder: String, Sendable, Hashable {
  case monthFirst = "us"
  case dayFirst = "eu"
  /// Nothing decided it: such a date is no time.
  case unknown = "error"

  /// What the values of one column decide: a number above 12 is a day. Both ways in one column decide nothing.
  static func decide(_ values: some Sequence<(first: Int, second: Int)>) -> DateOrder {
    var isDayFirst = false
    var isMonthFirst = false
    for value in values {
      if value.first > 12 { isDayFirst = true }
      if value.second > 12 { isMonthFirst = true }
    }
    return isDayFirst == isMonthFirst ? .unknown : isDayFirst ? .dayFirst : .monthFirst
  }
}

/// Dates as people and spreadsheets write them: numbers with slashes, dots or dashes, then perhaps a time, a day
/// period.
enum EverydayTime {
  /// The first two numbers of a date whose year comes last, to decide a column's order; nil for other texts.
  static func leadingPair(_ bytes: [UInt8], _ range: Range<Int>) -> (first: Int, second: Int)? {
    var cursor = TimeCursor(bytes: bytes, at: range.lowerBound, end: range.upperBound)
    skipWeekday(&cursor)
    guard let first = cursor.number(4), first <= 31, let separator = cursor.dateSeparator(),
      separator != UInt8(ascii: "."),
      let second = cursor.number(2), cursor.take(separator)
    else { return nil }
    return (first, second)
  }

  static func parse(_ bytes: [UInt8], _ range: Range<Int>, order: DateOrder) -> ParsedTime? {
    var cursor = TimeCursor(bytes: bytes, at: range.lowerBound, end: range.upperBound)
    skipWeekday(&cursor)
    guard let (year, month, day) = date(&cursor, order) else { return nil }
    _ = cursor.take(UInt8(ascii: ","))
    _ = cursor.takeBlanks() || cursor.take(UInt8(ascii: "T"))
    var hour = 0
    var minute = 0
    var second = 0
    var millisecond = 0
    if !cursor.isAtEnd {
      guard let h = cursor.number(2), cursor.take(UInt8(ascii: ":")), let m = cursor.number(2) else { return nil }
      (hour, minute) = (h, m)
      if cursor.take(UInt8(ascii: ":")) {
        guard let s = cursor.number(2) else { return nil }
        second = s
        millisecond = cursor.fraction()
      }
      _ = cursor.takeBlanks()
      if cursor.takeWord("AM") {
        hour %= 12
      } else if cursor.takeWord("PM") {
        hour = hour % 12 + 12
      }
    }
    guard
      let wall = CivilDate.milliseconds(
        year: year, month: month, day: day, hour: hour, minute: minute, second: second, millisecond: millisecond)
    else { return nil }
    _ = cursor.takeBlanks()
    if cursor.isAtEnd { return ParsedTime(milliseconds: wall, offsetMinutes: nil) }
    guard let offset = TimeWords.zone(&cursor), cursor.isAtEnd else { return nil }
    return ParsedTime(milliseconds: wall - Int64(offset) * 60_000, offsetMinutes: offset)
  }

  private static func skipWeekday(_ cursor: inout TimeCursor) {
    let mark = cursor.at
    if TimeWords.weekday(&cursor) {
      _ = cursor.take(UInt8(ascii: ","))
      _ = cursor.takeBlanks()
    } else {
      cursor.at = mark
    }
  }

  private static func date(_ cursor: inout TimeCursor, _ order: DateOrder) -> (Int, Int, Int)? {
    let start = cursor.at
    guard let first = cursor.number(4) else { return nil }
    let isYearFirst = cursor.at - start == 4
    guard let separator = cursor.dateSeparator(), let second = cursor.number(2), cursor.take(separator) else {
      cursor.at = start
      return writtenDate(&cursor)
    }
    let thirdStart = cursor.at
    guard let third = cursor.number(4) else { return nil }
    if isYearFirst { return (first, second, third) }
    let year = cursor.at - thirdStart > 2 ? third : 2000 + third
    // Dots are written day first wherever they are written.
    switch separator == UInt8(ascii: ".") ? .dayFirst : order {
    case .dayFirst: return (year, second, first)
    case .monthFirst: return (year, first, second)
    case .unknown:
      if first > 12 { return (year, second, first) }
      if second > 12 || first == second { return (year, first, second) }
      return nil
    }
  }

  /// `02 Mar 2026`.
  private static func writtenDate(_ cursor: inout TimeCursor) -> (Int, Int, Int)? {
    guard let day = cursor.number(2), cursor.takeBlanks() || cursor.take(UInt8(ascii: "-")),
      let month = TimeWords.month(&cursor),
      cursor.takeBlanks() || cursor.take(UInt8(ascii: "-")), let year = cursor.number(4)
    else { return nil }
    return (year < 100 ? 2000 + year : year, month, day)
  }
}
