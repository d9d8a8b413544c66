import Record

/// Wall-clock times of exports, checked: a date that does not exist is no date.
enum CivilDate {
  /// Milliseconds of a wall clock since 1970-01-01T00:00, as if it were UTC; nil for a date or time that does not
  /// exist.
  @inline(__always)
  static func milliseconds(
    year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0, millisecond: Int = 0
  ) -> Int64? {
    guard (1...12).contains(month), day >= 1, day <= CivilTime.daysInMonth(year: year, month: month) else { return nil }
    // 24:00 is the next midnight (ISO 8601); a leap second counts as the second after it.
    guard (0...24).contains(hour), (0...59).contains(minute), (0...60).contains(second) else { return nil }
    if hour == 24, minute + second + millisecond > 0 { return nil }
    let seconds = ((CivilTime.days(year: year, month: month, day: day) * 24 + hour) * 60 + minute) * 60 + second
    return Int64(seconds) * 1000 + Int64(millisecond)
  }
}
