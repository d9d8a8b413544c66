/// Numbers written in digits: what they are and whether they stay.
extension TurnScan {
  /// Reads all digits of the turn.
  mutating func findNumbers() {
    var at = 0
    while true {
      at = nextDigit(at)
      guard at < text.count else { return }
      if !findings.isEmpty, let end = covered(at) {
        at = end
        continue
      }
      at = max(at + 1, number(at))
    }
  }

  /// The next digit from a place on, or the end.
  private func nextDigit(_ start: Int) -> Int {
    unsafe text.withUnsafeBufferPointer { bytes in
      var at = start
      while at < bytes.count, unsafe !isDigit(bytes[at]) { at &+= 1 }
      return at
    }
  }

  /// Looks at the number that begins at a place, and gives the place to go on from.
  private mutating func number(_ start: Int) -> Int {
    if let end = amount(start) { return end }
    if let end = token(start) { return end }
    collectGroups(start)
    var index = 0
    while index < groups.count {
      let taken = classify(index)
      guard taken > 0 else {
        index += 1
        continue
      }
      index += taken
    }
    return groups[groups.count - 1].end
  }

  /// Money, a grouped count (1,250) or a time of day stays: its end, or nil.
  private func amount(_ start: Int) -> Int? {
    var end = start
    while end < text.count, isDigit(text[end]) { end += 1 }
    let isMoney = isCurrency(before: start)
    let groupsThousands = text.byte(end) == UInt8(ascii: ",") && end - start <= 3 && isDigit(text.byte(end + 1))
    if isMoney || groupsThousands {
      while end < text.count,
        isDigit(text[end]) || ((text[end] == 0x2C || text[end] == 0x2E) && isDigit(text.byte(end + 1)))
      {
        end += 1
      }
      return end
    }
    if text.byte(end) == UInt8(ascii: ":"), isDigit(text.byte(end + 1)), end - start <= 2 {
      while end < text.count, isDigit(text[end]) || (text[end] == 0x3A && isDigit(text.byte(end + 1))) { end += 1 }
      return end
    }
    return nil
  }

  /// A dollar, euro, pound or yen sign right before, or with one blank between.
  private func isCurrency(before start: Int) -> Bool {
    let at = text.byte(start - 1) == 0x20 ? start - 1 : start
    switch text.byte(at - 1) {
    case UInt8(ascii: "$"): return true
    case 0xA3, 0xA5: return text.byte(at - 2) == 0xC2
    case 0xAC: return text.byte(at - 2) == 0x82 && text.byte(at - 3) == 0xE2
    default: return false
    }
  }

  /// Tries everything at one group; the number of groups it took, or 0 where it is none of our business.
  private mutating func classify(_ index: Int) -> Int {
    let group = groups[index]
    if group.count <= 2 || group.count == 4 {
      let taken = date(index)
      if taken > 0 { return taken }
    }
    if groups.count == 1, group.count <= 3 {
      // A small number alone: a house number at most, or a card's security code.
      return address(index) || (group.count == 3 && code(index)) ? 1 : 0
    }
    if let taken = card(index) { return taken }
    if let taken = phone(index) { return taken }
    if let taken = national(index) { return taken }
    if let taken = long(index) { return taken }
    if group.count <= 5, address(index) { return 1 }
    return code(index) ? 1 : 0
  }

  private mutating func card(_ index: Int) -> Int? {
    let taken = gather(from: index, joints: "- ", limit: 19)
    guard digits.count >= 13 else { return nil }
    var count = digits.count
    for used in stride(from: taken, to: 0, by: -1) {
      if count < 13 { return nil }
      if Checks.isCard(digits[..<count]) {
        note(groups[index].start, groups[index + used - 1].end, .card)
        return used
      }
      count -= groups[index + used - 1].count
    }
    return nil
  }

  private mutating func phone(_ index: Int) -> Int? {
    let group = groups[index]
    var start = group.start
    let isOpen = text.byte(start - 1) == UInt8(ascii: "(")
    if isOpen { start -= 1 }
    let isPlus = text.byte(start - 1) == UInt8(ascii: "+")
    if isPlus { start -= 1 }
    let taken = gather(from: index, joints: "-. )/", limit: 15)
    // A run longer than any telephone number.
    guard taken > 0 else { return nil }
    let total = digits.count
    let end = groups[index + taken - 1].end
    func isShape(_ shape: StaticString) -> Bool { self.isShape(shape, index, taken) }
    let isInternational = isPlus || (digits[0] == 0 && total > 2 && digits[1] == 0)
    if isInternational, total >= 8 {
      note(start, end, .phone)
      return taken
    }
    // A shape may be followed by a group that is something else: three groups at most are tried as one number first.
    if let used = northAmerican(index, taken) {
      note(start, groups[index + used - 1].end, .phone)
      return used
    }
    if isShape("324") && joint(index + 1) != UInt8(ascii: ")") { return nil }
    // Inland numbers begin with 0 nearly everywhere else.
    if digits[0] == 0, total >= 9, total <= 12, taken > 1 || total >= 10 {
      note(start, end, .phone)
      return taken
    }
    guard total >= 7, total <= 12, taken > 1 || total >= 9, !isShape("444"), !isShape("333") || joint(index + 1) != 0x2E
    else { return nil }
    guard saysHere(.phone, before: start) || (says(.phone, before: start) && !says(.national, before: start)) else {
      return nil
    }
    note(start, end, .phone)
    return taken
  }

