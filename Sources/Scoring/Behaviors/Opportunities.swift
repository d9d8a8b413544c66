import Record

/// Finds where a conversation calls for a behavior.
enum Opportunities {
  /// Appends the turns that call for it; -1 stands for the conversation as a whole.
  static func find(_ behavior: CompiledBehavior, _ view: ConversationView, into found: GrowingBuffer<Int>) {
    found.removeAll()
    if behavior.always { return found.append(-1) }
    if let turn = first(behavior.closes, .any, view) { return found.append(turn) }
    if behavior.needsName, !view.conversation.customerName.isEmpty { return found.append(-1) }
    if behavior.needsHistory, view.conversation.earlierContacts > 0 { return found.append(-1) }
    if let turn = first(behavior.once, behavior.who, view) { return found.append(turn) }
    each(behavior.each, behavior, view, into: found)
  }

  private static func each(
    _ cues: CueMask, _ behavior: CompiledBehavior, _ view: ConversationView, into found: GrowingBuffer<Int>
  ) {
    guard view.isSomewhere(cues, behavior.who) else { return }
    let last = Int(view.agentTurns.last ?? -1)
    let waits = behavior.reach < Int.max
    let same = behavior.shown?.fromSame == true
    for index in 0..<view.count where isSpoken(view.turns[index], behavior.who) && view.fires(cues, index) {
      // Nobody answered any more: nothing to judge.
      if waits && (same ? index > last : index >= last) { continue }
      // No agent turn since the last opportunity: it is the same one.
      if let before = found.last, view.turns[index].role == .customer, !hasAgentTurn(view, before, index) { continue }
      found.append(index)
    }
  }

  private static func hasAgentTurn(_ view: ConversationView, _ from: Int, _ to: Int) -> Bool {
    var at = to - 1
    while at > from {
      if view.turns[at].isRead && view.turns[at].role == .agent { return true }
      at -= 1
    }
    return false
  }

  /// The first turn of a speaker in which one of the cues fires.
  static func first(
    _ cues: CueMask, _ who: Speaker, _ view: ConversationView
  ) -> Int? {
    guard view.isSomewhere(cues, who) else { return nil }
    for index in 0..<view.count where isSpoken(view.turns[index], who) && view.fires(cues, index) { return index }
    return nil
  }

  private static func isSpoken(_ turn: SpokenTurn, _ who: Speaker) -> Bool {
    turn.isRead && (who == .any || turn.role == who)
  }
}
