/// Dates of birth: a full date that lies far back, or any date where a birth is spoken of.
extension TurnScan {
  /// Years up to this one are taken for birth years without further ado: whoever calls is grown up.
  private static let latestBirthYear = 2008

  /// A date in digits, or in digits and a month's name, at a group; the groups it took, noted or not.
  mutating func date(_ index: Int) -> Int {
    let numeric = numericDate(index)
    if numeric > 0 { return numeric }
    guard groups[index].count <= 2 else { return 0 }
    return namedDate(index)
  }

  private func value(_ group: DigitGroup) -> Int {
    var value = 0
    for at in group.start..<group.end { value = value * 10 + Int(text[at] - 0x30) }
    return value
  }

  /// 03/14/1985, 14.3.1985, 1985-03-14, 3/14/85.
  private mutating func numericDate(_ index: Int) -> Int {
    guard index + 2 < groups.count else { return 0 }
    let joint = groups[index + 1].joint
    guard joint == 0x2F || joint == 0x2D || joint == 0x2E || joint == 0x20, groups[index + 2].joint == joint else {
      return 0
    }
    // A fourth group with the same joint: a telephone number.
    if index + 3 < groups.count, groups[index + 3].joint == joint { return 0 }
    let (a, b, c) = (groups[index], groups[index + 1], groups[index + 2])
    guard b.count <= 2 else { return 0 }
    var parts = (value(a), value(b), value(c))
    var yearDigits = c.count
    if a.count == 4 {
      guard c.count <= 2 else { return 0 }
      yearDigits = 4
      parts = (parts.1, parts.2, parts.0)
    }
    guard a.count == 4 || a.count <= 2, yearDigits == 4 || yearDigits == 2, isDay(parts.0, parts.1) else { return 0 }
    guard yearDigits == 2 || (parts.2 >= 1900 && parts.2 <= 2100) else { return 0 }
    if joint == 0x20, !saysBirth(before: a.start) { return 0 }
    judge(a.start, c.end, year: parts.2, isFull: yearDigits == 4)
    return 3
  }

  private func isDay(_ first: Int, _ second: Int) -> Bool {
    first >= 1 && second >= 1 && first <= 31 && second <= 31 && (first <= 12 || second <= 12)
  }

  private mutating func judge(_ start: Int, _ end: Int, year: Int, isFull: Bool) {
    if isFull && year >= 1900 && year <= Self.latestBirthYear || saysBirth(before: start) {
      note(start, end, .birthDate)
    }
  }

  /// June 5, 1985; 5 June 1985; the 5th of June 1985.
  private mutating func namedDate(_ index: Int) -> Int {
    let group = groups[index]
    let day = value(group)
    guard day >= 1, day <= 31 else { return 0 }
    let afterDay = ordinalEnd(group.end)
    if let start = monthBefore(group.start) {
      return finish(start, afterDay, index)
    }
    if let end = monthAfter(afterDay) { return finish(group.start, end, index) }
    return 0
  }

  /// For tokens such as "5th", which the walk over plain numbers doesn't see. `collectGroups` has been called.
  mutating func ordinalDate(_ start: Int) -> Int? {
    guard groups[0].count <= 2 else { return nil }
    let before = findings.count
    guard namedDate(0) > 0, findings.count > before else { return nil }
    return findings[findings.count - 1].end
  }

  /// From the end of day and month: the year if there is one, then the verdict. Gives the groups that it took.
  private mutating func finish(_ start: Int, _ end: Int, _ index: Int) -> Int {
    var at = end
    if text.byte(at) == UInt8(ascii: ",") || text.byte(at) == UInt8(ascii: ".") { at += 1 }
    at = text.skipBlanks(at, limit: 1)
    if matches("of ", at) { at += 3 }
    var yearEnd = at
    while yearEnd < text.count, isDigit(text[yearEnd]) { yearEnd += 1 }
    let length = yearEnd - at
    if length == 4, !isWordByte(text.byte(yearEnd)) {
      let year = (at..<yearEnd).reduce(0) { $0 * 10 + Int(text[$1] - 0x30) }
      judge(start, yearEnd, year: year, isFull: true)
      let taken = groups.indices.last { groups[$0].start == at } ?? index
      return max(1, taken - index + 1)
    }
    if length == 2, saysBirth(before: start) {
      note(start, yearEnd, .birthDate)
      let taken = groups.indices.last { groups[$0].start == at } ?? index
      return max(1, taken - index + 1)
    }
    if saysBirth(before: start) { note(start, end, .birthDate) }
    return 1
  }

  private func matches(_ word: StaticString, _ at: Int) -> Bool {
    for step in 0..<word.utf8CodeUnitCount where unsafe text.byte(at + step) | 0x20 != word.utf8Start[step] {
      return false
    }
    return true
  }

  /// Behind st, nd, rd, th.
  private func ordinalEnd(_ end: Int) -> Int {
    for suffix in ["st", "nd", "rd", "th"] as [StaticString]
    where matches(suffix, end) && !isWordByte(text.byte(end + 2)) {
      return end + 2
    }
    return end
  }

  /// Start of a month's name right before a place.
  private func monthBefore(_ place: Int) -> Int? {
    var end = place
    while end > 0, text[end - 1] == 0x20 || text[end - 1] == 0x2E { end -= 1 }
    guard end < place else { return nil }
    var start = text.wordStart(end)
    if text.key(start, end) == 0x656874 {  // "the": "june the 5th"
      end = max(0, start - 1)
      start = text.wordStart(end)
    }
    return start < end && lists.months.contains(text.key(start, end)) ? start : nil
  }

  /// End of a month's name right behind a place, with "of" between or not.
  private func monthAfter(_ place: Int) -> Int? {
    var start = text.skipBlanks(place, limit: 2)
    guard start > place || text.byte(place) == 0x2D else { return nil }
    if matches("of ", start) { start += 3 }
    let end = text.wordEnd(start)
    return end > start && lists.months.contains(text.key(start, end)) ? end : nil
  }
}
