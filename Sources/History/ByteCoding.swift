/// Numbers and texts as the bytes of a stored unit: LEB128, zigzag for signed ones, texts with their length before them.
struct ByteWriter {
  var bytes: [UInt8] = []

  mutating func byte(_ value: UInt8) { bytes.append(value) }

  mutating func whole(_ value: UInt64) {
    var value = value
    while value >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
      value >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: value))
  }

  mutating func whole(_ value: Int) { whole(UInt64(truncatingIfNeeded: value)) }

  mutating func signed(_ value: Int64) { whole(UInt64(bitPattern: value &<< 1 ^ value >> 63)) }

  mutating func fixed(_ value: UInt64) {
    for step in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * step))) }
  }

  mutating func text(_ source: [UInt8], _ range: Range<Int>) {
    whole(range.count)
    bytes.append(contentsOf: source[range])
  }

  mutating func text(_ text: String) {
    let utf8 = Array(text.utf8)
    self.text(utf8, 0..<utf8.count)
  }
}

/// Reads what `ByteWriter` wrote; throws rather than trust it.
struct ByteReader {
  /// The bytes are not those of a stored unit.
  struct Damaged: Error {}

  let bytes: [UInt8]
  var place: Int
  let end: Int

  init(_ bytes: [UInt8], from place: Int = 0, to end: Int) {
    self.bytes = bytes
    self.place = place
    self.end = end
  }

  mutating func byte() throws(Damaged) -> UInt8 {
    guard place < end else { throw Damaged() }
    defer { place += 1 }
    return bytes[place]
  }

  mutating func whole() throws(Damaged) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while shift < 64 {
      let byte = try byte()
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    throw Damaged()
  }

  /// A number below `limit`.
  mutating func count(below limit: Int = Int(Int32.max)) throws(Damaged) -> Int {
    let value = try whole()
    guard value < UInt64(limit) else { throw Damaged() }
    return Int(value)
  }

  mutating func signed() throws(Damaged) -> Int64 {
    let value = try whole()
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  mutating func fixed() throws(Damaged) -> UInt64 {
    var value: UInt64 = 0
    for step in 0..<8 { value |= UInt64(try byte()) << UInt64(8 * step) }
    return value
  }

  mutating func text() throws(Damaged) -> Range<Int> {
    let count = try count()
    guard count <= end - place else { throw Damaged() }
    defer { place += count }
    return place..<place + count
  }

  mutating func string() throws(Damaged) -> String { String(decoding: bytes[try text()], as: UTF8.self) }
}
