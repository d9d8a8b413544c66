/// What the tokenizer does with one written word; half a cache line.
struct WordEntry {
  /// The word's key; see `WordKey`. Zero in an empty slot.
  var low: UInt64 = 0
  var high: UInt64 = 0
  /// `Token.word` and `Token.content` where the word is one token; else its ids, 16 bits each.
  private var first: UInt32 = 0
  private var second: UInt32 = 0
  /// The token, where the word is one.
  var id: TokenID = 0
  /// How many tokens it becomes, up to four; 0 for a filler, which vanishes.
  var count: UInt8 = 0
  var syllables: UInt8 = 0
  var flags: UInt8 = 0

  /// The word joins with the one before it where the two are one idea: "all right", "uh huh", "mm hmm".
  static let joinsBack: UInt8 = 1
  /// No stop after it: "Mr.", a single letter.
  static let abbreviation: UInt8 = 2
  /// More than one token, or none.
  static let several: UInt8 = 4

  init() {}

  init(key: WordKey, ids: [TokenID], word: UInt32, content: UInt32, syllables: UInt8, flags: UInt8) {
    low = key.low
    high = key.high
    count = UInt8(min(ids.count, 4))
    self.syllables = syllables
    self.flags = ids.count == 1 ? flags : flags | Self.several
    id = ids.first ?? 0
    if ids.count == 1 {
      first = word
      second = content
    } else {
      for (index, id) in ids.prefix(4).enumerated() {
        let shifted = UInt32(id) << UInt32(16 * (index & 1))
        if index < 2 { first |= shifted } else { second |= shifted }
      }
    }
  }

  @inline(__always) var word: UInt32 { first }
  @inline(__always) var content: UInt32 { second }

  /// One of several ids.
  func id(_ index: Int) -> TokenID {
    if count == 1 { return id }
    return TokenID(truncatingIfNeeded: (index < 2 ? first : second) >> UInt32(16 * (index & 1)))
  }
}
