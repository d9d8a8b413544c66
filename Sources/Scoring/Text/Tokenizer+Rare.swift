/// The slow ways of the tokenizer: everything that is not a short ASCII word followed by a plain separator.
extension Tokenizer {
  /// Remembers what a short word becomes and returns its slot.
  func learn(_ low: UInt64, _ high: UInt64) -> Int {
    var bytes: [UInt8] = []
    for part in [low, high] {
      for shift in 0..<8 {
        let byte = UInt8(truncatingIfNeeded: part >> UInt64(shift * 8))
        if byte != 0 { bytes.append(byte) }
      }
    }
    return learn(bytes)
  }

  private func learn(_ word: [UInt8]) -> Int {
    let key = WordKey(word)
    let slot = table.slot(key.low, key.high)
    if unsafe table.slots[slot].low != 0 || table.slots[slot].high != 0 { return slot }
    var entry = vocabulary.resolve(word)
    entry.low = key.low
    entry.high = key.high
    return table.learn(entry)
  }

  /// A word of letters, digits and inner apostrophes of any length, from `i`; returns where to go on.
  func rareWord(_ p: UnsafePointer<UInt8>, _ from: Int, _ end: Int, _ origin: UInt32) -> Int {
    var word: [UInt8] = []
    var i = from
    var lastKept = from
    while i < end {
      let byte = unsafe p[i]
      let kind = ByteClass.table[Int(byte)]
      if kind == ByteClass.letter {
        word.append(byte | 0x20)
      } else if kind == ByteClass.digit {
        word.append(byte)
      } else if kind == ByteClass.underscore {
        i += 1
        continue
      } else if kind == ByteClass.apostrophe || (unsafe isTypographicApostrophe(p, i, end)) {
        let width = kind == ByteClass.apostrophe ? 1 : 3
        let following = i + width < end ? (unsafe p[i + width]) : 0
        guard !word.isEmpty, ByteClass.table[Int(following)] == ByteClass.letter else { break }
        word.append(0x27)
        i += width
        continue
      } else if byte >= 128 {
        let (scalar, width) = unsafe decode(p, i, end)
        guard isLetter(scalar) else { break }
        for k in 0..<width { word.append(unsafe p[i + k]) }
        i += width - 1
      } else if let last = word.last, last >= 48, last <= 57, i + 1 < end, ".,:/".utf8.contains(byte),
        ByteClass.table[Int(unsafe p[i + 1])] == ByteClass.digit
      {
        word.append(byte)
      } else {
        break
      }
      i += 1
      lastKept = i
    }
    guard !word.isEmpty else { return max(i, from + 1) }
    let key = WordKey(word)
    emit(slot: learn(word), key.low, key.high, origin + UInt32(from), origin + UInt32(lastKept))
    return i
  }

  /// Anything that does not begin with a letter or a space; returns where to go on.
  func rare(_ p: UnsafePointer<UInt8>, _ i: Int, _ end: Int, _ origin: UInt32) -> Int {
    let at = origin + UInt32(i)
    switch ByteClass.table[Int(unsafe p[i])] {
    case ByteClass.digit, ByteClass.letter: return unsafe rareWord(p, i, end, origin)
    case ByteClass.period:
      if count > turnStart, unsafe p[i] == 0x2E, endsAbbreviation(at) { return i + 1 }
      stop(FixedToken.period, at)
    case ByteClass.newline: stop(FixedToken.period, at)
    case ByteClass.question: stop(FixedToken.question, at)
    case ByteClass.exclamation: stop(FixedToken.exclamation, at)
    case ByteClass.bracket: return unsafe bracketed(p, i, end, origin)
    case ByteClass.emoticon: return unsafe emoticon(p, i, end, origin)
    case ByteClass.high: return unsafe outsideASCII(p, i, end, origin)
    default: break
    }
    return i + 1
  }

  /// What a word that is more than one plain token becomes: fillers, contractions, second halves of pairs.
  func emitRare(_ entry: WordEntry, _ low: UInt64, _ high: UInt64, _ start: UInt32, _ end: UInt32) {
    defer {
      lastLow = low
      lastHigh = high
    }
    if entry.flags & WordEntry.joinsBack != 0, let joined = joinedWord(low) {
      var from = start
      if lastWasFiller == false, count > turnStart {
        count -= 1
        from = unsafe tokens[count].start
      }
      push(vocabulary.id(joined), from, end, syllables: 2)
      return
    }
    if entry.count == 0 { fillers += 1 }
    for index in 0..<Int(entry.count) {
      let id = entry.id(index)
      let isSame = id == FixedToken.other || id >= stemLimit
      if isSame, index == 0, low == lastLow, high == lastHigh, count > turnStart, unsafe tokens[count - 1].id == id {
        unsafe tokens[count - 1].end = end
        continue
      }
      let isWhole = entry.count == 1
      push(
        id, start, end, word: isWhole ? entry.word : nil, content: isWhole ? entry.content : nil,
        syllables: index == 0 ? entry.syllables : 0)
    }
  }

