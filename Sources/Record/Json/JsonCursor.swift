import Glibc

/// What is wrong with a piece of JSON, and where.
public struct JsonFault: Error, Sendable, Hashable {
  /// Byte offset from the start of the piece.
  public var offset: Int
  /// What was found and what was expected, in one clause.
  public var message: String

  public init(offset: Int, message: String) {
    self.offset = offset
    self.message = message
  }
}

/// Walks over JSON bytes in place: strings are unescaped where they stand, nothing is allocated.
///
/// RFC 8259 (with more latitude in numbers, and `NaN`), a value at a time; the caller decides what to read and what to skip. The bytes must outlive the cursor and
/// nobody else may touch them meanwhile. Lone surrogates become U+FFFD, as no UTF-8 can hold them.
@safe
public struct JsonCursor {
  /// Deepest nesting that `skip` follows; deeper input is a fault, so that no input can exhaust the stack.
  public static let depthLimit = 128

  private let base: UnsafeMutablePointer<UInt8>
  private let end: Int
  /// Offset of the next byte.
  public private(set) var position: Int

  public init(_ bytes: UnsafeMutableBufferPointer<UInt8>, range: Range<Int>) {
    // An empty buffer has no base address; a cursor over it never reads.
    unsafe base = bytes.baseAddress ?? UnsafeMutablePointer<UInt8>(bitPattern: 1).unsafelyUnwrapped
    position = range.lowerBound
    end = min(range.upperBound, bytes.count)
  }

