/// What a token is: a small integer that stands for a word of the rubric, or for one of the few fixed kinds.
///
/// Words that no pattern names are all `other`: to the automaton they are the same.
typealias TokenID = UInt16

/// The ids that every rubric shares; the rubric's own words follow from `firstWord`.
enum FixedToken {
  /// A word that is not in the rubric's vocabulary.
  static let other: TokenID = 0
  /// Fed after a turn's last token, so that `$` and `$$` can be seen.
  static let end: TokenID = 1
  static let period: TokenID = 2
  static let question: TokenID = 3
  static let exclamation: TokenID = 4
  /// Any run of characters with a digit in it.
  static let number: TokenID = 5
  static let firstWord: TokenID = 6

  /// True for `.`, `?`, `!` and the end of the turn.
  @inline(__always) static func isBreak(_ id: TokenID) -> Bool { id >= end && id <= exclamation }
}

/// One normalized token of a turn, and where it stands in the original text.
struct Token {
  /// First byte in the batch's arena.
  var start: UInt32
  /// One past the last byte.
  var end: UInt32
  /// FNV-1a hash of the normalized word; 0 for stops.
  var word: UInt32
  /// Identity of the word's stem where the word carries content ("parcel"); 0 for function words and stops.
  var content: UInt32
  var id: TokenID
  /// Spoken syllables, estimated; counts once per written word.
  var syllables: UInt8
  var spare: UInt8 = 0
}
