import Record

extension Span<UInt8> {
  /// The eight bytes from an offset as a little-endian word; bytes at or behind `limit` are zero.
  @inline(__always)
  func word(at offset: Int, limit: Int) -> UInt64 {
    if offset + 8 <= count {
      let word = unsafe UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
      let kept = limit - offset
      return kept >= 8 ? word : word & ((1 &<< UInt64(truncatingIfNeeded: kept &* 8)) &- 1)
    }
    var word: UInt64 = 0
    var at = Swift.min(limit, count) - 1
    while at >= offset {
      word = word << 8 | UInt64(self[at])
      at -= 1
    }
    return word
  }

  /// Whether two runs are equal but for the case of ASCII letters.
  func equalFolded(_ left: TextRange, _ right: TextRange) -> Bool {
    guard left.count == right.count else { return false }
    for step in 0..<Int(left.count) {
      let a = self[Int(left.offset) + step]
      let b = self[Int(right.offset) + step]
      if a == b { continue }
      guard a | 0x20 == b | 0x20, isLetter(a) else { return false }
    }
    return true
  }

  /// Whether two runs are equal byte for byte.
  @inline(__always)
  func equal(_ left: TextRange, _ right: TextRange) -> Bool {
    guard left.count == right.count else { return false }
    var step = 0
    let count = Int(left.count)
    while step < count {
      let a = word(at: Int(left.offset) + step, limit: left.end)
      let b = word(at: Int(right.offset) + step, limit: right.end)
      if a != b { return false }
      step += 8
    }
    return true
  }
}

@inline(__always) func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
@inline(__always) func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
/// A letter of any script counts: bytes from 0x80 are parts of letters here.
@inline(__always) func isWordByte(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) || byte >= 0x80 }

/// High bit of every byte that is zero, and no other bit. Exact for every byte.
@inline(__always)
func zeroBytes(_ word: UInt64) -> UInt64 {
  let low = (word & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7F7F_7F7F_7F7F_7F7F
  return ~(low | word | 0x7F7F_7F7F_7F7F_7F7F)
}

/// The high bits of the eight bytes, gathered into the low eight bits in the order of the bytes.
@inline(__always)
func gathered(_ highBits: UInt64) -> UInt64 {
  ((highBits &>> 7) &* 0x0102_0408_1020_4080) &>> 56
}