  /// The joined word where the word at hand and the one before are such a pair.
  private func joinedWord(_ low: UInt64) -> String? {
    for (second, firsts) in WordForms.pairs where WordKey(second.utf8).low == low {
      for pair in firsts where WordKey(pair.first.utf8) == WordKey(low: lastLow, high: lastHigh) { return pair.joined }
    }
    return nil
  }

  /// Whether the word before vanished as a filler.
  private var lastWasFiller: Bool {
    let slot = table.slot(lastLow, lastHigh)
    return unsafe table.slots[slot].count == 0
  }

  private func stop(_ id: TokenID, _ at: UInt32) {
    lastLow = 0
    lastHigh = 0
    if count == turnStart {
      if id != FixedToken.period { push(id, at, at + 1) }
      return
    }
    let before = unsafe tokens[count - 1].id
    guard FixedToken.isBreak(before) else { return push(id, at, at + 1) }
    let rank: [TokenID] = [FixedToken.period, FixedToken.exclamation, FixedToken.question]
    let stronger = (rank.firstIndex(of: id) ?? 0) > (rank.firstIndex(of: before) ?? 0)
    if stronger { unsafe tokens[count - 1].id = id }
    unsafe tokens[count - 1].end = at + 1
  }

  private func endsAbbreviation(_ at: UInt32) -> Bool {
    guard lastLow != 0, unsafe tokens[count - 1].end == at else { return false }
    return unsafe table.slots[table.slot(lastLow, lastHigh)].flags & WordEntry.abbreviation != 0
  }

  private func bracketed(_ p: UnsafePointer<UInt8>, _ i: Int, _ end: Int, _ origin: UInt32) -> Int {
    var word: [UInt8] = [UInt8(ascii: "[")]
    var k = i + 1
    while k < end, word.count < 15 {
      let byte = unsafe p[k]
      let kind = ByteClass.table[Int(byte)]
      if kind == ByteClass.letter {
        word.append(byte | 0x20)
      } else if kind == ByteClass.digit || kind == ByteClass.underscore {
        word.append(byte)
      } else {
        break
      }
      k += 1
    }
    guard k < end, word.count > 1, unsafe p[k] == UInt8(ascii: "]") else { return i + 1 }
    word.append(UInt8(ascii: "]"))
    let key = WordKey(word)
    emit(slot: learn(word), key.low, key.high, origin + UInt32(i), origin + UInt32(k + 1))
    return k + 1
  }

  private func emoticon(_ p: UnsafePointer<UInt8>, _ i: Int, _ end: Int, _ origin: UInt32) -> Int {
    var bytes: [UInt8] = []
    for k in i..<min(end, i + 4) { bytes.append(unsafe p[k]) }
    guard let face = Emoji.emoticon(bytes) else { return i + 1 }
    push(vocabulary.id(face.name), origin + UInt32(i), origin + UInt32(i + face.count))
    return i + face.count
  }

  private func outsideASCII(_ p: UnsafePointer<UInt8>, _ i: Int, _ end: Int, _ origin: UInt32) -> Int {
    let (scalar, width) = unsafe decode(p, i, end)
    if isLetter(scalar) { return unsafe rareWord(p, i, end, origin) }
    let at = origin + UInt32(i)
    switch scalar {
    case 0x2026: stop(FixedToken.period, at)
    case 0xFF1F: stop(FixedToken.question, at)
    case 0xFF01: stop(FixedToken.exclamation, at)
    default: if let name = Emoji.name(scalar) { push(vocabulary.id(name), at, at + UInt32(width)) }
    }
    return i + width
  }

  private func isTypographicApostrophe(_ p: UnsafePointer<UInt8>, _ i: Int, _ end: Int) -> Bool {
    i + 2 < end && (unsafe p[i]) == 0xE2 && (unsafe p[i + 1]) == 0x80
      && ((unsafe p[i + 2]) == 0x99 || (unsafe p[i + 2]) == 0x98)
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
