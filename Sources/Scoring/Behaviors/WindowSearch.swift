/// Finds the agent turn in a window in which one of its cues fires.
enum WindowSearch {
  /// The first such turn for an opportunity (-1 for the conversation as a whole), or nil.
  static func find(
    _ window: CompiledBehavior.Window, _ view: ConversationView, opportunity: Int
  ) -> Int? {
    guard view.isSomewhere(window.cues, .agent) else { return nil }
    let limit = window.before.isNone ? (turn: Int.max, token: Int32.max) : before(of: window.before, view)
    var left = window.within
    for index in view.agentTurns {
      if window.within < Int.max, window.fromSame ? index < opportunity : index <= opportunity { continue }
      guard left > 0, index <= limit.turn else { return nil }
      left -= 1
      if window.hasPosition, !view.scanner.isAt(window.position, view.turns[index]) { continue }
      guard view.fires(window.cues, index) else { continue }
      if index < limit.turn { return index }
      if let hit = hit(window.cues, index, view), hit.start < limit.token { return index }
    }
    return nil
  }

  /// The hit that stands for one of the cues in a turn: the one that begins first.
  static func hit(_ cues: CueMask, _ turn: Int, _ view: ConversationView) -> CueHit? {
    var best: CueHit?
    for index in view.turns[turn].hits {
      let hit = view.scanner.hits[Int(index)]
      guard view.holds(hit.cue, cues) else { continue }
      if best.map({ hit.start < $0.start }) ?? true { best = hit }
    }
    return best
  }

  /// Where the first agent turn with one of the cues has it.
  private static func before(
    of cues: CueMask, _ view: ConversationView
  ) -> (turn: Int, token: Int32) {
    guard let turn = Opportunities.first(cues, .agent, view), let hit = hit(cues, turn, view) else {
      return (Int.max, .max)
    }
    return (turn, hit.start)
  }
}
