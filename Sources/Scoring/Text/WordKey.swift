/// The bytes of a lowercased word as two little-endian integers, padded with zeros: comparing words is comparing integers.
///
/// Words longer than 16 bytes are rare; they are told apart by a 120-bit hash instead, marked by a last byte of 0xFF, which
/// no short word can have.
struct WordKey: Hashable {
  var low: UInt64
  var high: UInt64

  init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }

  init(_ bytes: some Collection<UInt8>) {
    low = 0
    high = 0
    if bytes.count <= 16 {
      for (index, byte) in bytes.enumerated() {
        if index < 8 {
          low |= UInt64(byte) << (8 * UInt64(index))
        } else {
          high |= UInt64(byte) << (8 * UInt64(index - 8))
        }
      }
      return
    }
    var first: UInt64 = 0xcbf2_9ce4_8422_2325
    var second: UInt64 = 0x9e37_79b9_7f4a_7c15
    for byte in bytes {
      first = (first ^ UInt64(byte)) &* 0x100_0000_01b3
      second = (second ^ UInt64(byte)) &* 0xff51_afd7_ed55_8ccd
      second ^= second >> 29
    }
    low = first
    high = second | 0xff00_0000_0000_0000
  }

  /// The bytes of a word of up to 16.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    for part in [low, high] {
      for shift in 0..<8 {
        let byte = UInt8(truncatingIfNeeded: part >> UInt64(shift * 8))
        if byte != 0 { bytes.append(byte) }
      }
    }
    return bytes
  }

  /// Spreads the key; the top bits are the good ones, since only they depend on every byte.
  @inline(__always) static func mix(_ low: UInt64, _ high: UInt64) -> UInt64 {
    (low ^ (high &* 0x9e37_79b9_7f4a_7c15)) &* 0xff51_afd7_ed55_8ccd
  }
}
