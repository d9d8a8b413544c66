import Record

/// The same thing too often: one of the cues in more agent turns than the limit.
enum RepeatedCue {
  static func judge(_ measure: CompiledMeasure, _ view: ConversationView) -> MeasureVerdict {
    var count = 0
    for index in view.agentTurns where view.fires(measure.cues, index) {
      count += 1
      if Double(count) > measure.limit { return .spoiled(index) }
    }
    return .silent
  }
}

/// The same words again: the evidence of one of the cues, word for word, as often as the limit.
enum StockPhrase {
  static func judge(_ measure: CompiledMeasure, _ view: ConversationView) -> MeasureVerdict {
    var seen: [UInt64] = []
    for index in view.agentTurns where view.fires(measure.cues, index) {
      var hash: UInt64 = 0xcbf2_9ce4_8422_2325
      for at in view.turns[index].tokens where !FixedToken.isBreak(view.token(at).id) {
        hash = (hash ^ UInt64(view.token(at).word)) &* 0x100_0000_01b3
      }
      seen.append(hash)
      if Double(seen.count(where: { $0 == hash })) >= measure.limit { return .spoiled(index) }
    }
    return .silent
  }
}

/// Asking for what the customer had already given: one of the cues in an agent turn after a customer turn with `given`.
enum AskedAgain {
  static func judge(_ measure: CompiledMeasure, _ view: ConversationView) -> MeasureVerdict {
    guard measure.given >= 0 else { return .unknown }
    var given = false
    for index in 0..<view.count where view.turns[index].isRead {
      if view.turns[index].role == .customer {
        given = given || view.scanner.isFired(measure.given, index)
      } else if given, view.fires(measure.cues, index) {
        return .spoiled(index)
      }
    }
    return .silent
  }
}

/// Closing over a question: the customer's last question has no agent turn of four words or more behind it.
enum QuestionLeftOpen {
  static func judge(_ measure: CompiledMeasure, _ view: ConversationView) -> MeasureVerdict {
    let hasCues = !measure.cues.isNone
    let asked = (0..<view.count).last { index in
      view.turns[index].isRead && view.turns[index].role == .customer
        && (hasCues ? view.fires(measure.cues, index) : view.scanner.asks(index))
    }
    guard let asked else { return .silent }
    let answered = view.agentTurns.contains { Int($0) > asked && view.turns[Int($0)].words >= 4 }
    return answered ? .silent : .spoiled(asked)
  }
}
