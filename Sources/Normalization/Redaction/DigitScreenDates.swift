/// Days and months: harmless where no year follows and no birth is spoken of.
extension DigitScreen {
  /// False where a year may follow a day and a month; a date without one is noted in `hasDates`.
  func isHarmlessDay(_ start: Int, _ end: Int, _ text: TurnView, _ hasDates: inout Bool) -> Bool {
    let dayEnd = ordinalEnd(end, text)
    let monthEnd = isMonthBefore(start, text) ? dayEnd : monthAfter(dayEnd, text)
    guard let monthEnd else { return true }
    var at = monthEnd
    if text.byte(at) == UInt8(ascii: ",") || text.byte(at) == UInt8(ascii: ".") { at += 1 }
    at = text.skipBlanks(at, limit: 1)
    if isOf(at, text) { at += 3 }
    hasDates = true
    return !isDigit(text.byte(at))
  }

  /// Behind st, nd, rd, th.
  private func ordinalEnd(_ end: Int, _ text: TurnView) -> Int {
    switch (text.byte(end) | 0x20, text.byte(end + 1) | 0x20) {
    case (0x73, 0x74), (0x6E, 0x64), (0x72, 0x64), (0x74, 0x68): isWordByte(text.byte(end + 2)) ? end : end + 2
    default: end
    }
  }

  /// Whether a month's name stands right before a place, with "the" between or not.
  private func isMonthBefore(_ start: Int, _ text: TurnView) -> Bool {
    var last = start
    while case let byte = text.byte(last - 1), byte == 0x20 || byte == 0x2E { last -= 1 }
    guard last < start, last > 0 else { return false }
    var first = text.wordStart(last)
    var found = words.classes(of: text.key(first, last))
    if found.contains(.the) {
      last = max(0, first - 1)
      first = text.wordStart(last)
      found = words.classes(of: text.key(first, last))
    }
    return found.contains(.month)
  }

  /// End of a month's name right behind a place, with "of" between or not.
  private func monthAfter(_ place: Int, _ text: TurnView) -> Int? {
    var start = text.skipBlanks(place, limit: 2)
    guard start > place || text.byte(place) == 0x2D else { return nil }
    if isOf(start, text) { start += 3 }
    let end = text.wordEnd(start)
    return words.classes(of: text.key(start, end)).contains(.month) ? end : nil
  }

  /// Whether "of" stands here; what follows may be anything that bit 5 makes a blank of.
  private func isOf(_ at: Int, _ text: TurnView) -> Bool {
    text.byte(at) | 0x20 == UInt8(ascii: "o") && text.byte(at + 1) | 0x20 == UInt8(ascii: "f")
      && text.byte(at + 2) | 0x20 == 0x20
  }

  /// Whether "birth", "born", "dob" or "bday" may stand in a text.
  func speaksOfBirth(_ text: TurnView) -> Bool {
    var at = text.nextB(0)
    while at < text.count {
      switch (text.byte(at + 1) | 0x20, text.byte(at + 2) | 0x20) {
      case (UInt8(ascii: "i"), UInt8(ascii: "r")), (UInt8(ascii: "o"), UInt8(ascii: "r")): return true
      case (UInt8(ascii: "d"), UInt8(ascii: "a")): return true
      default:
        if text.byte(at - 1) | 0x20 == UInt8(ascii: "o"), text.byte(at - 2) | 0x20 == UInt8(ascii: "d") { return true }
      }
      at = text.nextB(at + 1)
    }
    return false
  }
}
