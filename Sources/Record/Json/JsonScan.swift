/// Finds the bytes that end or interrupt a plain run of JSON string content, eight bytes at a step.
enum JsonScan {
  /// High bits set at least at the first byte of a word (little-endian) that is a quote, a backslash or a control character.
  @inline(__always)
  static func specials(_ word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    let quote = word ^ (ones &* 0x22)
    let slash = word ^ (ones &* 0x5C)
    let control = (word &- ones &* 0x20) & ~word
    return ((quote &- ones) & ~quote | (slash &- ones) & ~slash | control) & highs
  }

  /// How many decimal digits a word (little-endian) begins with, 8 where all are.
  @inline(__always)
  static func digits(_ word: UInt64) -> Int {
    let figures = word ^ 0x3030_3030_3030_3030
    // What is above 9 reaches bit 7 with 0x76 on top, or has it already; carries only reach bytes behind such a one.
    let others = ((figures &+ 0x7676_7676_7676_7676) | figures) & 0x8080_8080_8080_8080
    return others.trailingZeroBitCount &>> 3
  }

  /// The number that the first 1 to 8 digits of a word make: neighbors joined to pairs, pairs to fours, fours to all eight.
  @inline(__always)
  static func value(_ word: UInt64, digits: Int) -> UInt64 {
    let ones = (word & 0x0F0F_0F0F_0F0F_0F0F) &<< UInt64(truncatingIfNeeded: 64 &- 8 &* digits)
    let pairs = (ones &* 2561) &>> 8 & 0x00FF_00FF_00FF_00FF
    let fours = (pairs &* 6_553_601) &>> 16 & 0x0000_FFFF_0000_FFFF
    return (fours &* 42_949_672_960_001) &>> 32
  }

  /// Index of the first such byte in `start ..< end`, or `end`.
  @inline(__always)
  static func firstSpecial(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Int {
    var index = start
    let raw = UnsafeRawBufferPointer(bytes)
    while index + 8 <= end {
      let found = unsafe specials(UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)))
      if found != 0 { return index + found.trailingZeroBitCount >> 3 }
      index += 8
    }
    while index < end {
      let byte = unsafe bytes[index]
      if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return index }
      index += 1
    }
    return end
  }
}
