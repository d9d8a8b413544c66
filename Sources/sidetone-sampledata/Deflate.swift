/// Raw deflate (RFC 1951) with the fixed codes: plain, deterministic, good enough for a sample of some hundred kilobytes.
struct Deflate {
  private var out: [UInt8] = []
  private var bits: UInt64 = 0
  private var bitCount = 0

  static func compress(_ input: [UInt8]) -> [UInt8] {
    var deflate = Deflate()
    deflate.write(1, 1)  // the last block
    deflate.write(1, 2)  // fixed codes
    deflate.body(input)
    deflate.code(256)
    deflate.write(0, 7)  // pushes the last bits out; the rest of the byte is padding
    return deflate.out
  }

  private mutating func body(_ input: [UInt8]) {
    var heads = [Int](repeating: -1, count: 1 << 15)
    var previous = [Int](repeating: -1, count: input.count)
    func hash(_ at: Int) -> Int {
      let key = UInt32(input[at]) << 16 | UInt32(input[at + 1]) << 8 | UInt32(input[at + 2])
      return Int((key &* 2_654_435_761) >> 17)
    }
    func insert(_ at: Int) {
      guard at + 2 < input.count else { return }
      let slot = hash(at)
      previous[at] = heads[slot]
      heads[slot] = at
    }
    var at = 0
    while at < input.count {
      var best = (length: 0, distance: 0)
      if at + 2 < input.count {
        var candidate = heads[hash(at)]
        var tries = 32
        while candidate >= 0, at - candidate <= 32_768, tries > 0 {
          var length = 0
          while length < 258, at + length < input.count, input[candidate + length] == input[at + length] { length += 1 }
          if length > best.length { best = (length, at - candidate) }
          candidate = previous[candidate]
          tries -= 1
        }
      }
      if best.length >= 4 {
        match(best.length, best.distance)
        for place in at..<at + best.length { insert(place) }
        at += best.length
      } else {
        code(Int(input[at]))
        insert(at)
        at += 1
      }
    }
  }

  private mutating func match(_ length: Int, _ distance: Int) {
    var symbol = 28
    while lengthBases[symbol] > length { symbol -= 1 }
    if length < 258, symbol == 28 { symbol = 27 }
    code(257 + symbol)
    write(length - lengthBases[symbol], lengthExtra[symbol])
    var place = 29
    while distanceBases[place] > distance { place -= 1 }
    write(reversed(place, 5), 5)
    write(distance - distanceBases[place], place < 2 ? 0 : place / 2 - 1)
  }

  /// A literal or length symbol in the fixed code (RFC 1951, 3.2.6).
  private mutating func code(_ symbol: Int) {
    switch symbol {
    case ..<144: write(reversed(0x30 + symbol, 8), 8)
    case ..<256: write(reversed(0x190 + symbol - 144, 9), 9)
    case ..<280: write(reversed(symbol - 256, 7), 7)
    default: write(reversed(0xC0 + symbol - 280, 8), 8)
    }
  }

  private func reversed(_ value: Int, _ width: Int) -> Int {
    (0..<width).reduce(0) { $0 | (value >> $1 & 1) << (width - 1 - $1) }
  }

  private mutating func write(_ value: Int, _ width: Int) {
    bits |= UInt64(value) << UInt64(bitCount)
    bitCount += width
    while bitCount >= 8 {
      out.append(UInt8(truncatingIfNeeded: bits))
      bits >>= 8
      bitCount -= 8
    }
  }
}

private let lengthBases = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
]
private let lengthExtra = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]
private let distanceBases = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
  8193, 12289, 16385, 24577,
]

/// CRC-32 as zip and gzip use it.
func crc32(_ bytes: [UInt8]) -> UInt32 {
  var crc: UInt32 = 0xFFFF_FFFF
  for byte in bytes {
    crc ^= UInt32(byte)
    for _ in 0..<8 { crc = crc >> 1 ^ (crc & 1 == 1 ? 0xEDB8_8320 : 0) }
  }
  return ~crc
}
