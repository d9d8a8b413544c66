/// Numbers read out in words: "four one double two …", "twenty three, forty one", with digits mixed in; and dates of birth said in words.
extension TurnScan {
  mutating func findSpokenNumbers() {
    var index = 0
    while index < words.count {
      if let end = spokenDate(index) {
        index = end
      } else if isNumber(words[index].kind) {
        index = spokenRun(index)
      } else {
        index += 1
      }
    }
  }

  private func isNumber(_ kind: SpokenWord.Kind) -> Bool {
    switch kind {
    case .digit, .teen, .tens, .times, .numeral: true
    default: false
    }
  }

  /// Reads the run of number words from one on; the index behind it.
  private mutating func spokenRun(_ first: Int) -> Int {
    digits.removeAll(keepingCapacity: true)
    var index = first
    var last = first
    var count = 0
    var singles = 0
    var factor = 1
    var hasQuantity = false
    var hasWords = false
    walk: while index < words.count, digits.count < 40 {
      let word = words[index]
      switch word.kind {
      case .digit:
        for _ in 0..<factor { digits.append(UInt8(word.value)) }
        factor = 1
        singles += 1
        hasWords = true
      case .teen:
        digits += [1, UInt8(word.value - 10)]
        hasWords = true
      case .tens:
        let next = index + 1 < words.count && !word.isBreak ? words[index + 1] : word
        let unit = next.kind == .digit && next.value > 0 && next.key != 0x686F ? next.value : 0
        digits += [UInt8(word.value / 10), UInt8(unit)]
        if unit > 0 { index += 1 }
        hasWords = true
      case .times: factor = word.value
      case .hundred where digits.count == 1: digits += [0, 0]
      case .hundred, .thousand: hasQuantity = true
      case .numeral:
        for at in word.start..<word.end { for _ in 0..<factor { digits.append(text[at] - 0x30) } }
        factor = 1
      case .filler:
        index += 1
        continue
      default: break walk
      }
      count += 1
      last = index
      let isBreak = words[index].isBreak
      index += 1
      if isBreak { break }
    }
    index = max(index, first + 1)
    guard hasWords, digits.count >= 4, count >= 4 || digits.count >= 5 && count >= 3 else { return index }
    if hasQuantity && singles < 5 { return index }
    if isMeasure(words[last].end) && digits.count < 7 { return index }
    if isYearPhrase(first, last) { return index }
    note(words[first].start, words[last].end, spokenKind(words[first].start))
    return last + 1
  }

  /// "nineteen eighty five", "twenty twenty six": three words at most, and a year.
  private func isYearPhrase(_ first: Int, _ last: Int) -> Bool {
    digits.count == 4 && last - first <= 2 && (digits[0] == 1 && digits[1] == 9 || digits[0] == 2 && digits[1] == 0)
  }

  private func spokenKind(_ start: Int) -> PersonalKind {
    if Checks.isCard(digits[...]) { return .card }
    if digits.count <= 8, digits.count >= 6, saysBirth(before: start) { return .birthDate }
    if digits.count == 9, says(.national, before: start) { return .id }
    if digits.count >= 7, digits.count <= 15 {
      if saysHere(.account, before: start), !saysHere(.phone, before: start) { return .number }
      if Checks.isNorthAmerican(digits[...]) || digits[0] == 0 && digits.count >= 10 && digits.count <= 12 {
        return .phone
      }
      if saysPhone(start) { return .phone }
    }
    return .number
  }

  /// Whether a word for a telephone stands in what is said right before, or in the turns before, which are taken as one text.
  private func saysPhone(_ start: Int) -> Bool {
    let from = max(0, start - 48)
    let own = start - from
    let count = own + earlier.count
    func byte(_ at: Int) -> UInt8 { (at < own ? text[from + at] : earlier[at - own]) | 0x20 }
    func holds(_ word: StaticString, _ at: Int) -> Bool {
      guard at + word.utf8CodeUnitCount <= count else { return false }
      for step in 1..<word.utf8CodeUnitCount where unsafe byte(at + step) != word.utf8Start[step] { return false }
      return true
    }
    for at in 0..<count {
      let isFound =
        switch byte(at) {
        case 0x20: holds(" phone", at)
        case UInt8(ascii: "m"): holds("mobile", at)
        case UInt8(ascii: "c"): holds("cell", at) || holds("call you", at)
        case UInt8(ascii: "r"): holds("reach", at)
        case UInt8(ascii: "t"): holds("telephone", at)
        default: false
        }
      if isFound { return true }
    }
    return false
  }

