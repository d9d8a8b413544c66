/// A POSIX `TZ` rule (`CET-1CEST,M3.5.0,M10.5.0/3`): what a zone does behind the last transition of its file.
///
/// POSIX.1-2017, section 8.3, with the hours beyond a day that RFC 8536, section 3.3.1, allows.
struct PosixZone: Sendable, Hashable {
  private struct Change: Sendable, Hashable {
    enum Day: Sendable, Hashable {
      /// Month, week (5 is the last), weekday (0 is Sunday).
      case week(Int, Int, Int)
      /// 1...365, the leap day not counted.
      case julian(Int)
      /// 0...365.
      case ordinal(Int)
    }
    var day: Day
    /// Seconds after the local midnight.
    var time: Int
  }

  private var standard: Int32 = 0
  private var summer: Int32 = 0
  private var start: Change?
  private var end: Change?

  /// Nil where the text is empty or of a form that is not understood.
  init?(_ text: [UInt8]) {
    var reader = Reader(rest: text[...])
    guard reader.skipName(), let west = reader.west() else { return nil }
    standard = Int32(-west)
    summer = standard
    guard !reader.rest.isEmpty else { return }
    guard reader.skipName() else { return nil }
    summer = standard + 3600
    if let next = reader.rest.first, next != UInt8(ascii: ",") {
      guard let west = reader.west() else { return nil }
      summer = Int32(-west)
    }
    guard let start = reader.change(), let end = reader.change(), reader.rest.isEmpty else { return nil }
    (self.start, self.end) = (start, end)
  }

  /// Seconds east of UTC at a moment in seconds since 1970 UTC.
  func offset(at seconds: Int64) -> Int32 {
    guard let start, let end else { return standard }
    let day = CivilTime.floorDivide(seconds + Int64(standard), 86_400).quotient
    let year = CivilTime.date(days: Int(day)).year
    let begins = PosixZone.moment(start, year) - Int64(standard)
    let ends = PosixZone.moment(end, year) - Int64(summer)
    let isSummer =
      begins < ends ? seconds >= begins && seconds < ends : seconds >= begins || seconds < ends
    return isSummer ? summer : standard
  }

  /// Local seconds since 1970 at which a change happens in a year.
  private static func moment(_ change: Change, _ year: Int) -> Int64 {
    let first = CivilTime.days(year: year, month: 1, day: 1)
    let day: Int
    switch change.day {
    case .ordinal(let number): day = first + number
    case .julian(let number):
      let isLeap = CivilTime.daysInMonth(year: year, month: 2) == 29
      day = first + number - 1 + (isLeap && number >= 60 ? 1 : 0)
    case .week(let month, let week, let weekday):
      let start = CivilTime.days(year: year, month: month, day: 1)
      var place = (weekday - CivilTime.weekday(days: start) % 7 + 7) % 7 + 7 * (week - 1)
      if place >= CivilTime.daysInMonth(year: year, month: month) { place -= 7 }
      day = start + place
    }
    return Int64(day) * 86_400 + Int64(change.time)
  }

  private struct Reader {
    var rest: ArraySlice<UInt8>

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
      guard rest.first == UInt8(ascii: scalar) else { return false }
      rest.removeFirst()
      return true
    }

    mutating func skipName() -> Bool {
      if take("<") {
        rest = rest.drop { $0 != UInt8(ascii: ">") }
        return take(">")
      }
      let before = rest.count
      rest = rest.drop { ($0 | 0x20) &- 0x61 < 26 }
      return rest.count < before
    }

    /// Of one to three digits.
    mutating func number() -> Int? {
      var value = 0
      var count = 0
      while count < 3, let digit = rest.first.map({ $0 &- 0x30 }), digit < 10 {
        value = value * 10 + Int(digit)
        rest.removeFirst()
        count += 1
      }
      return count > 0 ? value : nil
    }

    /// Seconds west of UTC: of an offset the hours go to 24, of a change's time, to 167.
    mutating func west() -> Int? { time().flatMap { abs($0) < 25 * 3600 ? $0 : nil } }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    mutating func time() -> Int? {
      let isNegative = take("-")
      if !isNegative { _ = take("+") }
      guard var seconds = number().map({ $0 * 3600 }) else { return nil }
      if take(":") { seconds += (number() ?? 0) * 60 }
      if take(":") { seconds += number() ?? 0 }
      return isNegative ? -seconds : seconds
    }

    /// `,Mm.w.d[/time]`, `,Jn[/time]` or `,n[/time]`.
    mutating func change() -> Change? {
      guard take(","), let day = day() else { return nil }
      guard take("/") else { return Change(day: day, time: 7200) }
      return time().map { Change(day: day, time: $0) }
    }

    private mutating func day() -> Change.Day? {
      if take("J") { return number().map { .julian($0) } }
      guard take("M") else { return number().map { .ordinal($0) } }
      guard let month = number(), (1...12).contains(month), take("."), let week = number(), (1...5).contains(week),
        take("."), let weekday = number(), weekday < 7
      else { return nil }
      return .week(month, week, weekday)
    }
  }
}
