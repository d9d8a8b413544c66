import Record

/// How often each agent says each sentence of empathy or apology, to tell a stock phrase from a living one, and what was met by
/// it.
struct PhraseCounts: Sendable {
  /// Longest sentence that is kept for display, in bytes; longer ones are hardly ever stock phrases.
  static let textLimit = 96
  /// Behaviors whose shown evidence is empathy or an apology, by technique and id.
  static let watched = [
    "tone-empathy/emotion-match", "de-escalate/acknowledge-frustration", "apologize/own-the-issue",
    "apologize/genuine",
  ]

  /// Place among the watched ones a behavior; −1 for all others.
  let places: [Int]
  /// (unit, hash of the sentence) → phrase.
  private(set) var table = PairTable()
  private(set) var counts: [UInt32] = []
  /// Met opportunities that a phrase stands for, a watched behavior.
  private(set) var met: [PhraseMet] = []
  private(set) var texts: [TextRange] = []
  private(set) var arena: [UInt8] = []
  private var sentence: [UInt8] = []
  /// Of the turn at hand: where its sentences begin, and their phrases.
  private var said: [(start: Int, phrase: Int)] = []
  /// Of the conversation at hand: met opportunities that have their sentence, a watched behavior.
  private var taken = Array(repeating: 0, count: watched.count)

  init(catalog: RubricCatalog) {
    places = catalog.behaviors.indices.map { behavior in
      PhraseCounts.watched.firstIndex(of: catalog.path(ofBehavior: behavior)) ?? -1
    }
  }

  /// Counts a conversation's sentences; gives how many met opportunities stand on them, a watched behavior.
  mutating func add(
    _ card: Scorecard, _ batch: Batch, _ conversation: Conversation, _ sheet: ScoreSheet, results: Int, unit: Int
  ) -> [Int]? {
    var turn: Int32 = -1
    var isAny = false
    for index in Int(card.evidence.lowerBound)..<Int(card.evidence.upperBound) {
      let item = sheet.evidence[index]
      guard item.polarity == .shown, case let place = places[Int(item.behavior)], place >= 0 else { continue }
      let text = batch.turns[Int(conversation.turns.lowerBound) + Int(item.turn)].text
      guard item.words.offset >= text.offset, item.words.end <= text.end else { continue }
      if item.turn != turn { said.removeAll(keepingCapacity: true) }
      turn = item.turn
      guard let phrase = phrase(sentence(around: item.words, in: text, batch.arena), batch.arena, unit) else {
        continue
      }
      if !isAny { for place in taken.indices { taken[place] = 0 } }
      isAny = true
      let result = sheet.results[results + Int(item.behavior)]
      guard taken[place] < min(Int(result.opportunities), Int(result.metHalves)) else { continue }
      taken[place] += 1
      met[phrase].add(1, at: place)
    }
    return isAny ? taken : nil
  }

  /// The phrase of a sentence, counted once however many behaviors it serves; nil for one without a word.
  private mutating func phrase(_ range: Range<Int>, _ arena: [UInt8], _ unit: Int) -> Int? {
    if let known = said.first(where: { $0.start == range.lowerBound }) { return known.phrase }
    normalize(arena, range)
    guard !sentence.isEmpty else { return nil }
    let phrase = count(unit: unit, hash: Mix.hash(sentence, 0..<sentence.count), times: 1, text: sentence[...])
    said.append((range.lowerBound, phrase))
    return phrase
  }

  private func sentence(around words: TextRange, in text: TextRange, _ arena: [UInt8]) -> Range<Int> {
    var low = Int(words.offset)
    while low > Int(text.offset), !PhraseCounts.isStop(arena[low - 1]) { low -= 1 }
    var high = max(words.end, low)
    while high < text.end, !PhraseCounts.isStop(arena[high]) { high += 1 }
    return low..<high
  }

  private static func isStop(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ".") || byte == UInt8(ascii: "!") || byte == UInt8(ascii: "?") || byte == 0x0A
  }

  /// Lower case, letters, digits and apostrophes only, one space between words.
  private mutating func normalize(_ arena: [UInt8], _ range: Range<Int>) {
    sentence.removeAll(keepingCapacity: true)
    var needsSpace = false
    for index in range {
      var byte = arena[index]
      if byte &- 0x41 < 26 { byte |= 0x20 }
      let isWord = byte &- 0x61 < 26 || byte &- 0x30 < 10 || byte == UInt8(ascii: "'") || byte >= 0x80
      if !isWord {
        needsSpace = !sentence.isEmpty
        continue
      }
      if needsSpace { sentence.append(0x20) }
      needsSpace = false
      sentence.append(byte)
    }
  }

  private mutating func count(unit: Int, hash: UInt64, times: UInt32, text: ArraySlice<UInt8>) -> Int {
    let phrase = table.index(UInt64(unit), hash)
    if phrase == counts.count {
      let start = arena.count
      if text.count <= PhraseCounts.textLimit { arena.append(contentsOf: text) }
      counts.append(0)
      met.append(PhraseMet())
      texts.append(TextRange(start..<arena.count))
    }
    counts[phrase] += times
    return phrase
  }

  mutating func merge(_ other: PhraseCounts, units: [Int]) {
    for (index, key) in other.table.keys.enumerated() {
      let phrase = count(
        unit: units[Int(key.first)], hash: key.second, times: other.counts[index],
        text: other.arena[other.texts[index].indices])
      for place in PhraseCounts.watched.indices { met[phrase].add(other.met[index][place], at: place) }
    }
  }

  /// The commonest sentence of each unit, its count, and the count of all; ties by the text's bytes, then the hash.
  func commonest() -> [Int: (text: String, times: Int, of: Int, met: PhraseMet)] {
    var best: [Int: (phrase: Int, total: Int)] = [:]
    for (index, key) in table.keys.enumerated() {
      let unit = Int(key.first)
      let known = best[unit]
      let total = (known?.total ?? 0) + Int(counts[index])
      let winner = known.map { precedes(index, $0.phrase) ? index : $0.phrase } ?? index
      best[unit] = (winner, total)
    }
    return best.mapValues { entry in
      let text = String(decoding: arena[texts[entry.phrase].indices], as: UTF8.self)
      return (text, Int(counts[entry.phrase]), entry.total, met[entry.phrase])
    }
  }

  private func precedes(_ a: Int, _ b: Int) -> Bool {
    if counts[a] != counts[b] { return counts[a] > counts[b] }
    let words = (arena[texts[a].indices], arena[texts[b].indices])
    if !words.0.elementsEqual(words.1) { return words.0.lexicographicallyPrecedes(words.1) }
    return table.keys[a].second < table.keys[b].second
  }
}

/// Counts of the four watched behaviors in one word, sixteen bits each, which stay at their greatest value rather than overflow.
struct PhraseMet: Sendable, Hashable {
  private var bits: UInt64 = 0

  subscript(place: Int) -> Int { Int(bits >> UInt64(place * 16) & 0xFFFF) }

  mutating func add(_ count: Int, at place: Int) {
    let sum = UInt64(min(0xFFFF, self[place] + count))
    bits = bits & ~(0xFFFF << UInt64(place * 16)) | sum << UInt64(place * 16)
  }
}
