/// What the tokenizer does with one written word.
struct WordEntry {
  var low: UInt64 = 0
  var high: UInt64 = 0
  /// Up to four token ids, 16 bits each, first in the low bits.
  var ids: UInt64 = 0
  /// See `Token.word` and `Token.content`; of a word that is one token.
  var word: UInt32 = 0
  var content: UInt32 = 0
  /// How many tokens it becomes; 0 for a filler, which vanishes.
  var count: UInt8 = 0
  var syllables: UInt8 = 0
  var flags: UInt8 = 0
  var spare: UInt8 = 0

  /// The word joins with the one before it where the two are one idea: "all right", "uh huh", "mm hmm".
  static let joinsBack: UInt8 = 1
  /// The word may be the first half of such a pair.
  static let startsPair: UInt8 = 2
  /// No stop after it: "Mr.", a single letter.
  static let abbreviation: UInt8 = 4

  @inline(__always) func id(_ index: Int) -> TokenID { TokenID(truncatingIfNeeded: ids >> UInt64(16 * index)) }

  init() {}

  init(key: WordKey, ids list: [TokenID], word: UInt32 = 0, content: UInt32 = 0, syllables: UInt8 = 1, flags: UInt8 = 0)
  {
    low = key.low
    high = key.high
    for (index, id) in list.prefix(4).enumerated() { ids |= UInt64(id) << UInt64(16 * index) }
    count = UInt8(min(list.count, 4))
    self.word = word
    self.content = content
    self.syllables = syllables
    self.flags = flags
  }
}
