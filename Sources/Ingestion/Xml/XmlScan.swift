/// The few things about XML that are read by hand: where a tag ends and where the next record starts.
enum XmlScan {
  static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ":"), 0x80...0xFF:
      true
    default: false
    }
  }

  /// Index of the `>` that ends a start tag; quoted attribute values may hold another.
  static func tagEnd(_ bytes: [UInt8], from start: Int, to end: Int? = nil) -> Int? {
    var quote: UInt8 = 0
    var at = start
    while at < end ?? bytes.count {
      let byte = bytes[at]
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: ">") {
        return at
      }
      at += 1
    }
    return nil
  }

  /// The place behind a document type that begins at `start`, with its internal subset; nil where it does not end.
  static func doctypeEnd(_ bytes: [UInt8], from start: Int, to end: Int) -> Int? {
    var depth = 0
    var quote: UInt8 = 0
    for at in start..<end {
      let byte = bytes[at]
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: "[") {
        depth += 1
      } else if byte == UInt8(ascii: "]") {
        depth -= 1
      } else if byte == UInt8(ascii: ">"), depth <= 0 {
        return at + 1
      }
    }
    return nil
  }

  static func find(_ needle: [UInt8], in bytes: [UInt8], from start: Int, to end: Int? = nil) -> Int? {
    let end = end ?? bytes.count
    guard let first = needle.first, end >= needle.count else { return nil }
    var at = start
    while at <= end - needle.count {
      if bytes[at] == first, bytes[at..<(at + needle.count)].elementsEqual(needle) { return at }
      at += 1
    }
    return nil
  }

  /// Offset of the next start tag of `name` at or after `start`.
  static func nextStart(of name: [UInt8], in bytes: [UInt8], from start: Int, to end: Int) -> Int? {
    let needle = [UInt8(ascii: "<")] + name
    var from = start
    while let found = find(needle, in: bytes, from: from, to: end) {
      let after = found + needle.count
      if after >= end || !isNameByte(bytes[after]) { return found }
      from = after
    }
    return nil
  }
}
