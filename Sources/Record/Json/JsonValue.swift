/// A small JSON document as a tree: for headers, catalogs and summaries, never for conversations.
public enum JsonValue: Sendable, Hashable {
  case null
  case bool(Bool)
  /// The number's text, so that long ids and decimals stay what they were.
  case number(String)
  case string(String)
  case array([JsonValue])
  /// Members in the order of the text; the last of two with one key is found.
  case object([Member])

  public struct Member: Sendable, Hashable {
    public var key: String
    public var value: JsonValue
    public init(_ key: String, _ value: JsonValue) {
      self.key = key
      self.value = value
    }
  }

  /// Parses one document.
  /// - Throws: `JsonFault` with the byte offset where the text stops being JSON.
  public init(parsing bytes: some Sequence<UInt8>) throws(JsonFault) {
    var copy = Array(bytes)
    let count = copy.count
    let result = unsafe copy.withUnsafeMutableBufferPointer { buffer -> Result<JsonValue, JsonFault> in
      var cursor = unsafe JsonCursor(buffer, range: 0..<count)
      do throws(JsonFault) {
        let value = try JsonValue(&cursor, depth: 0)
        guard cursor.isAtEnd() else { throw cursor.fault("expected the end of the document") }
        return .success(value)
      } catch {
        return .failure(error)
      }
    }
    self = try result.get()
  }

  private init(_ cursor: inout JsonCursor, depth: Int) throws(JsonFault) {
    guard depth < JsonCursor.depthLimit else { throw cursor.fault("nested too deep") }
    switch cursor.peek() {
    case UInt8(ascii: "\""): self = .string(cursor.copy(try cursor.string()))
    case UInt8(ascii: "{"):
      try cursor.expect(UInt8(ascii: "{"))
      var members: [Member] = []
      if !cursor.take(UInt8(ascii: "}")) {
        repeat {
          let key = cursor.copy(try cursor.string())
          try cursor.expect(UInt8(ascii: ":"))
          members.append(Member(key, try JsonValue(&cursor, depth: depth + 1)))
        } while cursor.take(UInt8(ascii: ","))
        try cursor.expect(UInt8(ascii: "}"))
      }
      self = .object(members)
    case UInt8(ascii: "["):
      try cursor.expect(UInt8(ascii: "["))
      var elements: [JsonValue] = []
      if !cursor.take(UInt8(ascii: "]")) {
        repeat { elements.append(try JsonValue(&cursor, depth: depth + 1)) } while cursor.take(UInt8(ascii: ","))
        try cursor.expect(UInt8(ascii: "]"))
      }
      self = .array(elements)
    default:
      let word = cursor.copy(try cursor.text())
      switch word {
      case "": self = .null
      case "true": self = .bool(true)
      case "false": self = .bool(false)
      default:
        guard JsonValue.isNumber(word) else { throw cursor.fault("expected a value, found \(word)") }
        self = .number(word)
      }
    }
  }

  private static func isNumber(_ word: String) -> Bool {
    guard let first = word.utf8.first, first == UInt8(ascii: "-") || first &- 0x30 < 10 else { return false }
    return word.utf8.allSatisfy { $0 &- 0x30 < 10 || "+-.eE".utf8.contains($0) }
  }

  /// The member of an object, or nil.
  public subscript(key: String) -> JsonValue? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.key == key }?.value
  }

  /// The text of a string, or nil.
  public var string: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  /// A whole number, or nil.
  public var int: Int? {
    guard case .number(let text) = self else { return nil }
    return Int(text)
  }

  /// A number, or nil.
  public var double: Double? {
    guard case .number(let text) = self else { return nil }
    return Double(text)
  }

  /// True or false, or nil.
  public var bool: Bool? {
    guard case .bool(let value) = self else { return nil }
    return value
  }

  /// The elements of an array, or none.
  public var elements: [JsonValue] {
    guard case .array(let elements) = self else { return [] }
    return elements
  }
}

extension ByteSink {
  /// Appends a document on one line, members in their order.
  public mutating func append(json value: JsonValue) {
    switch value {
    case .null: append("null")
    case .bool(let flag): append(flag ? "true" : "false")
    case .number(let text): append(text)
    case .string(let text): append(quoted: text)
    case .array(let elements):
      append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { append(UInt8(ascii: ",")) }
        append(json: element)
      }
      append(UInt8(ascii: "]"))
    case .object(let members):
      append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { append(UInt8(ascii: ",")) }
        append(quoted: member.key)
        append(UInt8(ascii: ":"))
        append(json: member.value)
      }
      append(UInt8(ascii: "}"))
    }
  }

  /// Appends a JSON string with its quotes.
  public mutating func append(quoted text: String) {
    append(UInt8(ascii: "\""))
    for byte in text.utf8 { append(escaped: byte) }
    append(UInt8(ascii: "\""))
  }

  /// Appends a run of an arena as a JSON string with its quotes.
  public mutating func append(quoted arena: [UInt8], _ range: TextRange) {
    append(UInt8(ascii: "\""))
    unsafe arena.withUnsafeBufferPointer { arena in
      var plain = range.indices.lowerBound
      while true {
        let special = unsafe JsonScan.firstSpecial(arena, from: plain, to: range.end)
        unsafe bytes.append(contentsOf: UnsafeBufferPointer(rebasing: arena[plain..<special]))
        guard special < range.end else { break }
        append(escaped: unsafe arena[special])
        plain = special + 1
      }
    }
    append(UInt8(ascii: "\""))
  }

  private mutating func append(escaped byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): append("\\\"")
    case UInt8(ascii: "\\"): append("\\\\")
    case 0x0A: append("\\n")
    case 0x0D: append("\\r")
    case 0x09: append("\\t")
    case 0..<0x20:
      append("\\u00")
      append(ByteSink.hexDigits[Int(byte >> 4)])
      append(ByteSink.hexDigits[Int(byte & 15)])
    default: append(byte)
    }
  }

  private static let hexDigits = Array("0123456789abcdef".utf8)
}
