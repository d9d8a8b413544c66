/// The code page of western Windows, for text that is not UTF-8.
///
/// Table: WHATWG Encoding Standard, index windows-1252, but that the five bytes without a character give U+FFFD.
enum CodePage1252 {
  /// Characters of the bytes 0x80...0x9F; the others are those of Latin-1.
  private static let high: [UInt16] = [
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD,
    0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
    0x0153, 0xFFFD, 0x017E, 0x0178,
  ]

  /// Appends the bytes as UTF-8.
  static func append(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
    for index in 0..<bytes.count {
      let byte = unsafe bytes[index]
      if byte < 0x80 {
        output.append(byte)
      } else {
        append(scalar: byte < 0xA0 ? UInt32(high[Int(byte) - 0x80]) : UInt32(byte), to: &output)
      }
    }
  }

  private static func append(scalar: UInt32, to output: inout [UInt8]) {
    if scalar < 0x800 {
      output.append(0xC0 | UInt8(scalar >> 6))
    } else {
      output.append(0xE0 | UInt8(scalar >> 12))
      output.append(0x80 | UInt8(scalar >> 6 & 0x3F))
    }
    output.append(0x80 | UInt8(scalar & 0x3F))
  }
}
