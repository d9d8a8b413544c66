/// Values as they are written here, read at once; nil for every other form, and nothing is consumed.
extension JsonCursor {
  /// A number from 0 to 9 with four decimals, in ten-thousandths: `0.6187` is 6187.
  mutating func fourDecimals() -> Int32? {
    guard let word = word(at: position), word &>> 8 & 0xFF == 0x2E else { return nil }
    // The point is taken out, so that digits stand side by side.
    let joined = word & 0xFF | word &>> 8 & 0xFF_FFFF_FF00
    guard JsonScan.digits(joined) == 5, endsNumber(at: position + 6) else { return nil }
    advance(6)
    return Int32(truncatingIfNeeded: JsonScan.value(joined, digits: 5))
  }

  /// `"2026-03-02T10:00:00Z"` or the same with an offset such as `+01:00`.
  mutating func isoTime() -> (milliseconds: Int64, offsetMinutes: Int16)? {
    let start = position + 1
    guard byte(start + 4) == UInt8(ascii: "-"), byte(start + 7) == UInt8(ascii: "-"),
      byte(start + 10) == UInt8(ascii: "T"), byte(start + 13) == UInt8(ascii: ":"),
      byte(start + 16) == UInt8(ascii: ":"), let century = pair(start), let years = pair(start + 2),
      let month = pair(start + 5), let day = pair(start + 8), let hour = pair(start + 11),
      let minute = pair(start + 14), let second = pair(start + 17), (1...12).contains(month), day >= 1, hour <= 24,
      minute < 60, second <= 60
    else { return nil }
    let year = century * 100 + years
    guard day <= 28 || day <= CivilTime.daysInMonth(year: year, month: month) else { return nil }
    var time = Int64(CivilTime.days(year: year, month: month, day: day)) * CivilTime.millisecondsPerDay
    time += Int64(hour * 3600 + minute * 60 + second) * 1000
    let mark = byte(start + 19)
    if mark == UInt8(ascii: "Z"), byte(start + 20) == UInt8(ascii: "\"") {
      advance(22)
      return (time, 0)
    }
    guard mark == UInt8(ascii: "+") || mark == UInt8(ascii: "-"), byte(start + 22) == UInt8(ascii: ":"),
      byte(start + 25) == UInt8(ascii: "\""), let hours = pair(start + 20), let minutes = pair(start + 23), hours <= 18,
      minutes < 60
    else { return nil }
    let offset = (mark == UInt8(ascii: "-") ? -1 : 1) * (hours * 60 + minutes)
    advance(27)
    return (time - Int64(offset) * 60_000, Int16(offset))
  }

  /// Two digits.
  @inline(__always)
  private func pair(_ at: Int) -> Int? {
    let tens = byte(at) &- 0x30
    let ones = byte(at + 1) &- 0x30
    return tens < 10 && ones < 10 ? Int(tens) * 10 + Int(ones) : nil
  }
}
