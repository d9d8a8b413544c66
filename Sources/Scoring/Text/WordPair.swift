/// Two written words that are one: "all right", "uh huh", "mm hmm".
struct WordPair {
  let first: WordKey
  let second: WordKey
  let joined: String
  let id: TokenID

  static func all(_ vocabulary: Vocabulary) -> [WordPair] {
    var all: [WordPair] = []
    for second in WordForms.pairs.keys.sorted() {
      for pair in WordForms.pairs[second] ?? [] {
        all.append(
          WordPair(
            first: WordKey(pair.first.utf8), second: WordKey(second.utf8), joined: pair.joined,
            id: vocabulary.id(pair.joined)))
      }
    }
    return all
  }
}
