import Record

/// How often each agent says each sentence of empathy or apology, to tell a stock phrase from a living one.
struct PhraseCounts: Sendable {
  /// Longest sentence that is kept for display, in bytes; longer ones are hardly ever stock phrases.
  static let textLimit = 96
  /// Behaviors whose shown evidence is empathy or an apology, by technique and id.
  private static let watched = [
    "tone-empathy/emotion-match", "de-escalate/acknowledge-frustration", "apologize/own-the-issue",
    "apologize/genuine",
  ]

  let isWatched: [Bool]
  /// (unit, hash of the sentence) → phrase.
  private(set) var table = PairTable()
  private(set) var counts: [UInt32] = []
  private(set) var texts: [TextRange] = []
  private(set) var arena: [UInt8] = []
  private var sentence: [UInt8] = []

  init(catalog: RubricCatalog) {
    isWatched = catalog.behaviors.map { behavior in
      PhraseCounts.watched.contains("\(catalog.techniques[behavior.technique].id)/\(behavior.id)")
    }
  }

  mutating func add(
    _ card: Scorecard, _ batch: Batch, _ conversation: Conversation, _ sheet: ScoreSheet, unit: Int
  ) {
    var turn: Int32 = -1
    var last = -1
    for index in Int(card.evidence.lowerBound)..<Int(card.evidence.upperBound) {
      let item = sheet.evidence[index]
      guard item.polarity == .shown, isWatched[Int(item.behavior)] else { continue }
      let text = batch.turns[Int(conversation.turns.lowerBound) + Int(item.turn)].text
      guard item.words.offset >= text.offset, item.words.end <= text.end else { continue }
      let range = sentence(around: item.words, in: text, batch.arena)
      // One sentence that serves two behaviors is said once.
      if item.turn == turn && range.lowerBound <= last { continue }
      turn = item.turn
      last = range.lowerBound
      normalize(batch.arena, range)
      if !sentence.isEmpty {
        count(unit: unit, hash: Mix.hash(sentence, 0..<sentence.count), times: 1, text: sentence[...])
      }
    }
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

  private mutating func count(unit: Int, hash: UInt64, times: UInt32, text: ArraySlice<UInt8>) {
    let phrase = table.index(UInt64(unit), hash)
    if phrase == counts.count {
      let start = arena.count
      if text.count <= PhraseCounts.textLimit { arena.append(contentsOf: text) }
      counts.append(0)
      texts.append(TextRange(start..<arena.count))
    }
    counts[phrase] += times
  }

  mutating func merge(_ other: PhraseCounts, units: [Int]) {
    for (index, key) in other.table.keys.enumerated() {
      count(
        unit: units[Int(key.first)], hash: key.second, times: other.counts[index],
        text: other.arena[other.texts[index].indices])
    }
  }

  /// The commonest sentence of each unit, its count, and the count of all; ties by the text's bytes, then the hash.
  func commonest() -> [Int: (text: String, times: Int, of: Int)] {
    var best: [Int: (phrase: Int, total: Int)] = [:]
    for (index, key) in table.keys.enumerated() {
      let unit = Int(key.first)
      let known = best[unit]
      let total = (known?.total ?? 0) + Int(counts[index])
      let winner = known.map { precedes(index, $0.phrase) ? index : $0.phrase } ?? index
      best[unit] = (winner, total)
    }
    return best.mapValues { entry in
      (String(decoding: arena[texts[entry.phrase].indices], as: UTF8.self), Int(counts[entry.phrase]), entry.total)
    }
  }

  private func precedes(_ a: Int, _ b: Int) -> Bool {
    if counts[a] != counts[b] { return counts[a] > counts[b] }
    let words = (arena[texts[a].indices], arena[texts[b].indices])
    if !words.0.elementsEqual(words.1) { return words.0.lexicographicallyPrecedes(words.1) }
    return table.keys[a].second < table.keys[b].second
  }
}
