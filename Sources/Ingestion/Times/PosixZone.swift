import Record

/// A rule for all years, as POSIX writes it in `TZ`: `CST6CDT,M3.2.0,M11.1.0`.
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

  private var standard = 0
  private var summer: (offset: Int, start: Change, end: Change)? {
    start.flatMap { s in end.map { (summerOffset, s, $0) } }
  }
  private var summerOffset = 0
  private var start: Change?
  private var end: Change?

  init?(_ text: [UInt8]) {
    var cursor = TimeCursor(bytes: text, at: 0, end: text.count)
    guard PosixZone.skipName(&cursor), let offset = PosixZone.time(&cursor) else { return nil }
    standard = -offset
    if cursor.isAtEnd { return }
    guard PosixZone.skipName(&cursor) else { return nil }
    summerOffset = standard + 3600
    if cursor.next != UInt8(ascii: ",") {
      guard let offset = PosixZone.time(&cursor) else { return nil }
      summerOffset = -offset
    }
    guard cursor.take(UInt8(ascii: ",")), let start = PosixZone.change(&cursor), cursor.take(UInt8(ascii: ",")),
      let end = PosixZone.change(&cursor), cursor.isAtEnd
    else { return nil }
    (self.start, self.end) = (start, end)
  }

  /// Seconds east of UTC at an instant.
  func offset(at seconds: Int64) -> Int {
    guard let summer else { return standard }
    let (days, _) = CivilTime.floorDivide(seconds + Int64(standard), 86_400)
    let year = CivilTime.date(days: Int(days)).year
    let start = PosixZone.seconds(summer.start, year) - Int64(standard)
    let end = PosixZone.seconds(summer.end, year) - Int64(summer.offset)
    let isSummer = start < end ? (start..<end).contains(seconds) : !(end..<start).contains(seconds)
    return isSummer ? summer.offset : standard
  }

  /// Seconds since 1970 of a change on the wall clock.
  private static func seconds(_ change: Change, _ year: Int) -> Int64 {
    let first = CivilTime.days(year: year, month: 1, day: 1)
    let day: Int
    switch change.day {
    case .ordinal(let number): day = first + number
    case .julian(let number):
      let isLeap = CivilTime.daysInMonth(year: year, month: 2) == 29
      day = first + number - 1 + (isLeap && number >= 60 ? 1 : 0)
    case .week(let month, let week, let weekday):
      let start = CivilTime.days(year: year, month: month, day: 1)
      let wanted = weekday == 0 ? 7 : weekday
      var found = start + (wanted - CivilTime.weekday(days: start) + 7) % 7 + (week - 1) * 7
      if found >= start + CivilTime.daysInMonth(year: year, month: month) { found -= 7 }
      day = found
    }
    return Int64(day) * 86_400 + Int64(change.time)
  }

  private static func skipName(_ cursor: inout TimeCursor) -> Bool {
    let start = cursor.at
    if cursor.take(UInt8(ascii: "<")) {
      while let byte = cursor.next, byte != UInt8(ascii: ">") { cursor.at += 1 }
      return cursor.take(UInt8(ascii: ">"))
    }
    while let byte = cursor.next, (97...122).contains(byte | 0x20) { cursor.at += 1 }
    return cursor.at > start
  }

  /// `[+-]h[h][h][:mm[:ss]]` in seconds.
  private static func time(_ cursor: inout TimeCursor) -> Int? {
    let isNegative = cursor.take(UInt8(ascii: "-"))
    if !isNegative { _ = cursor.take(UInt8(ascii: "+")) }
    guard let hours = cursor.number(3) else { return nil }
    let minutes = cursor.take(UInt8(ascii: ":")) ? cursor.number(2) ?? 0 : 0
    let seconds = cursor.take(UInt8(ascii: ":")) ? cursor.number(2) ?? 0 : 0
    let total = (hours * 60 + minutes) * 60 + seconds
    return isNegative ? -total : total
  }

  private static func change(_ cursor: inout TimeCursor) -> Change? {
    let day: Change.Day
    if cursor.take(UInt8(ascii: "M")) {
      guard let month = cursor.number(2), (1...12).contains(month), cursor.take(UInt8(ascii: ".")),
        let week = cursor.number(1),
        (1...5).contains(week), cursor.take(UInt8(ascii: ".")), let weekday = cursor.number(1), weekday < 7
      else { return nil }
      day = .week(month, week, weekday)
    } else if cursor.take(UInt8(ascii: "J")) {
      guard let number = cursor.number(3) else { return nil }
      day = .julian(number)
    } else {
      guard let number = cursor.number(3) else { return nil }
      day = .ordinal(number)
    }
    guard cursor.take(UInt8(ascii: "/")) else { return Change(day: day, time: 7200) }
    return time(&cursor).map { Change(day: day, time: $0) }
  }
}
