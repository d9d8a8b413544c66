import Record

/// Times of cells that need no configuration: ISO 8601 and its relatives, German dots, epoch numbers.
enum CellTime {
  struct Value: Equatable {
    /// Since 1970 in UTC where an offset is known, else of the wall clock.
    var milliseconds: Int64
    var offsetMinutes: Int?
  }

  static func parse(_ bytes: ByteView, _ range: Range<Int>) -> Value? {
    if let quick = utc(bytes, range) { return Value(milliseconds: quick, offsetMinutes: 0) }
    if range.isEmpty || range.count > 40 { return nil }
    if let iso = unsafe IsoTime(bytes.buffer(range)) {
      return Value(milliseconds: iso.milliseconds, offsetMinutes: iso.offsetMinutes)
    }
    return epoch(bytes, range) ?? loose(bytes, range)
  }

  /// `2026-11-02T16:51:23Z`, which is what most machines write.
  private static func utc(_ bytes: ByteView, _ range: Range<Int>) -> Int64? {
    let start = range.lowerBound
    guard range.count == 20, bytes[start + 19] == UInt8(ascii: "Z"), bytes[start + 10] == UInt8(ascii: "T"),
      bytes[start + 4] == UInt8(ascii: "-"), bytes[start + 7] == UInt8(ascii: "-"),
      bytes[start + 13] == UInt8(ascii: ":"), bytes[start + 16] == UInt8(ascii: ":"),
      let century = pair(bytes, start), let year = pair(bytes, start + 2), let month = pair(bytes, start + 5),
      let day = pair(bytes, start + 8), let hour = pair(bytes, start + 11), let minute = pair(bytes, start + 14),
      let second = pair(bytes, start + 17)
    else { return nil }
    return milliseconds(century * 100 + year, month, day, hour, minute, second)
  }

  private static func pair(_ bytes: ByteView, _ index: Int) -> Int? {
    let tens = bytes[index] &- UInt8(ascii: "0")
    let ones = bytes[index + 1] &- UInt8(ascii: "0")
    return tens < 10 && ones < 10 ? Int(tens) * 10 + Int(ones) : nil
  }

  private static func milliseconds(
    _ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int, _ second: Int
  ) -> Int64? {
    guard (1...12).contains(month), day >= 1, day <= CivilTime.daysInMonth(year: year, month: month), hour < 24,
      minute < 60, second <= 60
    else { return nil }
    let days = CivilTime.days(year: year, month: month, day: day)
    return Int64(days) * CivilTime.millisecondsPerDay + Int64((hour * 60 + minute) * 60 + second) * 1000
  }

  /// Seconds, milliseconds or microseconds since 1970, told by their size; nothing before 1990 or after 2100 counts.
  private static func epoch(_ bytes: ByteView, _ range: Range<Int>) -> Value? {
    guard range.count >= 9,
      let thousandths = CellValue.thousandths(bytes, range) ?? wholeThousandths(bytes, range)
    else { return nil }
    let plausible: ClosedRange<Int64> = 631_152_000_000...4_102_444_800_000
    for milliseconds in [thousandths, thousandths / 1000, thousandths / 1_000_000]
    where plausible.contains(milliseconds) {
      return Value(milliseconds: milliseconds, offsetMinutes: 0)
    }
    return nil
  }

  /// Nil beyond 64 bits: that is no time.
  private static func wholeThousandths(_ bytes: ByteView, _ range: Range<Int>) -> Int64? {
    guard let whole = CellValue.integer(bytes, range) else { return nil }
    let (product, overflow) = whole.multipliedReportingOverflow(by: 1000)
    return overflow ? nil : product
  }

  /// `02.03.2026 10:00:00`, `2026/03/02 10:00`, `2026.03.02`: orders that can't be mistaken. Slashes with the year last are
  /// either American or European and need a mapping.
  private static func loose(_ bytes: ByteView, _ range: Range<Int>) -> Value? {
    var numbers: [Int] = []
    var separators: [UInt8] = []
    var index = range.lowerBound
    while index < range.upperBound {
      var value = 0
      let start = index
      while index < range.upperBound, bytes[index] &- UInt8(ascii: "0") < 10, index - start < 5 {
        value = value * 10 + Int(bytes[index] &- UInt8(ascii: "0"))
        index += 1
      }
      guard index > start else { return nil }
      numbers.append(value)
      guard index < range.upperBound else { break }
      separators.append(bytes[index])
      index += 1
    }
    guard numbers.count >= 3, numbers.count <= 6, separators.count == numbers.count - 1, separators[0] == separators[1]
    else { return nil }
    let isYearFirst = numbers[0] > 31
    guard isYearFirst || (separators[0] == UInt8(ascii: ".") && numbers[2] > 31) else { return nil }
    let (year, month, day) = (isYearFirst ? numbers[0] : numbers[2], numbers[1], isYearFirst ? numbers[2] : numbers[0])
    let clock = Array(numbers[3...]) + [0, 0, 0]
    return milliseconds(year, month, day, clock[0], clock[1], clock[2]).map {
      Value(milliseconds: $0, offsetMinutes: nil)
    }
  }
}
