/// Looking at words around a place in a turn's own bytes.
extension [UInt8] {
  /// A byte, or 0 outside.
  @inline(__always)
  func byte(_ at: Int) -> UInt8 { at >= 0 && at < count ? self[at] : 0 }

  /// End of the word that begins at a place: letters, digits, inner apostrophes.
  func wordEnd(_ start: Int) -> Int {
    var at = start
    while at < count, isWordByte(self[at]) || (self[at] == 0x27 && at > start && isLetter(byte(at + 1))) { at += 1 }
    return at
  }

  /// Start of the word that ends at a place.
  func wordStart(_ end: Int) -> Int {
    var at = end
    while at > 0, isWordByte(self[at - 1]) || (self[at - 1] == 0x27 && at < end && isLetter(byte(at - 2))) { at -= 1 }
    return at
  }

  /// The word as a number: up to eight bytes, ASCII in lower case; of a longer one its first seven and its length.
  @inline(__always)
  func key(_ start: Int, _ end: Int) -> UInt64 {
    let length = end - start
    if length <= 0 { return 0 }
    var word: UInt64 = 0
    if start + 8 <= count {
      word = unsafe withUnsafeBytes {
        unsafe UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: start, as: UInt64.self))
      }
      if length < 8 { word &= (1 &<< UInt64(truncatingIfNeeded: length &* 8)) &- 1 }
    } else {
      for at in stride(from: Swift.min(end, count) - 1, through: start, by: -1) { word = word << 8 | UInt64(self[at]) }
    }
    let key = word | asciiCapitals(word) >> 2
    return length <= 8 ? key : key & 0xFF_FFFF_FFFF_FFFF | UInt64(UInt8(truncatingIfNeeded: length) | 0x80) << 56
  }

  /// Whether the word begins with an ASCII capital.
  func isCapital(_ at: Int) -> Bool { byte(at) >= 0x41 && byte(at) <= 0x5A }

  /// Skips blanks; at most `limit` of them.
  func skipBlanks(_ start: Int, limit: Int = 3) -> Int {
    var at = start
    while at < count, at - start < limit, self[at] == 0x20 || self[at] == 0x09 { at += 1 }
    return at
  }
}

/// A fixed list of words, told apart by `[UInt8].key`.
struct WordSet: Sendable {
  private var slots: [UInt64]
  private let shift: UInt64

  init(_ words: String) {
    let list = words.split(separator: " ")
    var bits: UInt64 = 4
    while 1 << bits < list.count * 3 { bits += 1 }
    shift = 64 - bits
    slots = [UInt64](repeating: 0, count: 1 << Int(bits))
    for word in list {
      let bytes = Array(word.utf8)
      let key = bytes.key(0, bytes.count)
      var slot = slot(key)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = key
    }
  }

  /// The keys of all words, in no order that means anything.
  var keys: [UInt64] { slots.filter { $0 != 0 } }

  private func slot(_ key: UInt64) -> Int { Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> shift) }

  func contains(_ key: UInt64) -> Bool {
    guard key != 0 else { return false }
    var at = slot(key)
    while slots[at] != 0 {
      if slots[at] == key { return true }
      at = (at + 1) & (slots.count - 1)
    }
    return false
  }
}

/// High bit of each byte that is an ASCII capital; shifted by two it is the bit that makes it small.
@inline(__always)
func asciiCapitals(_ word: UInt64) -> UInt64 {
  let seven = word & 0x7F7F_7F7F_7F7F_7F7F
  let fromA = seven &+ 0x3F3F_3F3F_3F3F_3F3F
  let aboveZ = seven &+ 0x2525_2525_2525_2525
  return fromA & ~aboveZ & ~word & 0x8080_8080_8080_8080
}
