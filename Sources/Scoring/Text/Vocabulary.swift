/// The rubric's words as token ids, and what every other written word becomes.
struct Vocabulary: Sendable {
  /// Words in id order, from `FixedToken.firstWord`.
  let words: [String]
  /// Stems of `stem*`, in id order; `stemIDs[k]` stands for "a word outside the vocabulary whose longest stem is k".
  let stems: [String]
  let ids: [String: TokenID]
  /// What written words become that are known beforehand.
  private(set) var base: [WordEntry]
  /// By id; 0 for what is no single word.
  let wordHash: [UInt32]
  let contentHash: [UInt32]
  private var known: [WordKey: Int]
  private let byInitial: [[String]]
  /// Stems by their first byte, as indices.
  private let stemsByInitial: [[Int]]

  var firstStemID: TokenID { FixedToken.firstWord + TokenID(words.count) }
  /// One more than the greatest id.
  var idCount: Int { Int(firstStemID) + stems.count }

  /// - Parameters:
  ///   - words: every literal word of the patterns and lists, normalized.
  ///   - stems: every stem of `stem*`.
  init(words: Set<String>, stems: Set<String>) {
    self.words = words.union(WordForms.expansionWords).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    self.stems = stems.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    var ids: [String: TokenID] = [:]
    for (index, word) in self.words.enumerated() { ids[word] = FixedToken.firstWord + TokenID(index) }
    self.ids = ids
    var byInitial = [[String]](repeating: [], count: 256)
    for word in self.words where word.utf8.count >= 5 { byInitial[Int(word.utf8.first ?? 0)].append(word) }
    self.byInitial = byInitial
    var stemsByInitial = [[Int]](repeating: [], count: 256)
    for (index, stem) in self.stems.enumerated() { stemsByInitial[Int(stem.utf8.first ?? 0)].append(index) }
    self.stemsByInitial = stemsByInitial
    let fixed = [UInt32](repeating: 0, count: Int(FixedToken.firstWord))
    let none = [UInt32](repeating: 0, count: self.stems.count)
    wordHash = fixed + self.words.map { ContentWords.fnv($0.utf8) } + none
    contentHash = fixed + self.words.map { ContentWords.identity(Array($0.utf8)) } + none
    known = [:]
    base = []
    let forms = WordForms.knownForms.union(self.words).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    var entries: [WordEntry] = []
    for form in forms where !form.hasPrefix(":") { entries.append(entry(form)) }
    var known: [WordKey: Int] = [:]
    for (index, entry) in entries.enumerated() { known[WordKey(low: entry.low, high: entry.high)] = index }
    self.known = known
    base = entries
  }

  /// The token of a word that stands for itself.
  func id(_ word: String) -> TokenID {
    if let id = ids[word] { return id }
    if word.utf8.contains(where: { $0 >= 48 && $0 <= 57 }) { return FixedToken.number }
    return stemID(word)
  }

  /// The words that begin with a stem, as indices: they stand together.
  func words(beginningWith stem: String) -> Range<Int> {
    var low = 0
    var high = words.count
    while low < high {
      let middle = (low + high) / 2
      if words[middle].utf8.lexicographicallyPrecedes(stem.utf8) { low = middle + 1 } else { high = middle }
    }
    var end = low
    while end < words.count, words[end].utf8.starts(with: stem.utf8) { end += 1 }
    return low..<end
  }

  /// The id for a word outside the vocabulary by its longest stem, else `other`.
  private func stemID(_ word: String) -> TokenID {
    var best = -1
    for index in stemsByInitial[Int(word.utf8.first ?? 0)] where word.utf8.starts(with: stems[index].utf8) {
      if best < 0 || stems[best].utf8.count < stems[index].utf8.count { best = index }
    }
    return best < 0 ? FixedToken.other : firstStemID + TokenID(best)
  }

  /// What a written word becomes: the slow way, once a word and lane.
  func resolve(_ written: [UInt8]) -> WordEntry {
    let word = String(decoding: written, as: UTF8.self)
    if let index = known[WordKey(written)] { return base[index] }
    if written.contains(where: { $0 >= 48 && $0 <= 57 }) || WordForms.expand(word) != nil { return entry(word) }
    if let folded = unstretched(written) { return entry(folded, writtenAs: written) }
    if stemID(word) == FixedToken.other, let meant = correction(written) { return entry(meant, writtenAs: written) }
    return entry(word)
  }

  private func entry(_ word: String, writtenAs written: [UInt8]? = nil) -> WordEntry {
    let bytes = written ?? Array(word.utf8)
    let expanded = WordForms.expand(word) ?? [word]
    let meant = expanded.count == 1 ? Array(expanded[0].utf8) : []
    var flags: UInt8 = 0
    if WordForms.pairs[word] != nil { flags |= WordEntry.joinsBack }
    if WordForms.abbreviations.contains(word)
      || (bytes.count == 1 && bytes[0] > 57 && word != "i" && word != "a" && meant == bytes)
    {
      flags |= WordEntry.abbreviation
    }
    return WordEntry(
      key: WordKey(bytes), ids: expanded.map(id), word: ContentWords.fnv(meant), content: ContentWords.identity(meant),
      syllables: ContentWords.syllables(bytes), flags: flags)
  }

  /// "sooo" as "so", "helllo" as "hello": runs of three and more letters folded to two or one, whichever is a known word.
  private func unstretched(_ word: [UInt8]) -> String? {
    var runs = false
    for longest in [2, 1] {
      var folded: [UInt8] = []
      for byte in word {
        let tail = folded.suffix(longest)
        if tail.count == longest && tail.allSatisfy({ $0 == byte }) {
          if longest == 1 || word.count > 2 { continue }
        }
        folded.append(byte)
      }
      if longest == 2 { runs = folded.count < word.count }
      guard runs else { return nil }
      if known[WordKey(folded)] != nil { return String(decoding: folded, as: UTF8.self) }
    }
    return nil
  }

  /// The one vocabulary word that differs by one edit, for words of six letters and more.
  ///
  /// First letters are rarely mistyped and last ones are mostly endings ("refund", "refunds"): neither is corrected.
  private func correction(_ word: [UInt8]) -> String? {
    guard word.count >= 6, word.count <= 16, let first = word.first, first >= 97, first <= 122 else { return nil }
    guard !CommonWords.contains(word) else { return nil }
    var found: String?
    for candidate in byInitial[Int(first)] where abs(candidate.utf8.count - word.count) <= 1 {
      guard EditDistance.isOneInnerEdit(Array(candidate.utf8), word) else { continue }
      if found != nil { return nil }
      found = candidate
    }
    return found
  }
}
