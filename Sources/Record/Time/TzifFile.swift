/// The bytes of a compiled time zone (RFC 8536): its 64-bit block, or that of 32 bits in a file of version 1, and its footer.
struct TzifFile {
  private(set) var transitions: [Int64] = []
  /// Seconds east of UTC from each transition on.
  private(set) var offsets: [Int32] = []
  /// Seconds east of UTC before the first transition.
  private(set) var first: Int32 = 0
  /// What holds behind the last transition.
  private(set) var rule: PosixZone?

  private struct Header {
    var version: UInt8
    var utcIndicators, standardIndicators, leaps, times, types, characters: Int

    /// Bytes of the data block behind the header, with times of the given width.
    func size(timeBytes: Int) -> Int {
      times * (timeBytes + 1) + types * 6 + characters + leaps * (timeBytes + 4) + standardIndicators + utcIndicators
    }
  }

  private static let headerBytes = 44

  /// Nil for bytes that are no such file, or not a whole one.
  init?(_ bytes: [UInt8]) {
    guard let old = TzifFile.header(bytes, 0) else { return nil }
    guard old.version >= UInt8(ascii: "2") else {
      if !readBlock(bytes, TzifFile.headerBytes, old, timeBytes: 4) { return nil }
      return
    }
    let second = TzifFile.headerBytes + old.size(timeBytes: 4)
    guard let header = TzifFile.header(bytes, second),
      readBlock(bytes, second + TzifFile.headerBytes, header, timeBytes: 8)
    else { return nil }
    let footer = second + TzifFile.headerBytes + header.size(timeBytes: 8)
    guard footer < bytes.count, bytes[footer] == 0x0A else { return }
    rule = PosixZone(Array(bytes[(footer + 1)...].prefix { $0 != 0x0A }))
  }

  private static func header(_ bytes: [UInt8], _ at: Int) -> Header? {
    guard at + headerBytes <= bytes.count, bytes[at..<at + 4].elementsEqual("TZif".utf8) else { return nil }
    let counts = (0..<6).map { Int(number(bytes, at + 20 + $0 * 4, 4)) }
    guard counts.allSatisfy({ $0 >= 0 && $0 < 1 << 20 }), counts[4] > 0 else { return nil }
    return Header(
      version: bytes[at + 4], utcIndicators: counts[0], standardIndicators: counts[1], leaps: counts[2],
      times: counts[3], types: counts[4], characters: counts[5])
  }

  private mutating func readBlock(_ bytes: [UInt8], _ at: Int, _ header: Header, timeBytes: Int) -> Bool {
    guard at + header.size(timeBytes: timeBytes) <= bytes.count else { return false }
    let indexes = at + header.times * timeBytes
    let types = (0..<header.types).map {
      Int32(truncatingIfNeeded: TzifFile.number(bytes, indexes + header.times + $0 * 6, 4))
    }
    // RFC 8536, section 3.2, says more than a day either way should not be; what is far beyond is no zone.
    guard types.allSatisfy({ abs(Int64($0)) <= 2 * 86_400 }) else { return false }
    for index in 0..<header.times {
      let type = Int(bytes[indexes + index])
      guard type < types.count else { return false }
      transitions.append(TzifFile.number(bytes, at + index * timeBytes, timeBytes))
      offsets.append(types[type])
    }
    first = types[0]
    return true
  }

  /// A big-endian signed number.
  private static func number(_ bytes: [UInt8], _ at: Int, _ count: Int) -> Int64 {
    var value: UInt64 = 0
    for byte in bytes[at..<at + count] { value = value << 8 | UInt64(byte) }
    return count == 4 ? Int64(Int32(truncatingIfNeeded: value)) : Int64(bitPattern: value)
  }
}