  /// "march third nineteen eighty five", "the fifth of june two thousand one": the index behind it, or nil.
  private mutating func spokenDate(_ first: Int) -> Int? {
    var index = first
    if words[index].kind == .month {
      index += 1
      if index < words.count, words[index].key == Self.the { index += 1 }
      guard let next = day(index) else { return nil }
      index = next
    } else {
      guard words[index].kind == .ordinal || words[index].kind == .tens, let next = day(index) else { return nil }
      index = next
      if index < words.count, words[index].key == Self.of { index += 1 }
      guard index < words.count, words[index].kind == .month else { return nil }
      index += 1
    }
    if index < words.count, words[index].key == Self.of { index += 1 }
    let start = words[first].start
    if let (end, year) = year(index) {
      guard year >= 1900 && year <= 2008 || saysBirth(before: start) else { return end }
      note(start, words[end - 1].end, .birthDate)
      return end
    }
    guard saysBirth(before: start) else { return nil }
    note(start, words[index - 1].end, .birthDate)
    return index
  }

  /// Index behind a day of the month.
  private func day(_ index: Int) -> Int? {
    guard index < words.count else { return nil }
    let word = words[index]
    switch word.kind {
    case .ordinal, .teen: return index + 1
    case .digit: return word.value > 0 ? index + 1 : nil
    case .numeral: return word.end - word.start <= 2 ? index + 1 : nil
    case .tens where word.value <= 30:
      let hasUnit = index + 1 < words.count && (words[index + 1].kind == .ordinal || words[index + 1].kind == .digit)
      return hasUnit ? index + 2 : index + 1
    default: return nil
    }
  }

  /// Index behind a year, and the year: nineteen eighty five, two thousand (and) one, twenty oh four, 1985.
  private func year(_ index: Int) -> (Int, Int)? {
    guard index < words.count else { return nil }
    let word = words[index]
    if word.kind == .numeral, word.end - word.start == 4 {
      return (index + 1, (word.start..<word.end).reduce(0) { $0 * 10 + Int(text[$1] - 0x30) })
    }
    if word.kind == .teen && word.value == 19 || word.kind == .tens && word.value == 20 {
      guard let (end, rest) = pair(index + 1) else { return nil }
      return (end, word.value * 100 + rest)
    }
    guard word.kind == .digit, word.value == 2, index + 1 < words.count, words[index + 1].kind == .thousand else {
      return nil
    }
    var at = index + 2
    if at < words.count, words[at].key == Self.and { at += 1 }
    guard let (end, rest) = pair(at) else { return (index + 2, 2000) }
    return (end, 2000 + rest)
  }

  /// Index behind a number below 100 in words, and the number.
  private func pair(_ index: Int) -> (Int, Int)? {
    guard index < words.count else { return nil }
    let word = words[index]
    switch word.kind {
    case .teen: return (index + 1, word.value)
    case .tens:
      if index + 1 < words.count, words[index + 1].kind == .digit {
        return (index + 2, word.value + words[index + 1].value)
      }
      return (index + 1, word.value)
    case .digit:
      // "oh four"; or a bare unit behind "two thousand".
      if word.value == 0, index + 1 < words.count, words[index + 1].kind == .digit {
        return (index + 2, words[index + 1].value)
      }
      return word.value > 0 ? (index + 1, word.value) : nil
    default: return nil
    }
  }

  private static let the: UInt64 = 0x656874
  private static let of: UInt64 = 0x666F
  private static let and: UInt64 = 0x646E61
}
