/// Which token ids an atom takes.
struct AtomResolver: Sendable {
  let vocabulary: Vocabulary

  /// Number words that `#` takes beside digits.
  static let numberWords = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty", "fifty",
    "sixty",
    "seventy", "eighty", "ninety", "hundred", "thousand", "million", "dozen", "half", "couple",
  ]

  func ids(_ atom: PatternAtom) -> [TokenID] {
    var all = Set(atom.stops)
    for word in atom.words { if let id = vocabulary.ids[word] { all.insert(id) } }
    if atom.digits || atom.number { all.insert(FixedToken.number) }
    if atom.number { for word in Self.numberWords { if let id = vocabulary.ids[word] { all.insert(id) } } }
    for stem in atom.stems {
      for index in vocabulary.words(beginningWith: stem) { all.insert(FixedToken.firstWord + TokenID(index)) }
      for (index, longer) in vocabulary.stems.enumerated() where longer.utf8.starts(with: stem.utf8) {
        all.insert(vocabulary.firstStemID + TokenID(index))
      }
    }
    return all.sorted()
  }

  /// The words and stems that a pattern names.
  static func collect(_ node: PatternNode, _ words: inout Set<String>, _ stems: inout Set<String>) {
    switch node {
    case .atom(let atom):
      words.formUnion(atom.words)
      stems.formUnion(atom.stems)
      if atom.number { words.formUnion(numberWords) }
    case .sequence(let parts), .choice(let parts): for part in parts { collect(part, &words, &stems) }
    case .optional(let part): collect(part, &words, &stems)
    case .gap, .anchor: break
    }
  }
}
