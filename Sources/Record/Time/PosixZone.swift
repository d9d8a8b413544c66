/// A POSIX `TZ` rule (`CET-1CEST,M3.5.0,M10.5.0/3`): what a zone does behind the last transition of its file.
///
/// POSIX.1-2017, section 8.3, with the month form of dates (the only one that the IANA database uses today).
struct PosixZone: Sendable, Hashable {
  private struct Change: Sendable, Hashable {
    var month = 1
    var week = 1
    var weekday = 0
    /// Seconds after local midnight.
    var time = 7200
  }

  private var standard: Int32 = 0
  private var summer: Int32 = 0
  private var start: Change?
  private var end: Change?

  /// Nil where the text is empty or of a form that is not understood.
  init?(_ text: String) {
    var reader = Reader(rest: Array(text.utf8)[...])
    guard reader.skipName(), let west = reader.time() else { return nil }
    standard = Int32(-west)
    summer = standard
    guard !reader.rest.isEmpty else { return }
    guard reader.skipName() else { return nil }
    summer = standard + 3600
    if let next = reader.rest.first, next != UInt8(ascii: ",") {
      guard let west = reader.time() else { return nil }
      summer = Int32(-west)
    }
    guard let start = reader.change(), let end = reader.change() else { return nil }
    self.start = Change(month: start.0, week: start.1, weekday: start.2, time: start.3)
    self.end = Change(month: end.0, week: end.1, weekday: end.2, time: end.3)
  }

  /// Seconds east of UTC at a moment in seconds since 1970 UTC.
  func offset(at seconds: Int64) -> Int32 {
    guard let start, let end else { return standard }
    let day = CivilTime.floorDivide(seconds + Int64(standard), 86_400).quotient
    let year = CivilTime.date(days: Int(day)).year
    let begins = moment(start, year) - Int64(standard)
    let ends = moment(end, year) - Int64(summer)
    let isSummer =
      begins < ends ? seconds >= begins && seconds < ends : seconds >= begins || seconds < ends
    return isSummer ? summer : standard
  }

  /// Local seconds since 1970 at which a change happens in a year.
  private func moment(_ change: Change, _ year: Int) -> Int64 {
    let first = CivilTime.days(year: year, month: change.month, day: 1)
    let weekday = CivilTime.weekday(days: first) % 7
    var day = (change.weekday - weekday + 7) % 7 + 7 * (change.week - 1)
    if day >= CivilTime.daysInMonth(year: year, month: change.month) { day -= 7 }
    return Int64(first + day) * 86_400 + Int64(change.time)
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

    mutating func number() -> Int? {
      var value = 0
      let before = rest.count
      while let digit = rest.first.map({ $0 &- 0x30 }), digit < 10, value < 10_000 {
        value = value * 10 + Int(digit)
        rest.removeFirst()
      }
      return rest.count < before ? value : nil
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    mutating func time() -> Int? {
      let isNegative = take("-")
      if !isNegative { _ = take("+") }
      guard var seconds = number().map({ $0 * 3600 }) else { return nil }
      if take(":") { seconds += (number() ?? 0) * 60 }
      if take(":") { seconds += number() ?? 0 }
      return isNegative ? -seconds : seconds
    }

    /// `,Mm.w.d[/time]`.
    mutating func change() -> (Int, Int, Int, Int)? {
      guard take(","), take("M"), let month = number(), (1...12).contains(month), take("."), let week = number(),
        (1...5).contains(week), take("."), let weekday = number(), weekday < 7
      else { return nil }
      return (month, week, weekday, take("/") ? time() ?? 7200 : 7200)
    }
  }
}
