/// Street addresses: a house number and a street, in the orders in which languages have them.
extension TurnScan {
  /// Whether an address begins (or, in other languages, ends) with the number of a group; notes it.
  mutating func address(_ index: Int) -> Bool {
    let group = groups[index]
    if let end = streetAfter(group) {
      note(flatStart(group.start), extended(end), .address)
      return true
    }
    if let start = streetBefore(group) {
      var end = group.end
      if isLetter(text.byte(end)), !isWordByte(text.byte(end + 1)) { end += 1 }
      note(start, extended(end), .address)
      return true
    }
    return false
  }

  /// 12 Mill Road, 12b Oak St., 350 5th Avenue: the end of the street's name.
  private func streetAfter(_ group: DigitGroup) -> Int? {
    var at = group.end
    if isLetter(text.byte(at)), !isWordByte(text.byte(at + 1)) { at += 1 }
    var words = 0
    var capitals = 0
    while words < 5 {
      if words == 0, text.byte(at) == UInt8(ascii: ",") { at += 1 }
      let start = text.skipBlanks(at, limit: 2)
      guard start > at, start < text.count, isWordByte(text[start]) else { return nil }
      let end = text.wordEnd(start)
      let key = text.key(start, end)
      // A street that begins with its kind: 12 rue de la Paix.
      if words == 0, lists.streetStarts.contains(key), text.byte(end) == 0x20 { return romanceEnd(end) }
      if words > 0, lists.streets.contains(key) || germanStreet(start, end) { return dotted(end) }
      if words > 0, lists.streetsToo.contains(key), looksLikeName(words, capitals, start, end, group) {
        return dotted(end)
      }
      if words == 0, germanStreet(start, end) { return end }
      guard !lists.notStreets.contains(key) else { return nil }
      if isDigit(text[start]), !isOrdinal(start, end) { return nil }
      if text.isCapital(start) { capitals += 1 }
      words += 1
      at = end
      if text.byte(at) == UInt8(ascii: "."), end - start <= 2 { at += 1 }
    }
    return nil
  }

  private func dotted(_ end: Int) -> Int { end }

  /// The weaker endings (drive, way, court) need a capital or talk of an address.
  private func looksLikeName(_ words: Int, _ capitals: Int, _ start: Int, _ end: Int, _ group: DigitGroup) -> Bool {
    if capitals == words && text.isCapital(start) { return true }
    return says(.home, before: group.start)
  }

  private func isOrdinal(_ start: Int, _ end: Int) -> Bool {
    end - start >= 3 && isLetter(text[end - 1]) && isLetter(text[end - 2]) && isDigit(text[end - 3])
  }

  /// Hauptstraße, Lindenweg: one word whose end says it.
  private func germanStreet(_ start: Int, _ end: Int) -> Bool {
    guard end - start >= 5 else { return false }
    switch text[end - 1] | 0x20 {
    case UInt8(ascii: "e"):
      return ends("straße", start, end) || ends("strasse", start, end) || ends("gasse", start, end)
        || ends("allee", start, end)
    case UInt8(ascii: "g"): return ends("weg", start, end) && text.isCapital(start)
    case UInt8(ascii: "z"): return ends("platz", start, end)
    case UInt8(ascii: "t"): return ends("straat", start, end)
    case UInt8(ascii: "n"): return ends("laan", start, end)
    default: return false
    }
  }

  /// Whether a word has this ending and at least two bytes before it.
  private func ends(_ ending: StaticString, _ start: Int, _ end: Int) -> Bool {
    let length = ending.utf8CodeUnitCount
    guard end - start > length + 1 else { return false }
    for step in 0..<length where unsafe text[end - length + step] | 0x20 != ending.utf8Start[step] | 0x20 {
      return false
    }
    return true
  }

  /// Behind the name of a street that begins with its kind: up to four words, no further than a comma or a stop.
  private func romanceEnd(_ start: Int) -> Int {
    var end = start
    for _ in 0..<4 {
      let next = text.skipBlanks(end, limit: 1)
      guard next > end, next < text.count, isLetter(text[next]) || text[next] >= 0x80 else { break }
      let wordEnd = text.wordEnd(next)
      let key = text.key(next, wordEnd)
      if lists.notNames.contains(key) || (lists.notStreets.contains(key) && text.key(next, wordEnd) != 0x6564) { break }
      end = wordEnd
    }
    return end
  }

