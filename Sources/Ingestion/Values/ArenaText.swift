/// Small readings of bytes in an arena: the decoders' common ground.
enum ArenaText {
  @inline(__always)
  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

  /// The range without blanks at its ends (NO-BREAK SPACE included).
  static func trimmed(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int> {
    var low = range.lowerBound
    var high = range.upperBound
    while low < high {
      if isBlank(bytes[low]) {
        low += 1
      } else if bytes[low] == 0xC2, low + 1 < high, bytes[low + 1] == 0xA0 {
        low += 2
      } else {
        break
      }
    }
    while high > low {
      if isBlank(bytes[high - 1]) {
        high -= 1
      } else if bytes[high - 1] == 0xA0, high - 2 >= low, bytes[high - 2] == 0xC2 {
        high -= 2
      } else {
        break
      }
    }
    return low..<high
  }

  /// ASCII lower case, as a `String`: for words of a closed set, not for text.
  static func folded(_ bytes: [UInt8], _ range: Range<Int>) -> String {
    String(decoding: bytes[range].map { (65...90).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
  }

  /// `true`, `yes`, `y`, `1`, `t` in any case.
  static func isTrue(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    switch folded(bytes, range) {
    case "true", "yes", "y", "1", "t": true
    default: false
    }
  }
}

/// Numbers in and out of byte runs.
enum ArenaNumbers {
  /// A signed decimal integer, whole and nothing else; nil for anything beyond 18 digits.
  static func integer(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
    var at = 0
    var isNegative = false
    if let first = unsafe bytes.first, first == UInt8(ascii: "-") {
      isNegative = true
      at = 1
    }
    guard at < bytes.count, bytes.count - at <= 18 else { return nil }
    var value: Int64 = 0
    while at < bytes.count {
      let digit = unsafe bytes[at] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      value = value * 10 + Int64(digit)
      at += 1
    }
    return isNegative ? -value : value
  }

  static func integer(_ bytes: [UInt8], _ range: Range<Int>) -> Int64? {
    unsafe bytes.withUnsafeBufferPointer { unsafe integer(UnsafeBufferPointer(rebasing: $0[range])) }
  }

  static func append(decimal value: Int, to bytes: inout [UInt8]) {
    var magnitude = value.magnitude
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    let start = bytes.count
    repeat {
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: magnitude % 10))
      magnitude /= 10
    } while magnitude > 0
    bytes[start...].reverse()
  }
}
