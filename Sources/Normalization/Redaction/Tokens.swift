/// Numbers with letters: ids of states, IBANs, postcodes, booking codes; and what stays (24th, 5pm, 20gb).
extension TurnScan {
  /// Handles the mixed token around the digit at a place; its end, or nil where no letters touch the number.
  mutating func token(_ start: Int) -> Int? {
    var from = start
    while from > 0, isAscii(text[from - 1]) || (text[from - 1] == 0x2D && from > 1 && isAscii(text[from - 2])) {
      from -= 1
    }
    var to = start
    while to < text.count, isAscii(text[to]) || (text[to] == 0x2D && isAscii(text.byte(to + 1))) { to += 1 }
    var letters = 0
    var figures = 0
    for at in from..<to {
      if isLetter(text[at]) { letters += 1 }
      if isDigit(text[at]) { figures += 1 }
    }
    // Two letters of a country or a prefix may stand apart: "AB 12 34 56 C", "DE 89 3704".
    if letters == 0 {
      guard from >= 3, text[from - 1] == 0x20, isPrefix(from - 1) else { return nil }
      return spaced(from - 3)
    }
    if let end = iban(from) { return end }
    if isPrefixOnly(from, start), let end = spaced(from) { return end }
    if let end = postcode(from, to) { return end }
    let isID = figures >= 4 && isStateID(from, to)
    if isID || figures >= 5 || isCode(from, to, letters, figures) {
      note(from, to, isID || says(.national, before: from) ? .id : .number)
      return to
    }
    // A plain suffix ("24th", "5pm") or a house number with a letter ("12b Mill Road").
    collectGroups(start)
    if letters == 1, figures <= 4, from == start, address(0) { return findings[findings.count - 1].end }
    if let end = ordinalDate(start) { return end }
    return to
  }

  private func isAscii(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) }

  /// Two capitals and a blank before a place, as a word of their own.
  private func isPrefix(_ end: Int) -> Bool {
    text.isCapital(end - 1) && text.isCapital(end - 2) && !isWordByte(text.byte(end - 3))
  }

  private func isPrefixOnly(_ from: Int, _ start: Int) -> Bool {
    start - from == 2 && isLetter(text[from]) && isLetter(text[from + 1])
  }

  /// IBAN from a place where its country code stands: groups of letters and digits with single blanks between.
  private mutating func iban(_ start: Int) -> Int? {
    guard isLetter(text.byte(start)), isLetter(text.byte(start + 1)),
      Checks.hasIban(text[start], text[start + 1])
    else { return nil }
    var letters: [UInt8] = []
    var best: Int?
    var at = start
    while at < text.count, letters.count < 34 {
      if isAscii(text[at]) {
        letters.append(text[at])
        at += 1
        let isBorder = !isAscii(text.byte(at))
        if letters.count == 4, !isDigit(letters[2]) || !isDigit(letters[3]) { return nil }
        if isBorder, letters.count >= 15, Checks.isIban(letters[...]) { best = at }
      } else if text[at] == 0x20 || text[at] == 0x2D, isAscii(text.byte(at + 1)) {
        at += 1
      } else {
        break
      }
    }
    guard let best else { return nil }
    note(start, best, .iban)
    return best
  }

  /// A British national insurance number (two letters, six digits, a letter), or an IBAN with its country apart.
  private mutating func spaced(_ start: Int) -> Int? {
    if let end = iban(start) { return end }
    var at = start + 2
    var figures = 0
    while at < text.count, figures < 6 {
      if isDigit(text[at]) { figures += 1 } else if text[at] != 0x20 && text[at] != 0x2D { return nil }
      at += 1
    }
    guard figures == 6 else { return nil }
    let end = text.byte(at) == 0x20 ? at + 1 : at
    let letter = text.byte(end) | 0x20
    guard letter >= 0x61, letter <= 0x64, !isWordByte(text.byte(end + 1)) else { return nil }
    note(start, end + 1, .id)
    return end + 1
  }

  /// SW1A 1AA: capitals, or after the word "postcode".
  private mutating func postcode(_ from: Int, _ to: Int) -> Int? {
    guard to - from >= 2, to - from <= 4, isLetter(text[from]), text.byte(to) == 0x20, isDigit(text.byte(to + 1)),
      isLetter(text.byte(to + 2)), isLetter(text.byte(to + 3)), !isWordByte(text.byte(to + 4))
    else { return nil }
    guard text.isCapital(from) && text.isCapital(to + 2) || says(.postal, before: from) else { return nil }
    note(from, to + 4, .address)
    return to + 4
  }

  /// A code of letters and digits that the words before call an order, a booking or the like.
  private func isCode(_ from: Int, _ to: Int, _ letters: Int, _ figures: Int) -> Bool {
    guard letters + figures >= 5, figures >= 2, letters >= 2 || figures >= 4 else { return false }
    return saysHere(.account, before: from)
  }

  /// Forms that states give to persons.
  private func isStateID(_ from: Int, _ to: Int) -> Bool {
    var length = 0
    for at in from..<to where isAscii(text[at]) { length += 1 }
    // None of the forms below is of another length, and most tokens are.
    guard length == 9 || length == 10 || length == 16 else { return false }
    let token = text[from..<to].filter { isAscii($0) }
    var shape: [UInt8] = []
    for byte in token { shape.append(isDigit(byte) ? 0x39 : 0x61) }
    let form = String(decoding: shape, as: UTF8.self)
    switch form {
    case "99999999a": return Checks.isSpanishID(token[0..<8].map { $0 - 0x30 }[...], token[8])
    case "a9999999a":
      guard let lead = Array("xyz".utf8).firstIndex(of: token[0] | 0x20) else { return false }
      return Checks.isSpanishID(([UInt8(lead)] + token[1..<8].map { $0 - 0x30 })[...], token[8])
    case "aaaaa9999a": return true  // PAN (India)
    case "aaaaaa99a99a999a": return true  // codice fiscale (Italy)
    case "aa999999a": return true  // national insurance number (United Kingdom)
    default: return false
    }
  }
}
