import Record

/// Saying back what the customer told, without a stock phrase: a turn of some length that shares content words with the
/// customer's last three turns.
enum Restatement {
  static func judge(_ measure: CompiledMeasure, _ view: ConversationView, opportunity: Int) -> MeasureVerdict {
    for index in view.agentTurns where index > opportunity {
      guard Double(view.turns[index].words) >= measure.low else { continue }
      if view.scanner.share(index) >= measure.limit { return .shown(index) }
    }
    return .silent
  }
}
