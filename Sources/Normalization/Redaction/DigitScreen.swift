import Record

/// Tells the digits that nothing comes of, without copying the turn: amounts, times of day, years and small counts whose
/// neighbors make neither an address nor a date of them.
///
/// A quarter of all turns hold a digit and hardly one in ten of those a personal number. What this says to be harmless is what
/// `TurnScan.findNumbers` finds nothing in, rule by rule; whatever isn't plain is left to that. A test holds the one against the other.
struct DigitScreen: Sendable {
  let words = ScreenWords()

  /// Whether nothing can be found in the text's numbers.
  ///
  /// - Parameter earlier: the two turns before, which may ask for a date of birth.
  func isHarmless(_ arena: Span<UInt8>, _ text: TextRange, earlier: (TextRange, TextRange)) -> Bool {
    unsafe arena.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return true }
      func view(_ range: TextRange) -> TurnView {
        let start = Int(range.offset)
        return unsafe TurnView(base + start, count: Int(range.count), readable: bytes.count - start)
      }
      let text = view(text)
      var hasDates = false
      var at = text.nextDigit(0)
      while at < text.count {
        guard let end = pass(at, text, &hasDates) else { return false }
        at = text.nextDigit(end)
      }
      return !hasDates || !(speaksOfBirth(text) || speaksOfBirth(view(earlier.0)) || speaksOfBirth(view(earlier.1)))
    }
  }

  /// The place behind the harmless number that begins at a place, or nil where it takes a closer look. A day and a month are
  /// harmless if no birth is spoken of.
  private func pass(_ start: Int, _ text: TurnView, _ hasDates: inout Bool) -> Int? {
    if let end = amount(start, text) { return end }
    let before = text.byte(start - 1)
    if isAscii(before) || before == UInt8(ascii: "-") && isAscii(text.byte(start - 2)) { return nil }
    var end = start
    while isDigit(text.byte(end)) { end += 1 }
    if isAscii(text.byte(end)) || text.byte(end) == UInt8(ascii: "-") && isAscii(text.byte(end + 1)) {
      return token(start, end, text, &hasDates)
    }
    // Two capitals before it may be a country or a prefix.
    if before == 0x20, text.isCapital(start - 2), text.isCapital(start - 3), !isWordByte(text.byte(start - 4)) {
      return nil
    }
    guard isDigit(text.byte(end + 1)) || isDigit(text.byte(end + 2)) || isDigit(text.byte(end + 3)) else {
      return isHarmless(start, end, text, &hasDates) ? end : nil
    }
    // Of digits that stand together only decimals are told here: 4.5, 12.75.
    let rest = end + 1
    let last = rest + (isDigit(text.byte(rest + 1)) ? 2 : 1)
    guard text.byte(end) == UInt8(ascii: "."), end - start <= 2, isDigit(text.byte(rest)), !isAscii(text.byte(last)),
      !isDigit(text.byte(last + 1)), !isDigit(text.byte(last + 2)), !isDigit(text.byte(last + 3)),
      isHarmless(start, end, text, &hasDates), isHarmless(rest, last, text, &hasDates)
    else { return nil }
    return last
  }

  /// Whether a group of digits, no part of a longer number, is neither a secret nor a house number.
  private func isHarmless(_ start: Int, _ end: Int, _ text: TurnView, _ hasDates: inout Bool) -> Bool {
    switch end - start {
    case 1, 2: if !isHarmlessDay(start, end, text, &hasDates) { return false }
    case 3: if mayBeCode(start, text) { return false }
    case 4: if !isYear(start, text) { return false }
    default: return false
    }
    return !mayStreetFollow(end, text) && !mayStreetPrecede(start, end, text)
  }

  /// `TurnScan.amount`.
  private func amount(_ start: Int, _ text: TurnView) -> Int? {
    var end = start
    while isDigit(text.byte(end)) { end += 1 }
    let next = text.byte(end)
    let groupsThousands = next == UInt8(ascii: ",") && end - start <= 3 && isDigit(text.byte(end + 1))
    if groupsThousands || isCurrency(before: start, text) {
      while isDigit(text.byte(end))
        || (text.byte(end) == 0x2C || text.byte(end) == 0x2E) && isDigit(text.byte(end + 1))
      { end += 1 }
      return end
    }
    guard next == UInt8(ascii: ":"), isDigit(text.byte(end + 1)), end - start <= 2 else { return nil }
    while isDigit(text.byte(end)) || text.byte(end) == 0x3A && isDigit(text.byte(end + 1)) { end += 1 }
    return end
  }

  private func isCurrency(before start: Int, _ text: TurnView) -> Bool {
    let at = text.byte(start - 1) == 0x20 ? start - 1 : start
    switch text.byte(at - 1) {
    case UInt8(ascii: "$"): return true
    case 0xA3, 0xA5: return text.byte(at - 2) == 0xC2
    case 0xAC: return text.byte(at - 2) == 0x82 && text.byte(at - 3) == 0xE2
    default: return false
    }
  }

  /// 5pm, 24th, 10gb, 4-door: the token's end where it is too short for an id.
  private func token(_ start: Int, _ firstEnd: Int, _ text: TurnView, _ hasDates: inout Bool) -> Int? {
    var letters = 0
    var figures = 0
    var end = start
    while case let byte = text.byte(end), isAscii(byte) || byte == UInt8(ascii: "-") && isAscii(text.byte(end + 1)) {
      if isLetter(byte) { letters += 1 } else if isDigit(byte) { figures += 1 }
      end += 1
    }
    guard letters >= 2, figures == 1 || figures <= 3 && letters + figures <= 4 else { return nil }
    return isHarmlessDay(start, firstEnd, text, &hasDates) ? end : nil
  }

  /// Whether "cvv", "cvc" or "security code" may stand before three digits.
  private func mayBeCode(_ start: Int, _ text: TurnView) -> Bool {
    for at in max(0, start - 24)..<start {
      let byte = text.byte(at) | 0x20
      guard byte == UInt8(ascii: "c") else { continue }
      let next = text.byte(at + 1) | 0x20
      if next == UInt8(ascii: "v") || next == UInt8(ascii: "o") && text.byte(at + 2) | 0x20 == UInt8(ascii: "d") {
        return true
      }
    }
    return false
  }

  private func isYear(_ start: Int, _ text: TurnView) -> Bool {
    let century = (text.byte(start) - 0x30) * 10 + text.byte(start + 1) - 0x30
    return century == 19 || century == 20 && text.byte(start + 2) < 0x34
  }

  /// `TurnScan.streetAfter`, with every street's kind taken for one.
  private func mayStreetFollow(_ end: Int, _ text: TurnView) -> Bool {
    var at = end
    if text.byte(at) == UInt8(ascii: ",") { at += 1 }
    for place in 0..<5 {
      let start = text.skipBlanks(at, limit: 2)
      guard start > at, isWordByte(text.byte(start)) else { return false }
      let end = text.wordEnd(start)
      let found = words.classes(of: text.key(start, end))
      if found.contains(place == 0 ? .streetStart : .street) || text.mayBeGermanStreet(start, end) { return true }
      if found.contains(.notStreet) { return false }
      if isDigit(text.byte(start)), end - start < 3 || !isLetter(text.byte(end - 1)) { return false }
      at = end
      if text.byte(at) == UInt8(ascii: "."), end - start <= 2 { at += 1 }
    }
    return false
  }

  /// `TurnScan.streetBefore`, likewise.
  private func mayStreetPrecede(_ start: Int, _ end: Int, _ text: TurnView) -> Bool {
    guard text.byte(start - 1) == 0x20 else { return false }
    var last = start - 1
    if text.byte(last - 1) == UInt8(ascii: ",") { last -= 1 }
    var first = text.wordStart(last)
    guard first < last else { return false }
    let found = words.classes(of: text.key(first, last))
    if found.contains(.box) || text.mayBeGermanStreet(first, last) { return true }
    let goesOn = isWordByte(text.byte(end)) || text.byte(end) == 0x20 && isLetter(text.byte(end + 1))
    if goesOn, !text.isCapital(first) { return false }
    for _ in 0..<4 {
      if words.classes(of: text.key(first, last)).contains(.streetStart) { return true }
      last = first - 1
      guard last > 0, text.byte(last) == 0x20 else { return false }
      first = text.wordStart(last)
      guard first < last else { return false }
    }
    return false
  }

  @inline(__always)
  private func isAscii(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) }
}
