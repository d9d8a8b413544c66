/// Checks that bytes are UTF-8: most text is ASCII, which costs one test for eight bytes.
public enum Utf8 {
  /// Offset of the first byte that is not well-formed UTF-8 (Unicode 15, table 3-7), or nil where all is well.
  public static func firstInvalid(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var index = 0
    let count = bytes.count
    let raw = UnsafeRawBufferPointer(bytes)
    while index < count {
      if unsafe index + 32 <= count && isAscii(raw, index) {
        index += 32
        continue
      }
      if unsafe index + 8 <= count
        && raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
      {
        index += 8
        continue
      }
      let length = unsafe scalarLength(bytes, index)
      guard length > 0 else { return index }
      index += length
    }
    return nil
  }

  /// Whether the 32 bytes at an index are ASCII.
  @inline(__always)
  private static func isAscii(_ raw: UnsafeRawBufferPointer, _ index: Int) -> Bool {
    let first = unsafe raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
    let second = unsafe raw.loadUnaligned(fromByteOffset: index + 8, as: UInt64.self)
    let third = unsafe raw.loadUnaligned(fromByteOffset: index + 16, as: UInt64.self)
    let fourth = unsafe raw.loadUnaligned(fromByteOffset: index + 24, as: UInt64.self)
    return (first | second | third | fourth) & 0x8080_8080_8080_8080 == 0
  }

  /// Bytes of the well-formed scalar at an index, or 0 where there is none.
  private static func scalarLength(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int {
    let lead = unsafe bytes[index]
    if lead < 0x80 { return 1 }
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0xC2...0xDF: length = 2
    case 0xE0...0xEF:
      length = 3
      if lead == 0xE0 { second = 0xA0...0xBF }
      if lead == 0xED { second = 0x80...0x9F }
    case 0xF0...0xF4:
      length = 4
      if lead == 0xF0 { second = 0x90...0xBF }
      if lead == 0xF4 { second = 0x80...0x8F }
    default: return 0
    }
    guard index + length <= bytes.count, unsafe second.contains(bytes[index + 1]) else { return 0 }
    for offset in 2..<max(length, 2) where unsafe bytes[index + offset] & 0xC0 != 0x80 { return 0 }
    return length
  }
}
