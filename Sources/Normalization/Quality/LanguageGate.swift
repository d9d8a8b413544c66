import Record

/// Tells English from what is not, by the share of English function words among the first words of a conversation.
///
/// In English talk nearly every second word is one of them; in other languages' and in gibberish hardly any. Under 20 words nothing is said.
struct LanguageGate: Sendable {
  private static let words = [
    "i", "you", "the", "to", "a", "and", "is", "it", "that", "my", "of", "for", "in", "on", "have", "me", "this", "be",
    "we", "your", "not", "can", "was", "with", "do", "but", "so", "are", "what", "if", "at", "just", "will", "no", "as",
    "there", "from", "or", "it's", "i'm", "don't", "an", "they", "he", "she", "yes", "okay", "ok", "thank", "thanks",
    "please", "how", "would", "like", "get", "know", "one", "up", "out", "about", "all", "has", "been", "any", "need",
    "could", "did", "when", "that's", "i've", "i'll", "you're", "am", "right", "hi", "hello", "now", "then", "our",
    "which", "who", "where", "why", "u", "im", "dont", "her", "his", "their", "them", "go", "want", "let", "here",
  ]
  private static let slotCount = 512
  private var slots: [UInt64]

  init() {
    slots = [UInt64](repeating: 0, count: Self.slotCount)
    for word in Self.words {
      let key = word.utf8.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      var slot = Self.slot(key)
      while slots[slot] != 0 { slot = (slot + 1) % Self.slotCount }
      slots[slot] = key
    }
  }

  private static func slot(_ key: UInt64) -> Int { Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 55) }

  private func holds(_ key: UInt64) -> Bool {
    var slot = Self.slot(key)
    while slots[slot] != 0 {
      if slots[slot] == key { return true }
      slot = (slot + 1) & (Self.slotCount - 1)
    }
    return false
  }

  /// What the words of a conversation look like.
  struct Verdict {
    var words = 0
    var isForeign = false
  }

  /// Bytes up to the next blank.
  private static func run(_ arena: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    var at = start
    while at < end, arena[at] != 0x20 { at += 1 }
    return at - start
  }

  /// Reads at most `limit` words of the messages of agent and customer.
  func judge(_ turns: ArraySlice<Turn>, _ arena: Span<UInt8>, limit: Int = 120) -> Verdict {
    var verdict = Verdict()
    var known = 0
    var other = 0
    for turn in turns where turn.kind == .message && (turn.role == .agent || turn.role == .customer) {
      arena.eachWord(turn.text) { place, eight in
        let folded = eight | 0x2020_2020_2020_2020
        verdict.words += 1
        if eight & 0x80 != 0 { other += 1 + Self.run(arena, place, turn.text.end) / 12 }
        // The word ends at the first blank, stop or zero; apostrophes belong to it.
        let stops = zeroBytes(eight & 0x4040_4040_4040_4040) & ~zeroBytes(eight ^ 0x2727_2727_2727_2727)
        guard stops != 0 else { return true }
        let length = UInt64(stops.trailingZeroBitCount & ~7)
        guard length > 0 else {
          // A dash or a number of its own is no word.
          if eight & 0xFF < 0x30 { verdict.words -= 1 }
          return true
        }
        if holds(folded & ((1 &<< length) &- 1)) { known += 1 }
        return true
      }
      // Six function words and a fifth of all: that is English, no need to read on.
      if known >= 6, known * 5 >= verdict.words { return verdict }
      if verdict.words >= limit { break }
    }
    let weight = verdict.words + other
    verdict.isForeign = weight >= 20 && known * 100 < weight * 14
    return verdict
  }
}
