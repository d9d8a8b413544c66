import Record

/// Values of cells, read off their bytes.
enum CellValue {
  /// Without blanks at either end.
  @inline(__always)
  static func trimmed(_ bytes: ByteView, _ range: Range<Int>) -> Range<Int> {
    var low = range.lowerBound
    var high = range.upperBound
    while low < high && bytes[low] <= 0x20 { low += 1 }
    while low < high && bytes[high - 1] <= 0x20 { high -= 1 }
    return low..<high
  }

  /// A whole number, or nil.
  @inline(__always)
  static func integer(_ bytes: ByteView, _ range: Range<Int>) -> Int64? {
    var index = range.lowerBound
    let end = range.upperBound
    guard index < end, end - index < 19 else { return slowInteger(bytes, range) }
    var value: Int64 = 0
    while index < end {
      let digit = bytes[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return slowInteger(bytes, range) }
      value = value &* 10 &+ Int64(digit)
      index += 1
    }
    return value
  }

  /// With blanks, a sign, or a fraction of zeros.
  private static func slowInteger(_ bytes: ByteView, _ range: Range<Int>) -> Int64? {
    let range = trimmed(bytes, range)
    guard let thousandths = thousandths(bytes, range) else { return nil }
    return thousandths % 1000 == 0 ? thousandths / 1000 : nil
  }

  /// A decimal number times 1000, rounded to the nearest; a comma may stand for the point. Nil for anything else.
  static func thousandths(_ bytes: ByteView, _ range: Range<Int>) -> Int64? {
    var index = range.lowerBound
    let end = range.upperBound
    guard index < end, end - index < 40 else { return nil }
    let isNegative = bytes[index] == UInt8(ascii: "-")
    if isNegative || bytes[index] == UInt8(ascii: "+") { index += 1 }
    var value: Int64 = 0
    var places = -1
    var digits = 0
    while index < end {
      let byte = bytes[index]
      let digit = byte &- UInt8(ascii: "0")
      if digit < 10 {
        digits += 1
        if places < 3 {
          guard digits < 16 else { return nil }
          value = value * 10 + Int64(digit)
          if places >= 0 { places += 1 }
        } else if places == 3 {
          if digit >= 5 { value += 1 }
          places = 4
        }
      } else if (byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",")) && places < 0 {
        places = 0
      } else {
        return nil
      }
      index += 1
    }
    guard digits > 0 else { return nil }
    var scale = max(0, places)
    while scale < 3 {
      value *= 10
      scale += 1
    }
    return isNegative ? -value : value
  }

  /// Words by which exports say that there is nothing.
  static func isNull(_ bytes: ByteView, _ range: Range<Int>) -> Bool {
    guard range.count <= 9 else { return false }
    if range.isEmpty { return true }
    let first = bytes[range.lowerBound]
    guard
      first == UInt8(ascii: "[") || first == UInt8(ascii: "-") || first == UInt8(ascii: "#")
        || first | 0x20 == UInt8(ascii: "n")
    else { return false }
    switch bytes.string(range) {
    case "[None]", "[Deleted]", "N/A", "n/a", "null", "NULL", "-", "#N/A", "None", "none", "nan", "NaN": return true
    default: return false
    }
  }

  /// `="00123"`, by which people keep Excel from eating zeros, without its wrapping; a leading `'` goes too.
  static func withoutExcelWrapping(_ bytes: ByteView, _ range: Range<Int>) -> Range<Int> {
    if range.count >= 3, bytes[range.lowerBound] == UInt8(ascii: "="), bytes[range.lowerBound + 1] == CsvDialect.quote,
      bytes[range.upperBound - 1] == CsvDialect.quote
    {
      return range.lowerBound + 2..<range.upperBound - 1
    }
    if range.count >= 2, bytes[range.lowerBound] == UInt8(ascii: "'") { return range.lowerBound + 1..<range.upperBound }
    return range
  }

  /// `1.23E+11`: a long id after a visit to a spreadsheet, of which the last digits are lost.
  static func isScientific(_ bytes: ByteView, _ range: Range<Int>) -> Bool {
    guard range.count >= 5, let exponent = bytes.last(UInt8(ascii: "E"), from: range.lowerBound, to: range.upperBound),
      exponent + 2 < range.upperBound, exponent > range.lowerBound,
      bytes[exponent + 1] == UInt8(ascii: "+")
    else { return false }
    for index in range where index != exponent && index != exponent + 1 {
      let byte = bytes[index]
      guard byte &- UInt8(ascii: "0") < 10 || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",") else {
        return false
      }
    }
    return true
  }
}
