/// The slow ways of the tokenizer: everything that is not a short ASCII word followed by a plain separator.
extension Tokenizer {
  /// A word of letters, digits and inner apostrophes of any length, from `from`; returns where to go on.
  ///
  /// Only the first 256 bytes of a word tell it apart.
  func rareWord(_ p: UnsafePointer<UInt8>, _ from: Int, _ end: Int, _ cursor: inout Cursor) -> Int {
    var length = 0
    func keep(_ byte: UInt8) {
      if length < Self.longestWord {
        unsafe word[length] = byte
        length += 1
      }
    }
    var i = from
    while i < end {
      let byte = unsafe p[i]
      let kind = unsafe classes[Int(byte)]
      if kind == ByteClass.letter {
        keep(byte | 0x20)
      } else if kind == ByteClass.digit {
        keep(byte)
      } else if kind == ByteClass.underscore {
        i += 1
        continue
      } else if kind == ByteClass.apostrophe || (unsafe isTypographicApostrophe(p, i, end)) {
        let width = kind == ByteClass.apostrophe ? 1 : 3
        let following = i + width < end ? (unsafe p[i + width]) : 0
        guard length > 0, unsafe classes[Int(following)] == ByteClass.letter else { break }
        keep(0x27)
        i += width
        continue
      } else if byte >= 128 {
        let (scalar, width) = unsafe decode(p, i, end)
        guard isLetter(scalar) else { break }
        for k in 0..<width { keep(unsafe p[i + k]) }
        i += width - 1
      } else if unsafe length > 0 && word[length - 1] &- 48 < 10 && isInsideNumber(p, i, end) {
        keep(byte)
      } else {
        break
      }
      i += 1
    }
    guard length > 0 else { return max(i, from + 1) }
    let entry = unsafe table.fetch(UnsafeBufferPointer(start: word, count: length)).pointee
    emitRare(entry, cursor.origin + UInt32(from), cursor.origin + UInt32(i), &cursor)
    return i
  }

