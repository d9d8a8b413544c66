import Record

/// Cutting in: the agent starts before the customer has ended, and not with a mere sign of listening.
///
/// Told from times; where there are none, from a customer turn that ends in a dash with an agent turn behind it.
enum Interruption {
  static func judge(_ measure: CompiledMeasure, _ view: ConversationView) -> MeasureVerdict {
    var known = view.isTimed
    for index in 0..<view.count where view.turns[index].isRead && view.turns[index].role == .agent {
      guard let before = view.previous(index), view.turns[before].role == .customer else { continue }
      let isCutOff = endsInDash(view, before)
      known = known || isCutOff
      if !view.fires(measure.cues, index), isCutOff || overlaps(view, before, index, measure.limit) {
        return .spoiled(index)
      }
    }
    return known ? .silent : .unknown
  }

  /// How often the agent cut in by more than 0.3 s, or -1 where there are no times.
  static func count(_ view: ConversationView) -> Int32 {
    guard view.isTimed else { return -1 }
    var count: Int32 = 0
    for index in 0..<view.count where view.turns[index].isRead && view.turns[index].role == .agent {
      guard let before = view.previous(index), view.turns[before].role == .customer else { continue }
      if view.turns[index].words > 3, overlaps(view, before, index, 0.3) { count += 1 }
    }
    return count
  }

  private static func overlaps(_ view: ConversationView, _ customer: Int, _ agent: Int, _ limit: Double) -> Bool {
    let earlier = view.turn(customer)
    let later = view.turn(agent)
    guard earlier.isTimed, later.startMs != Turn.noTime else { return false }
    return Double(earlier.endMs - later.startMs) > limit * 1000
  }

  /// Whether a turn's text ends in `-`, `–` or `—`.
  static func endsInDash(_ view: ConversationView, _ index: Int) -> Bool {
    let text = view.turn(index).text
    var end = text.end
    while end > Int(text.offset), view.byte(end - 1) == 0x20 { end -= 1 }
    guard end > Int(text.offset) else { return false }
    if view.byte(end - 1) == UInt8(ascii: "-") { return true }
    guard end - Int(text.offset) >= 3 else { return false }
    let last = view.byte(end - 1)
    return view.byte(end - 3) == 0xE2 && view.byte(end - 2) == 0x80 && (last == 0x93 || last == 0x94)
  }
}
