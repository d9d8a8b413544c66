/// Reads a compiled time zone (RFC 8536): the 64-bit block and the rule in its footer.
enum TzifReader {
  typealias Zone = (transitions: [Int64], offsets: [Int], first: Int, rule: PosixZone?)

  private struct Header {
    var version: UInt8
    var utcIndicators, standardIndicators, leaps, times, types, characters: Int

    /// Bytes of the data block behind the header, with times of the given width.
    func size(timeBytes: Int) -> Int {
      times * (timeBytes + 1) + types * 6 + characters + leaps * (timeBytes + 4) + standardIndicators + utcIndicators
    }
  }

  static func parse(_ bytes: [UInt8]) -> Zone? {
    guard let first = header(bytes, 0) else { return nil }
    guard first.version >= UInt8(ascii: "2") else {
      return block(bytes, 44, first, timeBytes: 4).map { ($0.0, $0.1, $0.2, nil) }
    }
    let second = 44 + first.size(timeBytes: 4)
    guard let header = header(bytes, second), let data = block(bytes, second + 44, header, timeBytes: 8) else {
      return nil
    }
    let footer = second + 44 + header.size(timeBytes: 8)
    var rule: PosixZone?
    if footer < bytes.count, bytes[footer] == 10 {
      let line = bytes[(footer + 1)...].prefix { $0 != 10 }
      if !line.isEmpty { rule = PosixZone(Array(line)) }
    }
    return (data.0, data.1, data.2, rule)
  }

  private static func header(_ bytes: [UInt8], _ at: Int) -> Header? {
    guard at + 44 <= bytes.count, bytes[at..<(at + 4)].elementsEqual("TZif".utf8) else { return nil }
    let counts = (0..<6).map { Int(number(bytes, at + 20 + $0 * 4, 4)) }
    guard counts.allSatisfy({ $0 >= 0 && $0 < 1 << 20 }), counts[4] > 0 else { return nil }
    return Header(
      version: bytes[at + 4], utcIndicators: counts[0], standardIndicators: counts[1], leaps: counts[2],
      times: counts[3],
      types: counts[4], characters: counts[5])
  }

  private static func block(_ bytes: [UInt8], _ at: Int, _ header: Header, timeBytes: Int) -> ([Int64], [Int], Int)? {
    guard at + header.size(timeBytes: timeBytes) <= bytes.count else { return nil }
    let indexes = at + header.times * timeBytes
    let types = indexes + header.times
    let offsets = (0..<header.types).map { Int(number(bytes, types + $0 * 6, 4)) }
    var transitions: [Int64] = []
    var values: [Int] = []
    for index in 0..<header.times {
      let type = Int(bytes[indexes + index])
      guard type < offsets.count else { return nil }
      transitions.append(number(bytes, at + index * timeBytes, timeBytes))
      values.append(offsets[type])
    }
    return (transitions, values, offsets[0])
  }

  /// A big-endian signed number.
  private static func number(_ bytes: [UInt8], _ at: Int, _ count: Int) -> Int64 {
    var value: UInt64 = 0
    for byte in bytes[at..<(at + count)] { value = value << 8 | UInt64(byte) }
    return count == 4 ? Int64(Int32(truncatingIfNeeded: value)) : Int64(bitPattern: value)
  }
}