  /// Hauptstraße 12, calle Mayor 3, PO box 114: the start of it.
  private func streetBefore(_ group: DigitGroup) -> Int? {
    guard group.count <= 5, text.byte(group.start - 1) == 0x20 else { return nil }
    var end = group.start - 1
    if text.byte(end - 1) == UInt8(ascii: ",") { end -= 1 }
    var start = text.wordStart(end)
    guard start < end else { return nil }
    if germanStreet(start, end) { return start }
    if text.key(start, end) == 0x786F62 { return postBox(start) }
    // The number ends the phrase ("calle de la luna 14, Madrid") or follows a name ("via Roma 3 and"), unlike "via email 2 days ago".
    let goesOn = isWordByte(text.byte(group.end)) || text.byte(group.end) == 0x20 && isLetter(text.byte(group.end + 1))
    guard !goesOn || text.isCapital(start) else { return nil }
    for _ in 0..<4 {
      if end - start >= 3, lists.streetStarts.contains(text.key(start, end)) { return start }
      end = start - 1
      guard end > 0, text[end] == 0x20 else { return nil }
      start = text.wordStart(end)
      guard start < end else { return nil }
    }
    return nil
  }

  /// PO box, P.O. box, post office box.
  private func postBox(_ box: Int) -> Int? {
    var at = box - 1
    while at > 0, text[at] == 0x20 || text[at] == 0x2E { at -= 1 }
    guard at >= 1 else { return nil }
    let start = max(0, at - 10)
    let before = text[start...at].map { $0 | 0x20 }
    if before.suffix(6) == Array("office".utf8)[...], at >= 10 { return at - 10 }
    if before.suffix(3) == [0x70, 0x2E, 0x6F] { return at - 2 }
    if before.suffix(2) == [0x70, 0x6F], at == 1 || !isWordByte(text.byte(at - 2)) { return at - 1 }
    return nil
  }

  /// "Flat 3, 12 Mill Road": the flat belongs to it.
  private func flatStart(_ start: Int) -> Int {
    var at = start
    while at > 0, text[at - 1] == 0x20 || text[at - 1] == 0x2C { at -= 1 }
    let number = text.wordStart(at)
    guard at < start, number < at, isDigit(text[number]), text.byte(number - 1) == 0x20 else { return start }
    let word = text.wordStart(number - 1)
    return word < number - 1 && lists.cityWords.contains(text.key(word, number - 1)) ? word : start
  }

  /// Flat, town and postcode behind the street, if a flat or a postcode is there.
  private func extended(_ end: Int) -> Int {
    var best = end
    var at = end
    let limit = min(text.count, end + 64)
    while at < limit {
      let byte = text[at]
      if byte == UInt8(ascii: ".") && text.byte(at + 1) == 0x20 && at > end + 1 || byte == UInt8(ascii: "?")
        || byte == 0x0A
      {
        break
      }
      guard isWordByte(byte) else {
        if byte == UInt8(ascii: "#"), isDigit(text.byte(at + 1)) { best = text.wordEnd(at + 1) }
        at += 1
        continue
      }
      let wordEnd = text.wordEnd(at)
      let key = text.key(at, wordEnd)
      if lists.cityWords.contains(key), text.byte(wordEnd) == 0x20, wordEnd + 1 < text.count, at <= best + 3 {
        best = max(best, text.wordEnd(wordEnd + 1))
        at = best
        continue
      }
      if isPostcode(at, wordEnd) {
        best = wordEnd
        if text.byte(wordEnd) == 0x2D, isDigit(text.byte(wordEnd + 1)) { best = text.wordEnd(wordEnd + 1) }
        if isLetter(text[at]) { best = wordEnd + 4 }
        break
      }
      // A verb or the like ends the address.
      if lists.notNames.contains(key) || lists.units.contains(key) || key == 0x646E61 { break }
      at = wordEnd
    }
    return min(best, text.count)
  }

  /// Five digits, or the first half of a British postcode with the second behind it.
  private func isPostcode(_ start: Int, _ end: Int) -> Bool {
    if end - start == 5 || end - start == 4, (start..<end).allSatisfy({ isDigit(text[$0]) }) { return true }
    guard end - start >= 2, end - start <= 4, text.isCapital(start), isDigit(text[end - 1]) || isDigit(text[end - 2])
    else {
      return false
    }
    return text.byte(end) == 0x20 && isDigit(text.byte(end + 1)) && isLetter(text.byte(end + 2))
      && isLetter(text.byte(end + 3))
      && !isWordByte(text.byte(end + 4))
  }
}
