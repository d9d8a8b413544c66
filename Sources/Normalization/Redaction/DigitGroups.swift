/// A run of digits and what joins it to the run before.
struct DigitGroup: Sendable {
  var start: Int
  var end: Int
  /// `-`, `.`, `/`, a blank, `)` for a closing bracket, `,` for a comma and a blank; 0 for the first.
  var joint: UInt8

  var count: Int { end - start }
}

extension TurnScan {
  /// Collects the digit runs that stand together from a place on, where a digit stands.
  mutating func collectGroups(_ start: Int) {
    groups.removeAll(keepingCapacity: true)
    var at = start
    var joint: UInt8 = 0
    while groups.count < 24 {
      let begin = at
      while at < text.count, isDigit(text[at]) { at += 1 }
      groups.append(DigitGroup(start: begin, end: at, joint: joint))
      guard let (next, how) = nextGroup(at) else { return }
      at = next
      joint = how
    }
  }

  /// Where the next run of digits begins if it belongs to the one that ends here.
  private func nextGroup(_ end: Int) -> (start: Int, joint: UInt8)? {
    let first = text.byte(end)
    switch first {
    case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"), 0x20:
      if isDigit(text.byte(end + 1)) { return (end + 1, first) }
      if first == 0x20 {
        // " - 5", " (5": blank, mark, perhaps a blank, digit.
        let mark = text.byte(end + 1)
        if mark == UInt8(ascii: "-"), text.byte(end + 2) == 0x20, isDigit(text.byte(end + 3)) { return (end + 3, mark) }
        if mark == UInt8(ascii: "("), isDigit(text.byte(end + 2)) { return (end + 2, 0x20) }
      }
    case UInt8(ascii: ")"):
      if isDigit(text.byte(end + 1)) { return (end + 1, first) }
      if text.byte(end + 1) == 0x20 || text.byte(end + 1) == UInt8(ascii: "-"), isDigit(text.byte(end + 2)) {
        return (end + 2, first)
      }
    case UInt8(ascii: ","):
      if text.byte(end + 1) == 0x20, isDigit(text.byte(end + 2)) { return (end + 2, first) }
    case 0xC2 where text.byte(end + 1) == 0xA0 && isDigit(text.byte(end + 2)):  // no-break space
      return (end + 2, 0x20)
    case 0xE2 where text.byte(end + 1) == 0x80 && isDigit(text.byte(end + 3)):  // en dash and its kin, thin blanks
      return (end + 3, UInt8(ascii: "-"))
    default: break
    }
    return nil
  }

  /// Digits of the groups from one on, as long as their joints are among those given; `digits` holds them afterwards.
  ///
  /// - Returns: how many groups were taken.
  mutating func gather(from first: Int, joints: StaticString, limit: Int = 20) -> Int {
    digits.removeAll(keepingCapacity: true)
    var taken = 0
    for index in first..<groups.count {
      if taken > 0, !Self.holds(joints, groups[index].joint) { break }
      if digits.count + groups[index].count > limit { break }
      for at in groups[index].start..<groups[index].end { digits.append(text[at] - 0x30) }
      taken += 1
    }
    return taken
  }

  private static func holds(_ joints: StaticString, _ joint: UInt8) -> Bool {
    for at in 0..<joints.utf8CodeUnitCount where unsafe joints.utf8Start[at] == joint { return true }
    return false
  }
}
