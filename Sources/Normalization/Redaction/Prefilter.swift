import CTextBlock
import Record

/// Says in one pass over a turn's bytes whether it is worth a closer look: most turns are not.
///
/// 64 bytes at a time: digits, at signs, "dot", and the words of digits read out. Those come three and more in a row, so that every
/// third word is enough to see whether a run may be there; where it may, `plainHints` walks over every word.
struct Prefilter: Sendable {
  /// Bits of what a turn holds.
  struct Hints: OptionSet {
    let rawValue: UInt8
    static let digit = Hints(rawValue: 1)
    static let at = Hints(rawValue: 2)
    /// Three words of numbers, months and the like in a row.
    static let numberWord = Hints(rawValue: 4)
    /// The word "dot", as in an e-mail address read out.
    static let dot = Hints(rawValue: 8)
  }

  /// By hash of a word's first three bytes: its first bytes and the mask of those that count, or zero.
  private var table: [UInt64]
  /// A bit for each hash of a word's first bytes: all that the quick way asks, and small enough to stay at hand. Words that three
  /// bytes tell stand in the first half, those of four in the second, so that "for" and "this" are not taken for forty and thirteen.
  private var taken: [UInt64]

  init() {
    table = [UInt64](repeating: 0, count: 4096)
    taken = [UInt64](repeating: 0, count: 128)
    // First letters that tell: "one," and "one-" are "one", "thre" is three, "twe" is twelve and twenty.
    let words = [
      "zero", "one", "two", "thre", "four", "five", "six", "seve", "eigh", "nine", "ten", "elev", "twe", "thir",
      "fift", "fort", "doub", "trip", "firs", "seco",
      "oh", "uh", "um", "thou", "hund", "janu", "febr", "marc", "apri", "june", "july", "augu", "sept", "octo", "nove",
      "dece",
    ]
    for word in words {
      let bytes = Array(word.utf8)
      let value = bytes.enumerated().reduce(UInt64(0)) { $0 | UInt64($1.element) << UInt64(8 * $1.offset) }
      // A word of two letters has a blank, a comma or a hyphen behind it.
      let heads = bytes.count == 2 ? [0x20, 0x2C, 0x2D].map { value | $0 << 16 } : [value]
      let mask: UInt64 = bytes.count == 4 ? 0xFFFF_FFFF : 0xFF_FFFF
      for head in heads {
        let slot = Self.slot(UInt32(truncatingIfNeeded: head & 0xFF_FFFF))
        precondition(table[slot] == 0, "two number words share a slot")
        table[slot] = head | mask << 32
        let bit = bytes.count == 4 ? 4096 + Self.slot(UInt32(truncatingIfNeeded: head)) : slot
        taken[bit >> 6] |= 1 << UInt64(bit & 63)
      }
    }
  }

  @inline(__always)
  private static func slot(_ head: UInt32) -> Int { Int(truncatingIfNeeded: (head &* 0x9E37_79B1) &>> 20) }

  /// What one text holds. Agrees with `plainHints`, but may see a dot where there is none.
  @inline(__always)
  func hints(_ arena: Span<UInt8>, _ text: TextRange) -> Hints {
    let (quick, mayRun) = unsafe taken.withUnsafeBufferPointer { taken in
      unsafe arena.withUnsafeBytes { unsafe Self.quickHints($0, text, taken) }
    }
    return mayRun ? quick.union(plainHints(arena, text).intersection(.numberWord)) : quick
  }

  /// The same by the plain way, eight bytes at a time and a look at every word: about three times the work.
  func plainHints(_ arena: Span<UInt8>, _ text: TextRange) -> Hints {
    unsafe table.withUnsafeBufferPointer { table in
      unsafe arena.withUnsafeBytes { unsafe Self.hints($0, text, table) }
    }
  }

  @inline(__always)
  private static func quickHints(
    _ bytes: UnsafeRawBufferPointer, _ text: TextRange, _ taken: UnsafeBufferPointer<UInt64>
  ) -> (Hints, mayRun: Bool) {
    var digits: UInt64 = 0
    var ats: UInt64 = 0
    var dots: UInt64 = 0
    var numbers: UInt64 = 0
    var at = Int(text.offset)
    var carry: UInt64 = 1
    while at < text.end {
      let block = unsafe Self.block(bytes, at)
      let left = text.end &- at
      let own = left >= 64 ? UInt64.max : (1 &<< UInt64(truncatingIfNeeded: left)) &- 1
      digits |= block.digits & own
      ats |= block.ats & own
      var starts = (block.blanks &<< 1 | carry) & own
      dots |= block.dots & starts
      carry = block.blanks &>> 63
      // Words 0, 3, 6 … of the block: a run of three that crosses into the next block holds that block's first word.
      while starts != 0 {
        let head = unsafe head(bytes, at &+ starts.trailingZeroBitCount) | 0x2020_2020
        let three = slot(head & 0xFF_FFFF)
        let four = slot(head)
        numbers |= unsafe taken[three &>> 6] &>> UInt64(truncatingIfNeeded: three & 63)
        numbers |= unsafe taken[64 &+ four &>> 6] &>> UInt64(truncatingIfNeeded: four & 63)
        starts &= starts &- 1
        starts &= starts &- 1
        starts &= starts &- 1
      }
      at &+= 64
    }
    return (
      Hints(rawValue: (digits != 0 ? 1 : 0) | (ats != 0 ? 2 : 0) | (dots != 0 ? 8 : 0)), mayRun: numbers & 1 != 0
    )
  }

