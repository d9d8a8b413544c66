/// E-mail addresses, written and read out.
extension TurnScan {
  /// Everything around an at sign that has the form of an address (RFC 5322's dot-atoms, which is what people have).
  mutating func findEmails() {
    var at = 0
    while at < text.count {
      guard text[at] == UInt8(ascii: "@") else {
        at += 1
        continue
      }
      var start = at
      while start > 0, isLocal(text[start - 1]) { start -= 1 }
      while start < at, text[start] == UInt8(ascii: ".") || text[start] == UInt8(ascii: "'") { start += 1 }
      var end = at + 1
      while end < text.count, isDomain(text[end]) { end += 1 }
      while end > at + 1, text[end - 1] == UInt8(ascii: ".") || text[end - 1] == UInt8(ascii: "-") { end -= 1 }
      if start < at, end > at + 2 { note(start, end, .email) }
      at = max(end, at + 1)
    }
  }

  private func isLocal(_ byte: UInt8) -> Bool {
    isWordByte(byte) || byte == 0x2E || byte == 0x5F || byte == 0x25 || byte == 0x2B || byte == 0x2D || byte == 0x27
  }

  private func isDomain(_ byte: UInt8) -> Bool { isWordByte(byte) || byte == 0x2E || byte == 0x2D }

  /// "john dot smith at gmail dot com".
  mutating func findSpokenEmails() {
    var index = 0
    while index < words.count {
      defer { index += 1 }
      guard words[index].key == Self.at, let end = spokenDomain(index + 1) else { continue }
      let start = spokenLocal(index)
      guard start < index else { continue }
      note(words[start].start, words[end].end, .email)
      index = end
    }
  }

  /// Index of the last word of "gmail dot com", "web dot example dot org", beginning at a word.
  private func spokenDomain(_ first: Int) -> Int? {
    var index = first
    var last: Int?
    while index + 2 < words.count, index < first + 8 {
      guard words[index + 1].key == Self.dot || words[index + 1].key == Self.dash else { break }
      if words[index + 1].key == Self.dot, lists.domains.contains(words[index + 2].key) { last = index + 2 }
      index += 2
    }
    // Domains of two words: "harbor home dot com".
    if last == nil, first + 3 < words.count, words[first + 2].key == Self.dot,
      lists.domains.contains(words[first + 3].key)
    {
      return first + 3
    }
    return last
  }

  /// Index of the first word of what stands before "at": names joined by dot, dash and underscore, digits, up to three plain words.
  private func spokenLocal(_ at: Int) -> Int {
    var start = at
    var plain = 0
    while start > 0 {
      let word = words[start - 1]
      if word.key == Self.dot || word.key == Self.dash || word.key == Self.underscore {
        start = max(0, start - 2)
        continue
      }
      if lists.notNames.contains(word.key) || word.isBreak && start < at { break }
      if word.kind == .plain { plain += 1 }
      if plain > 2 { break }
      start -= 1
    }
    return start
  }

  static let at: UInt64 = 0x7461
  static let dot: UInt64 = 0x746F64
  static let dash: UInt64 = 0x6873_6164
  static let underscore: UInt64 = Array("underscore".utf8).key(0, 10)
}
