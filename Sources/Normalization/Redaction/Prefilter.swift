import Record

/// Says in one pass over a turn's bytes whether it is worth a closer look: nearly all turns are not.
///
/// Eight bytes at a time: digits, at signs, and, at word starts, the words of digits read out. Digits read out come four and more in a row,
/// so it is enough to look at every fourth word.
struct Prefilter: Sendable {
  /// Bits of what a turn holds.
  struct Hints: OptionSet {
    let rawValue: UInt8
    static let digit = Hints(rawValue: 1)
    static let at = Hints(rawValue: 2)
    /// A word of a number at one of the places looked at.
    static let numberWord = Hints(rawValue: 4)
    /// The word "dot", as in an e-mail address read out.
    static let dot = Hints(rawValue: 8)
  }

  /// By hash of a word's first three bytes: its first bytes and the mask of those that count, or zero.
  private var table: [UInt64]

  init() {
    table = [UInt64](repeating: 0, count: 1024)
    // Short words count with what follows left open: "one," and "one-" are "one". Only words without a twin in everyday speech.
    let words = [
      "zero", "one", "two", "thre", "four", "five", "six", "seve", "eigh", "nine", "ten", "elev", "twe", "thir",
      "fift", "fort", "doub", "trip", "firs", "seco",
    ]
    for word in words {
      let bytes = Array(word.utf8)
      let value = bytes.enumerated().reduce(UInt64(0)) { $0 | UInt64($1.element) << UInt64(8 * $1.offset) }
      let mask: UInt64 = bytes.count == 4 ? 0xFFFF_FFFF : 0xFF_FFFF
      let slot = Self.slot(UInt32(truncatingIfNeeded: value & 0xFF_FFFF))
      precondition(table[slot] == 0, "two number words share a slot")
      table[slot] = value | mask << 32
    }
  }

  @inline(__always)
  private static func slot(_ head: UInt32) -> Int { Int(truncatingIfNeeded: (head &* 0x9E37_79B1) &>> 22) }

  /// What the text holds.
  func hints(_ arena: Span<UInt8>, _ text: TextRange) -> Hints {
    var digits: UInt64 = 0
    var ats: UInt64 = 0
    var found: Hints = []
    var at = Int(text.offset)
    let end = text.end
    var carry: UInt64 = 1
    while at < end {
      // One chunk of up to 64 bytes: word starts and words that begin with a d as bit sets.
      var blanks: UInt64 = 0
      var letterD: UInt64 = 0
      let chunk = at
      var shift: UInt64 = 0
      while at < end, shift < 64 {
        let word = arena.word(at: at, limit: end)
        digits |= Self.digits(word)
        ats |= Self.hasByte(word, 0x4040_4040_4040_4040)
        blanks |= gathered(zeroBytes(word ^ 0x2020_2020_2020_2020)) &<< shift
        let folded = word | 0x2020_2020_2020_2020
        letterD |= gathered(zeroBytes(folded ^ 0x6464_6464_6464_6464)) &<< shift
        at += 8
        shift &+= 8
      }
      var starts = blanks &<< 1 | carry
      carry = blanks &>> 63
      var dots = starts & letterD
      while dots != 0 {
        let place = chunk + dots.trailingZeroBitCount
        // "dot " or "dot" at the end.
        if arena.word(at: place, limit: min(end, place + 3)) | 0x20_2020 == 0x74_6F64 { found.insert(.dot) }
        dots &= dots &- 1
      }
      while starts != 0 {
        if isNumberWord(arena, chunk + starts.trailingZeroBitCount, end) { found.insert(.numberWord) }
        starts &= starts &- 1
        starts &= starts &- 1
        starts &= starts &- 1
        starts &= starts &- 1
      }
    }
    if digits != 0 { found.insert(.digit) }
    if ats != 0 { found.insert(.at) }
    return found
  }

  @inline(__always)
  private func isNumberWord(_ arena: Span<UInt8>, _ place: Int, _ end: Int) -> Bool {
    let head = UInt32(truncatingIfNeeded: arena.word(at: place, limit: end)) | 0x2020_2020
    let entry = table[Self.slot(head & 0xFF_FFFF)]
    return UInt64(head) & (entry &>> 32) == entry & 0xFFFF_FFFF && entry != 0
  }

  /// High bit of each byte that is an ASCII digit.
  @inline(__always)
  private static func digits(_ word: UInt64) -> UInt64 {
    let x = word ^ 0x3030_3030_3030_3030
    // x is below 10 for a digit; adding 118 leaves the high bit clear only then.
    return ~(((x & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7676_7676_7676_7676) | x) & 0x8080_8080_8080_8080
  }

  @inline(__always)
  private static func hasByte(_ word: UInt64, _ pattern: UInt64) -> UInt64 { zeroBytes(word ^ pattern) }
}