  /// Whether a mark stands between digits: 3.50, 10:30, 1,000, 24/7.
  private func isInsideNumber(_ p: UnsafePointer<UInt8>, _ i: Int, _ end: Int) -> Bool {
    guard i + 1 < end, unsafe classes[Int(p[i + 1])] == ByteClass.digit else { return false }
    let byte = unsafe p[i]
    return byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ":")
      || byte == UInt8(ascii: "/")
  }

  /// Anything that does not begin with a letter or a space; returns where to go on.
  func rare(_ p: UnsafePointer<UInt8>, _ i: Int, _ end: Int, _ cursor: inout Cursor) -> Int {
    let at = cursor.origin + UInt32(i)
    switch unsafe classes[Int(p[i])] {
    case ByteClass.digit, ByteClass.letter: return unsafe rareWord(p, i, end, &cursor)
    case ByteClass.period:
      if unsafe p[i] == 0x2E && endsAbbreviation(at, cursor) { return i + 1 }
      stop(FixedToken.period, at, &cursor)
    case ByteClass.newline: stop(FixedToken.period, at, &cursor)
    case ByteClass.question: stop(FixedToken.question, at, &cursor)
    case ByteClass.exclamation: stop(FixedToken.exclamation, at, &cursor)
    case ByteClass.bracket: return unsafe bracketed(p, i, end, &cursor)
    case ByteClass.emoticon: return unsafe emoticon(p, i, end, &cursor)
    case ByteClass.high: return unsafe outsideASCII(p, i, end, &cursor)
    default: break
    }
    return i + 1
  }

  /// Appends what a word becomes: one token, several, none, or one together with the word before.
  func emitRare(_ entry: WordEntry, _ start: UInt32, _ end: UInt32, _ cursor: inout Cursor) {
    if entry.flags & WordEntry.joinsBack != 0, join(entry, end, start, &cursor) { return }
    let isSame = entry.low == cursor.lastLow && entry.high == cursor.lastHigh
    if entry.count == 1 {
      push(entry.id, start, end, entry.word, entry.content, entry.syllables, isSame, &cursor)
    } else {
      for index in 0..<Int(entry.count) {
        let id = entry.id(index)
        push(
          id, start, end, vocabulary.wordHash[Int(id)], vocabulary.contentHash[Int(id)],
          index == 0 ? entry.syllables : 0,
          false, &cursor)
      }
    }
    cursor.lastLow = entry.low
    cursor.lastHigh = entry.high
    cursor.lastWasFiller = entry.count == 0
    if entry.count == 0 { cursor.fillers += 1 }
  }

  /// Appends a token, unless it repeats the one before.
  private func push(
    _ id: TokenID, _ start: UInt32, _ end: UInt32, _ word: UInt32, _ content: UInt32, _ syllables: UInt8,
    _ isSame: Bool,
    _ cursor: inout Cursor
  ) {
    if unsafe cursor.count > cursor.turnStart && cursor.tokens[cursor.count - 1].id == id
      && (id != FixedToken.other && id < stemLimit || isSame)
    {
      unsafe cursor.tokens[cursor.count - 1].end = end
      return
    }
    unsafe cursor.tokens[cursor.count] = Token(
      start: start, end: end, word: word, content: content, id: id, syllables: syllables)
    cursor.count += 1
  }

  /// Joins the word with the one before, where the two are a pair.
  private func join(_ entry: WordEntry, _ end: UInt32, _ start: UInt32, _ cursor: inout Cursor) -> Bool {
    for pair in pairs where pair.second.low == entry.low && pair.second.high == entry.high {
      guard pair.first.low == cursor.lastLow && pair.first.high == cursor.lastHigh else { continue }
      var from = start
      if !cursor.lastWasFiller && cursor.count > cursor.turnStart {
        cursor.count -= 1
        from = unsafe cursor.tokens[cursor.count].start
      } else if cursor.lastWasFiller {
        cursor.fillers -= 1
      }
      push(pair.id, from, end, ContentWords.fnv(pair.joined.utf8), 0, 2, false, &cursor)
      cursor.lastLow = entry.low
      cursor.lastHigh = entry.high
      cursor.lastWasFiller = false
      return true
    }
    return false
  }

  private func stop(_ id: TokenID, _ at: UInt32, _ cursor: inout Cursor) {
    cursor.lastLow = 0
    cursor.lastHigh = 0
    let isFirst = cursor.count == cursor.turnStart
    if isFirst && id == FixedToken.period { return }
    let before = isFirst ? FixedToken.other : unsafe cursor.tokens[cursor.count - 1].id
    guard FixedToken.isBreak(before) else {
      unsafe cursor.tokens[cursor.count] = Token(start: at, end: at + 1, word: 0, content: 0, id: id, syllables: 0)
      cursor.count += 1
      return
    }
    if Self.strength(id) > Self.strength(before) { unsafe cursor.tokens[cursor.count - 1].id = id }
    unsafe cursor.tokens[cursor.count - 1].end = at + 1
  }

  /// Of a run of marks the strongest stands: `?` over `!` over `.`.
  private static func strength(_ id: TokenID) -> Int {
    id == FixedToken.question ? 2 : id == FixedToken.exclamation ? 1 : 0
  }

  private func endsAbbreviation(_ at: UInt32, _ cursor: Cursor) -> Bool {
    guard cursor.lastLow != 0 && cursor.count > cursor.turnStart else { return false }
    guard unsafe cursor.tokens[cursor.count - 1].end == at else { return false }
    // Only short words are abbreviations, so the key says it all.
    return unsafe cursor.lastHigh == 0 && table.fetch(cursor.lastLow, 0).pointee.flags & WordEntry.abbreviation != 0
  }

  private func bracketed(_ p: UnsafePointer<UInt8>, _ i: Int, _ end: Int, _ cursor: inout Cursor) -> Int {
    unsafe word[0] = UInt8(ascii: "[")
    var length = 1
    var k = i + 1
    while k < end, length < 15 {
      let byte = unsafe p[k]
      let kind = unsafe classes[Int(byte)]
      guard kind == ByteClass.letter || kind == ByteClass.digit || kind == ByteClass.underscore else { break }
      unsafe word[length] = kind == ByteClass.letter ? byte | 0x20 : byte
      length += 1
      k += 1
    }
    guard k < end, length > 1, unsafe p[k] == UInt8(ascii: "]") else { return i + 1 }
    unsafe word[length] = UInt8(ascii: "]")
    let entry = unsafe table.fetch(UnsafeBufferPointer(start: word, count: length + 1)).pointee
    emitRare(entry, cursor.origin + UInt32(i), cursor.origin + UInt32(k + 1), &cursor)
    return k + 1
  }

  private func emoticon(_ p: UnsafePointer<UInt8>, _ i: Int, _ end: Int, _ cursor: inout Cursor) -> Int {
    var bytes: [UInt8] = []
    for k in i..<min(end, i + 4) { bytes.append(unsafe p[k]) }
    guard let face = Emoji.emoticon(bytes) else { return i + 1 }
    let at = cursor.origin + UInt32(i)
    push(
      vocabulary.id(face.name), at, at + UInt32(face.count), ContentWords.fnv(face.name.utf8), 0, 0, false, &cursor)
    return i + face.count
  }

  private func outsideASCII(_ p: UnsafePointer<UInt8>, _ i: Int, _ end: Int, _ cursor: inout Cursor) -> Int {
    let (scalar, width) = unsafe decode(p, i, end)
    if isLetter(scalar) { return unsafe rareWord(p, i, end, &cursor) }
    let at = cursor.origin + UInt32(i)
    switch scalar {
    case 0x2026: stop(FixedToken.period, at, &cursor)
    case 0xFF1F: stop(FixedToken.question, at, &cursor)
    case 0xFF01: stop(FixedToken.exclamation, at, &cursor)
    default:
      if let name = Emoji.name(scalar) {
        push(vocabulary.id(name), at, at + UInt32(width), ContentWords.fnv(name.utf8), 0, 0, false, &cursor)
      }
    }
    return i + width
  }

  private func isTypographicApostrophe(_ p: UnsafePointer<UInt8>, _ i: Int, _ end: Int) -> Bool {
    guard i + 2 < end, unsafe p[i] == 0xE2 && p[i + 1] == 0x80 else { return false }
    return unsafe p[i + 2] == 0x99 || p[i + 2] == 0x98
  }

  /// The character at `i` and its width in bytes; a stray byte is a character of width 1.
  private func decode(_ p: UnsafePointer<UInt8>, _ i: Int, _ end: Int) -> (scalar: UInt32, width: Int) {
    let lead = UInt32(unsafe p[i])
    let width = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 1
    guard width > 1, i + width <= end else { return (0xFFFD, 1) }
    var scalar = lead & (0x7F >> UInt32(width))
    for k in 1..<width {
      let byte = UInt32(unsafe p[i + k])
      guard byte & 0xC0 == 0x80 else { return (0xFFFD, 1) }
      scalar = scalar << 6 | (byte & 0x3F)
    }
    return (scalar, width)
  }

  /// Letters outside ASCII, generously; signs, dashes, quotes and emoji are none.
  private func isLetter(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x1FFF, 0x2C00...0x2DFF, 0x3040...0xD7FF, 0xF900...0xFAFF: true
    case 0x20000...0x3FFFF: true
    default: false
    }
  }
}