  /// The next byte that is not white space, or 0 at the end.
  public mutating func peek() -> UInt8 {
    while position < end {
      let byte = unsafe base[position]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return byte }
      position += 1
    }
    return 0
  }

  /// Whether only white space is left.
  public mutating func isAtEnd() -> Bool { peek() == 0 && position >= end }

  /// Consumes one punctuation byte if it comes next.
  @inline(__always)
  public mutating func take(_ byte: UInt8) -> Bool {
    if position < end, unsafe base[position] == byte {
      position &+= 1
      return true
    }
    return takeLater(byte)
  }

  @inline(never)
  private mutating func takeLater(_ byte: UInt8) -> Bool {
    guard peek() == byte, position < end else { return false }
    position += 1
    return true
  }

  /// Consumes these very bytes if they come next, with no white space between: how a key is told that mostly comes there.
  @inline(__always)
  mutating func take(literal text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard position &+ count <= end, unsafe memcmp(base + position, text.utf8Start, count) == 0 else { return false }
    position &+= count
    return true
  }

  /// Consumes one punctuation byte.
  @inline(__always)
  public mutating func expect(_ byte: UInt8) throws(JsonFault) {
    guard take(byte) else { throw missing(byte) }
  }

  @inline(never)
  private func missing(_ byte: UInt8) -> JsonFault { fault("expected '\(Character(Unicode.Scalar(byte)))'") }

  /// A fault at the present position that also says what stands there.
  @inline(never)
  public func fault(_ message: String) -> JsonFault {
    let found = unsafe position < end ? "found byte 0x\(String(base[position], radix: 16))" : "the text ends"
    return JsonFault(offset: position, message: "\(message), \(found)")
  }

  /// Reads a string and unescapes it in place; gives the range of its content.
  @inline(__always)
  public mutating func string() throws(JsonFault) -> TextRange {
    if position < end, unsafe base[position] == UInt8(ascii: "\"") {
      let start = position &+ 1
      let last = unsafe JsonScan.firstSpecial(UnsafeBufferPointer(start: base, count: end), from: start, to: end)
      if last < end, unsafe base[last] == UInt8(ascii: "\"") {
        position = last &+ 1
        return TextRange(offset: UInt32(truncatingIfNeeded: start), count: UInt32(truncatingIfNeeded: last &- start))
      }
    }
    return try anyString()
  }

  /// The same for strings with escapes or white space before them, and for what is none.
  @inline(never)
  private mutating func anyString() throws(JsonFault) -> TextRange {
    try expect(UInt8(ascii: "\""))
    let start = position
    position = unsafe JsonScan.firstSpecial(UnsafeBufferPointer(start: base, count: end), from: start, to: end)
    guard position < end else { throw fault("a string is not closed") }
    switch unsafe base[position] {
    case UInt8(ascii: "\""):
      position += 1
      return TextRange(start..<position - 1)
    case UInt8(ascii: "\\"): return try unescape(from: start)
    default: throw fault("a control character must be escaped in a string")
    }
  }

  /// Rewrites a string from its first backslash on; what is written never overtakes what is read.
  private mutating func unescape(from start: Int) throws(JsonFault) -> TextRange {
    var write = position
    while position < end {
      let byte = unsafe base[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return TextRange(start..<write)
      case UInt8(ascii: "\\"): try escape(&write)
      case 0..<0x20:
        position -= 1
        throw fault("a control character must be escaped in a string")
      default:
        unsafe base[write] = byte
        write += 1
      }
    }
    throw fault("a string is not closed")
  }

  private mutating func escape(_ write: inout Int) throws(JsonFault) {
    guard position < end else { throw fault("a string is not closed") }
    let byte = unsafe base[position]
    position += 1
    let plain: UInt8
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): plain = byte
    case UInt8(ascii: "n"): plain = 0x0A
    case UInt8(ascii: "t"): plain = 0x09
    case UInt8(ascii: "r"): plain = 0x0D
    case UInt8(ascii: "b"): plain = 0x08
    case UInt8(ascii: "f"): plain = 0x0C
    case UInt8(ascii: "u"): return put(try codePoint(), &write)
    default:
      position -= 1
      throw fault("no such escape in a string")
    }
    unsafe base[write] = plain
    write += 1
  }

  /// The code point of a `\u` escape, a surrogate pair taken together, a lone surrogate as U+FFFD.
  private mutating func codePoint() throws(JsonFault) -> UInt32 {
    let high = try hex4()
    guard high & 0xF800 == 0xD800 else { return high }
    guard high < 0xDC00, position + 6 <= end, unsafe base[position] == UInt8(ascii: "\\"),
      unsafe base[position + 1] == UInt8(ascii: "u")
    else { return 0xFFFD }
    let before = position
    position += 2
    let low = try hex4()
    guard low & 0xFC00 == 0xDC00 else {
      position = before
      return 0xFFFD
    }
    return 0x10000 + (high & 0x3FF) << 10 + (low & 0x3FF)
  }

  private mutating func hex4() throws(JsonFault) -> UInt32 {
    guard position + 4 <= end else { throw fault("expected four hexadecimal digits") }
    var value: UInt32 = 0
    for _ in 0..<4 {
      let byte = unsafe base[position]
      let digit: UInt8
      switch byte {
      case 0x30...0x39: digit = byte - 0x30
      case 0x41...0x46: digit = byte - 0x37
      case 0x61...0x66: digit = byte - 0x57
      default: throw fault("expected four hexadecimal digits")
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }

  private func put(_ scalar: UInt32, _ write: inout Int) {
    let encoded = Unicode.UTF8.encode(Unicode.Scalar(scalar) ?? "\u{FFFD}")
    for byte in encoded ?? Unicode.UTF8.encodedReplacementCharacter {
      unsafe base[write] = byte
      write += 1
    }
  }

  /// Reads a number, or a string that holds one, in thousandths: 4.5 is 4500. Nil for `null`, `NaN` and other words.
  public mutating func thousandths() throws(JsonFault) -> Int64? {
    // 1.0, 2.5
    if position &+ 3 < end, unsafe base[position &+ 1] == UInt8(ascii: "."),
      case let whole = unsafe base[position] &- 0x30, whole < 10,
      case let tenths = unsafe base[position &+ 2] &- 0x30, tenths < 10,
      unsafe JsonCursor.endsNumber(base[position &+ 3])
    {
      position &+= 3
      return Int64(whole) &* 1000 &+ Int64(tenths) &* 100
    }
    if peek() == UInt8(ascii: "\"") {
      let text = try string()
      return unsafe JsonCursor.parseThousandths(buffer(text))
    }
    let raw = try scalar()
    return unsafe JsonCursor.parseThousandths(buffer(raw))
  }

  /// Reads a whole number (a fraction is dropped), or a string that holds one; nil for `null` and other words.
  @inline(__always)
  public mutating func integer() throws(JsonFault) -> Int64? {
    if position &+ 8 < end {
      let word = unsafe UInt64(littleEndian: UnsafeRawPointer(base + position).loadUnaligned(as: UInt64.self))
      let count = JsonScan.digits(word)
      if UInt(bitPattern: count &- 1) < 8, unsafe JsonCursor.endsNumber(base[position &+ count]) {
        position &+= count
        return Int64(JsonScan.value(word, digits: count))
      }
    }
    return try anyInteger()
  }

  @inline(never)
  private mutating func anyInteger() throws(JsonFault) -> Int64? {
    var probe = position
    var isNegative = false
    _ = peek()
    probe = position
    if unsafe probe < end && base[probe] == UInt8(ascii: "-") {
      isNegative = true
      probe += 1
    }
    var value: Int64 = 0
    let first = probe
    while probe < end, case let digit = unsafe base[probe] &- 0x30, digit < 10, probe - first < 18 {
      value = value &* 10 &+ Int64(digit)
      probe += 1
    }
    if probe > first, probe < end, unsafe JsonCursor.endsNumber(base[probe]) {
      position = probe
      return isNegative ? -value : value
    }
    guard let thousandths = try thousandths() else { return nil }
    return thousandths / 1000
  }

  @inline(__always)
  private static func endsNumber(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") || byte <= 0x20
  }

  /// Reads `true` or `false` (or 1, 0, "true", "false"); nil for anything else.
  public mutating func boolean() throws(JsonFault) -> Bool? {
    let raw = peek() == UInt8(ascii: "\"") ? try string() : try scalar()
    guard raw.count > 0 else { return nil }
    switch unsafe (base[Int(raw.offset)], raw.count) {
    case (UInt8(ascii: "t"), 4), (UInt8(ascii: "1"), 1): return true
    case (UInt8(ascii: "f"), 5), (UInt8(ascii: "0"), 1): return false
    default: return nil
    }
  }

  /// Reads a string or the raw text of any other scalar; empty for `null`.
  @inline(__always)
  public mutating func text() throws(JsonFault) -> TextRange {
    if position < end, unsafe base[position] == UInt8(ascii: "\"") { return try string() }
    return try anyText()
  }

  @inline(never)
  private mutating func anyText() throws(JsonFault) -> TextRange {
    switch peek() {
    case UInt8(ascii: "\""): return try string()
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      let start = position
      try skip()
      return TextRange(start..<position)
    default:
      let raw = try scalar()
      let isNull = unsafe raw.count == 4 && base[Int(raw.offset)] == UInt8(ascii: "n")
      return isNull ? .empty : raw
    }
  }

  /// The raw text of a number or a word.
  private mutating func scalar() throws(JsonFault) -> TextRange {
    _ = peek()
    let start = position
    while position < end {
      let byte = unsafe base[position]
      if JsonCursor.endsNumber(byte) { break }
      let isWordByte =
        byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
        || byte == UInt8(ascii: ".")
      guard isWordByte else { throw fault("expected a value") }
      position += 1
    }
    let raw = TextRange(start..<position)
    guard position > start, isNumber(raw) || isWord(raw) else {
      position = start
      throw fault("expected a value")
    }
    return raw
  }

  /// Digits with what may stand between them. Wider than RFC 8259, whose writers are not all careful: `007` and `1.` do no harm.
  private func isNumber(_ raw: TextRange) -> Bool {
    var hasDigit = false
    for index in raw.indices {
      let byte = unsafe base[index]
      if byte &- 0x30 < 10 {
        hasDigit = true
      } else if byte | 0x20 != UInt8(ascii: "e") && byte &- UInt8(ascii: "+") > 3 {
        return false
      }
    }
    return hasDigit
  }

  /// The words of RFC 8259, and what Python and JavaScript write where a number is none.
  private func isWord(_ raw: TextRange) -> Bool {
    switch raw.count {
    case 3: equals(raw, "NaN") || equals(raw, "nan")
    case 4: equals(raw, "true") || equals(raw, "null")
    case 5: equals(raw, "false")
    case 8: equals(raw, "Infinity")
    case 9: equals(raw, "-Infinity")
    default: false
    }
  }

  /// Skips one value, whatever it is.
  public mutating func skip() throws(JsonFault) { try skip(depth: 0) }

  private mutating func skip(depth: Int) throws(JsonFault) {
    guard depth < JsonCursor.depthLimit else { throw fault("nested deeper than \(JsonCursor.depthLimit) levels") }
    switch peek() {
    case UInt8(ascii: "\""): _ = try string()
    case UInt8(ascii: "{"):
      position += 1
      if take(UInt8(ascii: "}")) { return }
      repeat {
        _ = try string()
        try expect(UInt8(ascii: ":"))
        try skip(depth: depth + 1)
      } while take(UInt8(ascii: ","))
      try expect(UInt8(ascii: "}"))
    case UInt8(ascii: "["):
      position += 1
      if take(UInt8(ascii: "]")) { return }
      repeat { try skip(depth: depth + 1) } while take(UInt8(ascii: ","))
      try expect(UInt8(ascii: "]"))
    default: _ = try scalar()
    }
  }

  /// Up to eight bytes of a range as one little-endian number, so that a short key is told in one comparison. Longer
  /// ranges give nil.
  public func word(_ range: TextRange) -> UInt64? {
    guard range.count <= 8 else { return nil }
    var value: UInt64 = 0
    for index in 0..<Int(range.count) { unsafe value |= UInt64(base[Int(range.offset) + index]) << UInt64(8 * index) }
    return value
  }

  /// Whether a range holds exactly these bytes.
  public func equals(_ range: TextRange, _ text: StaticString) -> Bool {
    guard Int(range.count) == text.utf8CodeUnitCount else { return false }
    let other = unsafe text.utf8Start
    for index in 0..<Int(range.count) where unsafe base[Int(range.offset) + index] != other[index] { return false }
    return true
  }

  /// Whether a range holds exactly this text's UTF-8.
  func equals(_ range: TextRange, _ text: String) -> Bool {
    guard Int(range.count) == text.utf8.count else { return false }
    if range.isEmpty { return true }
    let isEqual = unsafe text.utf8.withContiguousStorageIfAvailable { other in
      unsafe memcmp(base + Int(range.offset), other.baseAddress.unsafelyUnwrapped, other.count) == 0
    }
    return isEqual ?? (copy(range) == text)
  }

  /// The byte at a place, or 0 behind the end.
  @inline(__always)
  func byte(_ at: Int) -> UInt8 { at < end ? unsafe base[at] : 0 }

  /// Eight bytes from a place, little-endian, where that many and one more are there.
  @inline(__always)
  func word(at: Int) -> UInt64? {
    guard at &+ 8 < end else { return nil }
    return unsafe UInt64(littleEndian: UnsafeRawPointer(base + at).loadUnaligned(as: UInt64.self))
  }

  @inline(__always)
  func endsNumber(at: Int) -> Bool { unsafe at < end && JsonCursor.endsNumber(base[at]) }

  @inline(__always)
  mutating func advance(_ count: Int) { position &+= count }

  /// A copy of a range as a `String`, for messages and cold paths.
  public func copy(_ range: TextRange) -> String {
    unsafe String(decoding: buffer(range), as: UTF8.self)
  }

  /// A range's bytes where they stand.
  @inline(__always)
  func buffer(_ range: TextRange) -> UnsafeBufferPointer<UInt8> {
    unsafe UnsafeBufferPointer(start: base + Int(range.offset), count: Int(range.count))
  }

  /// A decimal number in thousandths, digits past the third dropped; nil where it is none or does not fit.
  static func parseThousandths(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
    var index = 0
    var isNegative = false
    if unsafe text.count > 0 && (text[0] == UInt8(ascii: "-") || text[0] == UInt8(ascii: "+")) {
      isNegative = unsafe text[0] == UInt8(ascii: "-")
      index = 1
    }
    var value: Int64 = 0
    var digits = 0
    var decimals = -1
    while index < text.count {
      let byte = unsafe text[index]
      if byte == UInt8(ascii: ".") && decimals < 0 {
        decimals = 0
      } else if byte &- 0x30 < 10 {
        digits += 1
        guard decimals < 3 else { index += 1; continue }
        let (product, overflow) = value.multipliedReportingOverflow(by: 10)
        guard !overflow else { return nil }
        value = product + Int64(byte & 0xF)
        if decimals >= 0 { decimals += 1 }
      } else {
        return nil
      }
      index += 1
    }
    guard digits > 0 else { return nil }
    for _ in 0..<(3 - max(decimals, 0)) {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      value = product
    }
    return isNegative ? -value : value
  }
}
