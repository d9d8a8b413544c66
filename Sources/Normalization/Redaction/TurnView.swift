/// A turn's bytes where they stand in the arena, read by the same rules as `TurnScan`'s own copy of them.
@safe
struct TurnView {
  private let base: UnsafePointer<UInt8>
  let count: Int
  /// Bytes from the turn's start to the arena's end.
  private let readable: Int

  init(_ base: UnsafePointer<UInt8>, count: Int, readable: Int) {
    unsafe self.base = base
    self.count = count
    self.readable = readable
  }

  /// A byte, or 0 outside.
  @inline(__always)
  func byte(_ at: Int) -> UInt8 { UInt(bitPattern: at) < UInt(bitPattern: count) ? unsafe base[at] : 0 }

  /// The next digit from a place on, or the end.
  @inline(__always)
  func nextDigit(_ start: Int) -> Int {
    next(start) { Prefilter.digitBytes($0) }
  }

  /// The next `b` or `B` from a place on, or the end.
  @inline(__always)
  func nextB(_ start: Int) -> Int {
    next(start) { Prefilter.looseZeroBytes(($0 | 0x2020_2020_2020_2020) ^ 0x6262_6262_6262_6262) }
  }

  /// The first byte from a place on whose high bit is set in what `mark` makes of eight bytes, or the end.
  @inline(__always)
  private func next(_ start: Int, _ mark: (UInt64) -> UInt64) -> Int {
    var at = start
    while at < count {
      let found = mark(word(at))
      if found != 0 { return min(at + found.trailingZeroBitCount >> 3, count) }
      at += 8
    }
    return count
  }

  /// Eight bytes from a place, which may reach behind the turn; behind the arena they are zero.
  @inline(__always)
  private func word(_ at: Int) -> UInt64 {
    if at + 8 <= readable {
      return unsafe UInt64(littleEndian: UnsafeRawPointer(base + at).loadUnaligned(as: UInt64.self))
    }
    var word: UInt64 = 0
    for place in stride(from: min(at + 8, count) - 1, through: at, by: -1) { word = word << 8 | UInt64(byte(place)) }
    return word
  }

  func isCapital(_ at: Int) -> Bool { byte(at) &- 0x41 < 26 }

  /// End of the word that begins at a place.
  @inline(__always)
  func wordEnd(_ start: Int) -> Int {
    var at = start
    while case let byte = byte(at), isWordByte(byte) || byte == 0x27 && at > start && isLetter(self.byte(at + 1)) {
      at += 1
    }
    return at
  }

  /// Start of the word that ends at a place.
  @inline(__always)
  func wordStart(_ end: Int) -> Int {
    var at = end
    while case let byte = byte(at - 1), isWordByte(byte) || byte == 0x27 && at < end && isLetter(self.byte(at - 2)) {
      at -= 1
    }
    return at
  }

  func skipBlanks(_ start: Int, limit: Int) -> Int {
    var at = start
    while at - start < limit, byte(at) == 0x20 || byte(at) == 0x09 { at += 1 }
    return at
  }

  /// The word as `[UInt8].key` has it.
  @inline(__always)
  func key(_ start: Int, _ end: Int) -> UInt64 {
    let length = end - start
    guard length > 0 else { return 0 }
    var word: UInt64 = 0
    if start + 8 <= readable {
      word = unsafe UInt64(littleEndian: UnsafeRawPointer(base + start).loadUnaligned(as: UInt64.self))
      if length < 8 { word &= (1 &<< UInt64(truncatingIfNeeded: length &* 8)) &- 1 }
    } else {
      for at in stride(from: min(end, start + 8) - 1, through: start, by: -1) { word = word << 8 | UInt64(byte(at)) }
    }
    let key = word | asciiCapitals(word) >> 2
    return length <= 8 ? key : key & 0xFF_FFFF_FFFF_FFFF | UInt64(UInt8(truncatingIfNeeded: length) | 0x80) << 56
  }

  /// Whether a word may end in straße, strasse, gasse, allee, weg, platz, straat or laan.
  @inline(__always)
  func mayBeGermanStreet(_ start: Int, _ end: Int) -> Bool {
    guard end - start >= 5 else { return false }
    let last = UInt32(byte(end - 3)) << 16 | UInt32(byte(end - 2)) << 8 | UInt32(byte(end - 1)) | 0x20_2020
    switch last {
    // sse, ße, lee, weg, atz, aat, aan; bit 5 of every byte is set, as in what they are held against.
    case 0x73_7365, 0xE3_BF65, 0x6C_6565, 0x77_6567, 0x61_747A, 0x61_6174, 0x61_616E: return true
    default: return false
    }
  }
}
