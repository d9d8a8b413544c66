import Record

/// Talking without end: more words than the limit with no customer turn between.
enum Monologue {
  static func judge(_ measure: CompiledMeasure, _ view: ConversationView) -> MeasureVerdict {
    var words = 0
    for index in 0..<view.count where view.turns[index].isRead {
      if view.turns[index].role == .customer {
        words = 0
      } else {
        words += Int(view.turns[index].words)
        if Double(words) > measure.limit { return .spoiled(index) }
      }
    }
    return .silent
  }
}

/// Words an agent turn, on average.
enum WordsPerTurn {
  static func judge(_ measure: CompiledMeasure, _ view: ConversationView) -> MeasureVerdict {
    var words = 0
    var longest = -1
    for index in view.agentTurns {
      words += Int(view.turns[index].words)
      if longest < 0 || view.turns[index].words > view.turns[longest].words { longest = index }
    }
    guard longest >= 0 else { return .unknown }
    return Double(words) > measure.limit * Double(view.agentTurns.count) ? .spoiled(longest) : .silent
  }
}

/// Fillers as a share of the agent's words and fillers; judged from 40 words on.
enum FillerShare {
  static func judge(_ measure: CompiledMeasure, _ view: ConversationView) -> MeasureVerdict {
    var words = 0
    var fillers = 0
    var worst = -1
    for index in view.agentTurns {
      words += Int(view.turns[index].words)
      fillers += Int(view.turns[index].fillers)
      if worst < 0 || view.turns[index].fillers > view.turns[worst].fillers { worst = index }
    }
    guard words >= 40 else { return .unknown }
    return Double(fillers) > measure.limit * Double(words + fillers) ? .spoiled(worst) : .silent
  }
}
