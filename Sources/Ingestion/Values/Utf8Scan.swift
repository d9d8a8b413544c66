/// UTF-8, checked by hand.
enum Utf8Scan {
  /// Length of the well-formed sequence at `at` (RFC 3629), or 0.
  @inline(__always)
  static func length(_ bytes: [UInt8], _ at: Int, _ end: Int) -> Int {
    let first = bytes[at]
    if first < 0x80 { return 1 }
    guard first >= 0xC2, first <= 0xF4 else { return 0 }
    let count = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    guard at + count <= end else { return 0 }
    let second = bytes[at + 1]
    guard second & 0xC0 == 0x80 else { return 0 }
    if count == 2 { return 2 }
    if first == 0xE0, second < 0xA0 { return 0 }
    if first == 0xED, second > 0x9F { return 0 }
    if first == 0xF0, second < 0x90 { return 0 }
    if first == 0xF4, second > 0x8F { return 0 }
    guard bytes[at + 2] & 0xC0 == 0x80 else { return 0 }
    if count == 4, bytes[at + 3] & 0xC0 != 0x80 { return 0 }
    return count
  }

  /// Appends a scalar; what is none becomes U+FFFD.
  static func append(_ value: UInt32, to output: inout [UInt8]) {
    let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
    output.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
  }
}

/// Windows-1252 by table; its five undefined bytes become U+FFFD.
enum Windows1252 {
  static func scalar(_ byte: UInt8) -> UInt32 {
    guard (0x80...0x9F).contains(byte) else { return UInt32(byte) }
    return high[Int(byte) - 0x80]
  }

  private static let high: [UInt32] = [
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD,
    0x017D,
    0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153,
    0xFFFD,
    0x017E, 0x0178,
  ]
}
