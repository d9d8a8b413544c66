import Record

/// Writes cells of a CSV table straight into memory that is known to be large enough.
///
/// RFC 4180: a cell is quoted only where it must be. Texts that a spreadsheet would take for a formula get an apostrophe in
/// front (OWASP, "CSV Injection"); numbers and ids that are numbers never do.
@safe
struct RowWriter {
  let base: UnsafeMutablePointer<UInt8>
  private(set) var count = 0

  init(_ base: UnsafeMutablePointer<UInt8>) { unsafe self.base = unsafe base }

  @inline(__always)
  mutating func byte(_ byte: UInt8) {
    unsafe base[count] = byte
    count += 1
  }

  /// Appends bytes as they are.
  @inline(__always)
  mutating func raw(_ source: UnsafePointer<UInt8>, _ length: Int) {
    unsafe (base + count).update(from: source, count: length)
    count += length
  }

  /// Appends bytes as they are, sixteen at a time: reads and writes up to fifteen bytes behind them, which must be there.
  @inline(__always)
  mutating func padded(_ source: UnsafePointer<UInt8>, _ length: Int) {
    let target = unsafe UnsafeMutableRawPointer(base + count)
    let source = unsafe UnsafeRawPointer(source)
    var at = 0
    repeat {
      let sixteen = unsafe source.loadUnaligned(fromByteOffset: at, as: SIMD16<UInt8>.self)
      unsafe target.storeBytes(of: sixteen, toByteOffset: at, as: SIMD16<UInt8>.self)
      at += 16
    } while at < length
    count += length
  }

  mutating func raw(_ bytes: [UInt8]) {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      if let source = buffer.baseAddress { unsafe raw(source, buffer.count) }
    }
  }

  /// Appends a whole number.
  mutating func decimal(_ value: Int64) {
    if value < 0 { byte(UInt8(ascii: "-")) }
    let magnitude = value.magnitude
    if magnitude < 10 { return byte(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: magnitude)) }
    var digits = 1
    var rest = magnitude
    while rest >= 10 {
      rest /= 10
      digits += 1
    }
    rest = magnitude
    for place in stride(from: count + digits - 1, through: count, by: -1) {
      unsafe base[place] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
    count += digits
  }

  /// Appends `value / 10^places` with exactly that many decimals.
  mutating func fixed(_ value: Int64, places: Int) {
    if value < 0 { byte(UInt8(ascii: "-")) }
    var scale: UInt64 = 1
    for _ in 0..<places { scale *= 10 }
    decimal(Int64(value.magnitude / scale))
    byte(UInt8(ascii: "."))
    var rest = value.magnitude % scale
    for _ in 0..<places {
      scale /= 10
      byte(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest / scale))
      rest %= scale
    }
  }

  /// Appends thousandths without zeros at the end: 4500 is `4.5`, 4000 is `4`.
  mutating func shortest(thousandths value: Int64) {
    if value % 1000 == 0 { return decimal(value / 1000) }
    if value % 100 == 0 { return fixed(value / 100, places: 1) }
    if value % 10 == 0 { return fixed(value / 10, places: 2) }
    fixed(value, places: 3)
  }

  /// Room that `text` may need for so many bytes: every one a quote, the quotes around, the apostrophe, a word of slack.
  static func room(_ bytes: Int) -> Int { 2 * bytes + 16 }

  /// Appends a text cell. Needs `room(length)` bytes of space.
  ///
  /// What already has apostrophes before such a beginning gets one more, so that whoever takes one off has the text again.
  mutating func text(_ source: UnsafePointer<UInt8>, _ length: Int) {
    guard length > 0 else { return }
    if unsafe RowWriter.isFormula(source, length) { return unsafe quoted(source, length, neutralized: true) }
    var index = 0
    var found: UInt64 = 0
    let target = unsafe base + count
    while index + 8 <= length {
      let word = unsafe UnsafeRawPointer(source + index).loadUnaligned(as: UInt64.self)
      unsafe UnsafeMutableRawPointer(target + index).storeBytes(of: word, as: UInt64.self)
      found |= RowWriter.specials(word)
      index += 8
    }
    while index < length {
      let byte = unsafe source[index]
      unsafe target[index] = byte
      if byte == 0x2C || byte == 0x22 || byte == 0x0A || byte == 0x0D { found = 1 }
      index += 1
    }
    if found == 0 { count += length } else { unsafe quoted(source, length, neutralized: false) }
  }

  private mutating func quoted(_ source: UnsafePointer<UInt8>, _ length: Int, neutralized: Bool) {
    byte(UInt8(ascii: "\""))
    if neutralized { byte(UInt8(ascii: "'")) }
    for index in 0..<length {
      let byte = unsafe source[index]
      self.byte(byte)
      if byte == UInt8(ascii: "\"") { self.byte(byte) }
    }
    byte(UInt8(ascii: "\""))
  }

  /// Bits set where a byte is a comma, a quote, LF or CR (and, harmlessly, now and then above one that is).
  @inline(__always)
  private static func specials(_ word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let comma = word ^ (ones &* 0x2C)
    let quote = word ^ (ones &* 0x22)
    let feed = word ^ (ones &* 0x0A)
    let carriage = word ^ (ones &* 0x0D)
    let zeros =
      ((comma &- ones) & ~comma) | ((quote &- ones) & ~quote) | ((feed &- ones) & ~feed)
      | ((carriage &- ones) & ~carriage)
    return zeros & 0x8080_8080_8080_8080
  }

  @inline(__always)
  private static func isFormula(_ source: UnsafePointer<UInt8>, _ length: Int) -> Bool {
    if unsafe opensFormula(source[0]) { return unsafe !isNumber(source, length) }
    guard unsafe source[0] == UInt8(ascii: "'") else { return false }
    var index = 1
    while index < length, unsafe source[index] == UInt8(ascii: "'") { index += 1 }
    return unsafe index < length && opensFormula(source[index])
  }

  private static func opensFormula(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0D: true
    default: false
    }
  }

  /// A sign, digits, and at most one point: a number, which a spreadsheet may well take as one.
  private static func isNumber(_ source: UnsafePointer<UInt8>, _ length: Int) -> Bool {
    let first = unsafe source[0]
    var index = first == UInt8(ascii: "-") || first == UInt8(ascii: "+") ? 1 : 0
    var digits = 0
    var points = 0
    while index < length {
      let byte = unsafe source[index]
      if byte &- 0x30 < 10 { digits += 1 } else if byte == UInt8(ascii: ".") { points += 1 } else { return false }
      index += 1
    }
    return digits > 0 && points <= 1
  }

  /// Appends an id. With `asText`, an id that a spreadsheet would round (more than 15 digits) or strip (leading zeros) is
  /// written as the formula `="…"`, which spreadsheets show as the text itself.
  mutating func id(_ source: UnsafePointer<UInt8>, _ length: Int, asText: Bool) {
    guard asText, unsafe RowWriter.loses(source, length) else { return unsafe text(source, length) }
    for byte in "\"=\"\"".utf8 { self.byte(byte) }
    unsafe raw(source, length)
    for byte in "\"\"\"".utf8 { self.byte(byte) }
  }

  private static func loses(_ source: UnsafePointer<UInt8>, _ length: Int) -> Bool {
    guard length > 1 else { return false }
    for index in 0..<length where unsafe source[index] &- 0x30 >= 10 { return false }
    return unsafe length > 15 || source[0] == UInt8(ascii: "0")
  }
}
