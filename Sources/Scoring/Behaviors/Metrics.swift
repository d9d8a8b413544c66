import Record

/// The figures of a scorecard that no rubric is needed for.
enum Metrics {
  static func card(_ view: ConversationView) -> Scorecard {
    var card = Scorecard()
    var words = (agent: 0, customer: 0)
    for turn in view.turns where turn.isRead {
      if turn.role == .agent {
        card.agentTurns += 1
        words.agent += Int(turn.words)
      } else {
        card.customerTurns += 1
        words.customer += Int(turn.words)
      }
    }
    let all = words.agent + words.customer
    if all > 0 { card.talkShare = Int32((words.agent * 10_000 + all / 2) / all) }
    card.interruptions = Interruption.count(view)
    card.longestSilenceMs = DeadAir.longestSilence(view)
    return card
  }
}
