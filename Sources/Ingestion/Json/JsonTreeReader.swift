import Record

/// Why a JSON value could not be read.
struct JsonTreeError: Error, Equatable {
  let message: String
  /// Where, in the bytes given.
  let offset: Int
  /// Whether the bytes simply end too early.
  let isTruncated: Bool
}

/// Reads one JSON value (RFC 8259, and what exports make of it) into a flat tree.
///
/// Numbers keep their characters, so that 19-digit ids survive; `NaN` and `Infinity` are read as numbers; a lone
/// surrogate
/// becomes U+FFFD; bytes that are not UTF-8 are read as Windows-1252; control characters in strings are taken as they
/// are.
struct JsonTreeReader {
  /// Values nested deeper than this are refused.
  static let depthLimit = 200
  private let bytes: [UInt8]
  private(set) var at: Int
  private let end: Int

  init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    at = range.lowerBound
    end = range.upperBound
  }

  /// Reads the value that starts here (after blanks) and leaves `at` behind it.
  mutating func value(into tree: inout Tree) throws(JsonTreeError) {
    skipBlanks()
    try value(into: &tree, parent: -1, name: .empty, depth: 0)
  }

  /// Passes over a value without keeping it.
  mutating func skip() throws(JsonTreeError) {
    skipBlanks()
    var depth = 0
    repeat {
      skipBlanks()
      guard at < end else { throw fault("the value does not end", isTruncated: true) }
      switch bytes[at] {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        at += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        at += 1
      case UInt8(ascii: "\""): try skipString()
      case UInt8(ascii: ","), UInt8(ascii: ":"): at += 1
      default:
        let start = at
        while at < end, !isDelimiter(bytes[at]) { at += 1 }
        if at == start { at += 1 }
      }
    } while depth > 0
  }

  mutating func skipBlanks() {
    while at < end, bytes[at] <= 0x20 { at += 1 }
  }

  var isAtEnd: Bool { at >= end }

  /// The next byte after blanks.
  mutating func peek() -> UInt8? {
    skipBlanks()
    return at < end ? bytes[at] : nil
  }

  mutating func take(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    at += 1
    return true
  }

  /// A member's key, decoded.
  mutating func key() throws(JsonTreeError) -> [UInt8] {
    guard peek() == UInt8(ascii: "\"") else { throw fault("a key in quotes was expected") }
    var output: [UInt8] = []
    try string(into: &output)
    guard take(UInt8(ascii: ":")) else { throw fault("':' was expected", isTruncated: isAtEnd) }
    return output
  }

  func fault(_ message: String, isTruncated: Bool = false) -> JsonTreeError {
    JsonTreeError(message: message, offset: at, isTruncated: isTruncated || at >= end)
  }

  // MARK: Values

  private mutating func value(into tree: inout Tree, parent: Int, name: TextRange, depth: Int) throws(JsonTreeError) {
    guard depth < JsonTreeReader.depthLimit else {
      throw fault("values are nested deeper than \(JsonTreeReader.depthLimit)")
    }
    guard let byte = peek() else { throw fault("a value was expected") }
    switch byte {
    case UInt8(ascii: "{"): try object(&tree, parent, name, depth)
    case UInt8(ascii: "["): try array(&tree, parent, name, depth)
    case UInt8(ascii: "\""):
      let start = tree.bytes.count
      try string(into: &tree.bytes)
      _ = tree.open(.string, parent: parent, name: name, value: TextRange(start..<tree.bytes.count))
    default: try word(&tree, parent, name)
    }
  }

  private mutating func object(_ tree: inout Tree, _ parent: Int, _ name: TextRange, _ depth: Int) throws(JsonTreeError)
  {
    let node = tree.open(.object, parent: parent, name: name)
    at += 1
    while !take(UInt8(ascii: "}")) {
      if take(UInt8(ascii: ",")) { continue }
      guard peek() == UInt8(ascii: "\"") else { throw fault("a key in quotes or '}' was expected") }
      let start = tree.bytes.count
      try string(into: &tree.bytes)
      let key = TextRange(start..<tree.bytes.count)
      guard take(UInt8(ascii: ":")) else { throw fault("':' was expected") }
      try value(into: &tree, parent: node, name: key, depth: depth + 1)
    }
    tree.close(node)
  }

  private mutating func array(_ tree: inout Tree, _ parent: Int, _ name: TextRange, _ depth: Int) throws(JsonTreeError)
  {
    let node = tree.open(.array, parent: parent, name: name)
    at += 1
    while !take(UInt8(ascii: "]")) {
      if take(UInt8(ascii: ",")) { continue }
      try value(into: &tree, parent: node, name: .empty, depth: depth + 1)
    }
    tree.close(node)
  }

  private func isDelimiter(_ byte: UInt8) -> Bool {
    switch byte {
    case 0...0x20, UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "{"), UInt8(ascii: "["),
      UInt8(ascii: ":"), UInt8(ascii: "\""):
      true
    default: false
    }
  }

  private mutating func word(_ tree: inout Tree, _ parent: Int, _ name: TextRange) throws(JsonTreeError) {
    let start = at
    while at < end, !isDelimiter(bytes[at]) { at += 1 }
    let word = bytes[start..<at]
    let kind: Tree.Kind
    switch word.first ?? 0 {
    case UInt8(ascii: "t") where word.elementsEqual("true".utf8),
      UInt8(ascii: "f") where word.elementsEqual("false".utf8):
      kind = .boolean
    case UInt8(ascii: "n") where word.elementsEqual("null".utf8): kind = .null
    case UInt8(ascii: "N") where word.elementsEqual("NaN".utf8): kind = .null
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "I"):
      guard word.allSatisfy({ $0 < 0x80 }) else { fallthrough }
      kind = .number
    default:
      at = start
      throw fault("a value was expected")
    }
    let from = tree.bytes.count
    tree.bytes.append(contentsOf: word)
    _ = tree.open(kind, parent: parent, name: name, value: TextRange(from..<tree.bytes.count))
  }

  // MARK: Strings

  private mutating func skipString() throws(JsonTreeError) {
    at += 1
    while at < end {
      if bytes[at] == UInt8(ascii: "\"") {
        at += 1
        return
      }
      at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1
    }
    at = min(at, end)
    throw fault("the text does not end", isTruncated: true)
  }

  private mutating func string(into output: inout [UInt8]) throws(JsonTreeError) {
    at += 1
    var plain = at
    while at < end {
      let byte = bytes[at]
      if byte == UInt8(ascii: "\"") {
        output.append(contentsOf: bytes[plain..<at])
        at += 1
        return
      }
      if byte == UInt8(ascii: "\\") {
        output.append(contentsOf: bytes[plain..<at])
        try escape(into: &output)
        plain = at
      } else if byte >= 0x80 {
        let length = Utf8Scan.length(bytes, at, end)
        if length == 0 {
          output.append(contentsOf: bytes[plain..<at])
          Utf8Scan.append(Windows1252.scalar(byte), to: &output)
          at += 1
          plain = at
        } else {
          at += length
        }
      } else {
        at += 1
      }
    }
    throw fault("the text does not end", isTruncated: true)
  }

  private mutating func escape(into output: inout [UInt8]) throws(JsonTreeError) {
    guard at + 1 < end else {
      at = end
      throw fault("the text does not end", isTruncated: true)
    }
    let byte = bytes[at + 1]
    at += 2
    switch byte {
    case UInt8(ascii: "n"): output.append(10)
    case UInt8(ascii: "t"): output.append(9)
    case UInt8(ascii: "r"): output.append(13)
    case UInt8(ascii: "b"): output.append(8)
    case UInt8(ascii: "f"): output.append(12)
    case UInt8(ascii: "u"): Utf8Scan.append(try unicodeEscape(), to: &output)
    // The first byte of a character, or none of UTF-8: the text goes on with it.
    case 0x80...: at -= 1
    default: output.append(byte)
    }
  }

  /// The scalar of `\uXXXX`, behind the `u`; a surrogate without its partner is U+FFFD.
  private mutating func unicodeEscape() throws(JsonTreeError) -> UInt32 {
    let first = try hexDigits()
    guard (0xD800...0xDFFF).contains(first) else { return first }
    guard first < 0xDC00, at + 1 < end, bytes[at] == UInt8(ascii: "\\"), bytes[at + 1] == UInt8(ascii: "u") else {
      return 0xFFFD
    }
    let mark = at
    at += 2
    let second = try hexDigits()
    guard (0xDC00...0xDFFF).contains(second) else {
      at = mark
      return 0xFFFD
    }
    return 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
  }

  private mutating func hexDigits() throws(JsonTreeError) -> UInt32 {
    guard at + 4 <= end else {
      at = end
      throw fault("the text does not end", isTruncated: true)
    }
    var value: UInt32 = 0
    for byte in bytes[at..<(at + 4)] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw fault("four hexadecimal digits were expected")
      }
      value = value << 4 | UInt32(digit)
    }
    at += 4
    return value
  }
}
