import Record

/// A beat before answering: the time between the end of the customer's turn and the start of the agent's next. Needs times.
enum PauseBeforeAnswer {
  /// Shown within `low...high` seconds, spoiled by answering sooner or over the customer.
  static func judge(_ measure: CompiledMeasure, _ view: ConversationView, opportunity: Int) -> MeasureVerdict {
    guard opportunity >= 0, let answer = view.agentTurns.first(where: { $0 > opportunity }) else {
      return .unknown
    }
    guard let last = view.previous(answer) else { return .unknown }
    let customer = view.turn(last)
    let agent = view.turn(answer)
    guard customer.isTimed, agent.startMs != Turn.noTime else { return .unknown }
    let seconds = Double(agent.startMs - customer.endMs) / 1000
    if seconds < measure.low { return .spoiled(answer) }
    return seconds <= measure.high ? .shown(answer) : .silent
  }
}