  /// The block at a place; what lies behind the arena's end reads as zero.
  @inline(__always)
  private static func block(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> text_hints {
    guard let base = bytes.baseAddress else { return text_hints() }
    let start = unsafe (base + at).assumingMemoryBound(to: UInt8.self)
    if at &+ 64 <= bytes.count { return unsafe text_hints_read(start) }
    return unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { copy in
      unsafe copy.initialize(repeating: 0)
      unsafe copy.baseAddress.unsafelyUnwrapped.update(from: start, count: bytes.count - at)
      return unsafe text_hints_read(copy.baseAddress.unsafelyUnwrapped)
    }
  }

  @inline(never)
  private static func hints(
    _ bytes: UnsafeRawBufferPointer, _ text: TextRange, _ table: UnsafeBufferPointer<UInt64>
  ) -> Hints {
    var digits: UInt64 = 0
    var ats: UInt64 = 0
    var isNumber = false
    var isDot = false
    var at = Int(text.offset)
    let end = text.end
    var carry: UInt64 = 1
    var run: UInt32 = 0
    while at < end {
      // One chunk of up to 64 bytes: its word starts as a bit set.
      var blanks: UInt64 = 0
      let chunk = at
      var shift: UInt64 = 0
      while at < end, shift < 64 {
        let word = unsafe load(bytes, at, end)
        digits |= digitBytes(word)
        ats |= looseZeroBytes(word ^ 0x4040_4040_4040_4040)
        blanks |= gathered(looseZeroBytes(word ^ 0x2020_2020_2020_2020)) &<< shift
        at &+= 8
        shift &+= 8
      }
      var starts = blanks &<< 1 | carry
      carry = blanks &>> 63
      while starts != 0 {
        let head = unsafe head(bytes, chunk &+ starts.trailingZeroBitCount) | 0x2020_2020
        isDot = isDot || head & 0xFF_FFFF == 0x74_6F64
        let entry = unsafe table[slot(head & 0xFF_FFFF)]
        // Bits of the last three words: a run of three sets them all.
        run = run &<< 1 | (UInt64(head) & (entry &>> 32) == entry & 0xFFFF_FFFF && entry != 0 ? 1 : 0)
        isNumber = isNumber || run & 7 == 7
        starts &= starts &- 1
      }
    }
    return Hints(
      rawValue: (digits != 0 ? 1 : 0) | (ats != 0 ? 2 : 0) | (isNumber ? 4 : 0) | (isDot ? 8 : 0))
  }

  /// Four bytes from a place, whatever they belong to: a hint may be wrong, never missing. Zero at the arena's very end.
  @inline(__always)
  private static func head(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> UInt32 {
    if at &+ 4 <= bytes.count {
      return unsafe UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self))
    }
    return unsafe UInt32(truncatingIfNeeded: load(bytes, at, bytes.count))
  }

  /// Eight bytes from a place; those at or behind `end` are zero.
  @inline(__always)
  private static func load(_ bytes: UnsafeRawBufferPointer, _ at: Int, _ end: Int) -> UInt64 {
    let left = end &- at
    if at &+ 8 <= bytes.count {
      let word = unsafe UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      return left >= 8 ? word : word & ((1 &<< UInt64(truncatingIfNeeded: left &* 8)) &- 1)
    }
    var word: UInt64 = 0
    var place = min(end, bytes.count) - 1
    while place >= at {
      word = unsafe word << 8 | UInt64(bytes[place])
      place -= 1
    }
    return word
  }

  /// High bit of each byte that is an ASCII digit.
  @inline(__always)
  static func digitBytes(_ word: UInt64) -> UInt64 {
    let x = word ^ 0x3030_3030_3030_3030
    // x is below 10 for a digit; adding 118 leaves the high bit clear only then.
    return ~(((x & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7676_7676_7676_7676) | x) & 0x8080_8080_8080_8080
  }

  /// High bit of each zero byte, and perhaps of a byte of 1 behind a zero one: a superset, which is all a prefilter needs.
  @inline(__always)
  static func looseZeroBytes(_ word: UInt64) -> UInt64 {
    (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
  }
}
