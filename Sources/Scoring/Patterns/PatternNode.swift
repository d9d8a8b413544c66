/// A pattern as parsed: words and how they may follow one another.
indirect enum PatternNode: Hashable, Sendable {
  /// Exactly one token, any of these.
  case atom(PatternAtom)
  case sequence([PatternNode])
  case choice([PatternNode])
  /// May be left out.
  case optional(PatternNode)
  /// Up to so many words in between, in the same sentence.
  case gap(Int)
  case anchor(PatternAnchor)

  static let empty = PatternNode.sequence([])

  /// Whether a gap stands anywhere in it.
  var hasGap: Bool {
    switch self {
    case .atom, .anchor: false
    case .sequence(let parts), .choice(let parts): parts.contains { $0.hasGap }
    case .optional(let part): part.hasGap
    case .gap: true
    }
  }
}

/// What one token may be.
struct PatternAtom: Hashable, Sendable {
  /// Literal words, normalized.
  var words: Set<String> = []
  /// Beginnings of words.
  var stems: Set<String> = []
  /// A run with digits in it.
  var digits = false
  /// Any number, in digits or words.
  var number = false
  /// Any one word.
  var any = false
  /// Literal stops.
  var stops: Set<TokenID> = []

  func union(_ other: PatternAtom) -> PatternAtom {
    PatternAtom(
      words: words.union(other.words), stems: stems.union(other.stems), digits: digits || other.digits,
      number: number || other.number, any: any || other.any, stops: stops.union(other.stops))
  }
}

/// A place rather than a word.
enum PatternAnchor: Hashable, Sendable {
  /// `^`: start of a sentence or turn, lead-in words skipped.
  case sentenceStart
  /// `^^`: the turn's very first word.
  case turnStart
  /// `$`: end of a sentence or turn.
  case sentenceEnd
  /// `$$`: end of the turn.
  case turnEnd
}
