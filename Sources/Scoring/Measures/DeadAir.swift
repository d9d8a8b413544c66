import Record

/// Silence that nobody announced: between the end of a turn and the start of the agent's next one. Needs times.
enum DeadAir {
  /// Spoiled by a silence longer than `limit` seconds, unless one of `cues` (a hold announced) stands in the agent's turn before.
  static func judge(_ measure: CompiledMeasure, _ view: ConversationView) -> MeasureVerdict {
    guard view.isTimed else { return .unknown }
    var latest = Int64.min
    var announced = false
    for index in 0..<view.count where view.turns[index].isRead {
      let turn = view.turn(index)
      let isAgent = view.turns[index].role == .agent
      if isAgent, turn.startMs != Turn.noTime, latest != Int64.min, !announced,
        Double(turn.startMs - latest) > measure.limit * 1000
      {
        return .spoiled(index)
      }
      if turn.isTimed { latest = max(latest, turn.endMs) }
      if isAgent { announced = view.fires(measure.cues, index) }
    }
    return .silent
  }

  /// The longest silence between two turns, in milliseconds, or -1 where there are no times.
  static func longestSilence(_ view: ConversationView) -> Int64 {
    var latest = Int64.min
    var longest: Int64 = -1
    for index in 0..<view.count where view.turns[index].isRead {
      let turn = view.turn(index)
      guard turn.isTimed else { continue }
      if latest != Int64.min { longest = max(longest, max(0, turn.startMs - latest)) }
      latest = max(latest, turn.endMs)
    }
    return longest
  }
}