  /// 212-555-0142, (212) 555 0142, 1 212 555 0142, 2125550142, 555-0142.
  private func northAmerican(_ index: Int, _ taken: Int) -> Int? {
    let country = groups[index].count == 1 && digits[0] == 1 && taken > 3 ? 1 : 0
    if taken >= 3 + country, isShape("334", index + country, 3) {
      let first = country
      if digits[first] >= 2, digits[first + 3] >= 1 { return 3 + country }
    }
    if taken >= 2 + country, isShape("37", index + country, 2), digits[country] >= 2 { return 2 + country }
    if groups[index].count == 10 || groups[index].count == 11 {
      return Checks.isNorthAmerican(digits[..<groups[index].count]) ? 1 : nil
    }
    if taken == 2, isShape("34", index, 2),
      joint(index + 1) == UInt8(ascii: "-") || joint(index + 1) == UInt8(ascii: ".")
    {
      return 2
    }
    return nil
  }

  /// Whether the groups from one on have these lengths.
  private func isShape(_ shape: StaticString, _ index: Int, _ taken: Int) -> Bool {
    guard taken == shape.utf8CodeUnitCount, index + taken <= groups.count else { return false }
    for step in 0..<taken where unsafe groups[index + step].count != Int(shape.utf8Start[step] - 0x30) { return false }
    return true
  }

  private func joint(_ index: Int) -> UInt8 { index < groups.count ? groups[index].joint : 0 }

  /// Numbers that a state gives to a person.
  private mutating func national(_ index: Int) -> Int? {
    let taken = gather(from: index, joints: "- .", limit: 18)
    let start = groups[index].start
    var isID = false
    if isShape("324", index, taken) {
      isID = Checks.isSocialSecurity(digits[...]) || joint(index + 1) == UInt8(ascii: "-")
    }
    if isShape("3332", index, taken) { isID = true }  // CPF
    if isShape("1222332", index, taken) || isShape("122233", index, taken) { isID = true }  // French NIR
    if !isID, digits.count >= 8, digits.count <= 15,
      taken == 1 || isShape("333", index, taken) || isShape("444", index, taken)
    {
      isID = saysHere(.national, before: start) || context.says(.national, earlier, 0, earlier.count)
    }
    guard isID else { return nil }
    note(start, groups[index + taken - 1].end, .id)
    return taken
  }

  /// A number too long to be a count names an account, an order, a person.
  private mutating func long(_ index: Int) -> Int? {
    let group = groups[index]
    if group.count >= 7 {
      if isMeasure(group.end) { return nil }
      note(group.start, group.end, .number)
      return 1
    }
    let taken = gather(from: index, joints: "- ", limit: 24)
    if taken > 1, digits.count >= 7, !isMeasure(groups[index + taken - 1].end) {
      note(group.start, groups[index + taken - 1].end, .number)
      return taken
    }
    // "4, 4, 1, 2, 9": read out one by one.
    guard group.count == 1 else { return nil }
    let read = gather(from: index, joints: ", -", limit: 24)
    guard read >= 4, (index..<index + read).allSatisfy({ groups[$0].count == 1 }) else { return nil }
    note(group.start, groups[index + read - 1].end, .number)
    return read
  }

  /// Four to six digits are a secret or an account only where the words say so.
  private mutating func code(_ index: Int) -> Bool {
    let group = groups[index]
    guard group.count >= 3, group.count <= 6, !isMeasure(group.end) else { return false }
    if group.count == 5, saysHere(.postal, before: group.start) || context.says(.postal, earlier, 0, earlier.count) {
      var end = group.end
      if text.byte(end) == UInt8(ascii: "-"), index + 1 < groups.count, groups[index + 1].count == 4 {
        end = groups[index + 1].end
      }
      note(group.start, end, .address)
      return true
    }
    if group.count == 4, isYear(group) { return false }
    let isSaid = saysHere(.account, before: group.start)
    let isAsked = group.count >= 4 && context.says(.account, earlier, 0, earlier.count) && isAnswer(group)
    guard group.count >= 4 ? isSaid || isAsked : isSaid && isSecret(group) else { return false }
    note(group.start, group.end, .number)
    return true
  }

  /// 1900...2039 is more often a year.
  private func isYear(_ group: DigitGroup) -> Bool {
    let century = (text[group.start] - 0x30) * 10 + text[group.start + 1] - 0x30
    return century == 19 || century == 20 && text[group.start + 2] < 0x34
  }

  /// A short turn that begins with the number or nearly so.
  private func isAnswer(_ group: DigitGroup) -> Bool { group.start <= 32 && text.count <= 90 }

  /// Three digits are a card's security code only after that very word.
  private func isSecret(_ group: DigitGroup) -> Bool {
    let end = wordBefore(group.start)
    guard end > 0 else { return false }
    let from = max(0, group.start - 24)
    let words = text[from..<group.start].map { $0 | 0x20 }
    return ["cvv", "cvc", "security code"].contains { word in Array(word.utf8).isPart(of: words) }
  }

  private func wordBefore(_ place: Int) -> Int { place }

  /// Whether a unit stands behind a number: dollars, weeks, GB, %.
  func isMeasure(_ end: Int) -> Bool {
    if text.byte(end) == UInt8(ascii: "%") || text.byte(end) == 0xC2 || text.byte(end) == 0xE2 { return true }
    let start = text.skipBlanks(end)
    let wordEnd = text.wordEnd(start)
    return wordEnd > start && lists.units.contains(text.key(start, wordEnd))
  }
}

extension [UInt8] {
  /// Whether these bytes stand somewhere in others.
  func isPart(of other: [UInt8]) -> Bool {
    guard count <= other.count else { return false }
    return (0...other.count - count).contains { other[$0..<$0 + count].elementsEqual(self) }
  }
}
