import Record

/// The customer's name in the agent's mouth. The name is the field's, or what the customer said it was; names that a
/// redaction took out (`[name]`) count as the customer's where the agent says them to the customer.
enum CustomerName {
  /// Shown by the name in an agent turn that neither asks for it nor reads it back.
  static func used(_ measure: CompiledMeasure, _ view: ConversationView) -> MeasureVerdict {
    let names = view.customerNames
    for index in view.agentTurns where !view.fires(measure.cues, index) {
      if says(names, index, view) { return .shown(index) }
    }
    return .silent
  }

  /// Spoiled by another name behind Mr, Mrs, Ms or Miss.
  static func wrong(_ measure: CompiledMeasure, _ view: ConversationView) -> MeasureVerdict {
    let names = view.customerNames
    guard !names.isEmpty else { return .unknown }
    let titles = titles
    for index in view.agentTurns {
      let tokens = view.turns[index].tokens
      for at in tokens.dropLast() where isTitle(view.token(at).word, titles) {
        let next = view.token(at + 1)
        let isCapital = view.byte(Int(next.start)) >= 65 && view.byte(Int(next.start)) <= 90
        if isCapital, !FixedToken.isBreak(next.id), next.word != redacted, !names.contains(next.word) {
          return .spoiled(index)
        }
      }
    }
    return .silent
  }

  /// Spoiled by the name in more than `limit` of the agent's turns, from five turns on.
  static func tooOften(_ measure: CompiledMeasure, _ view: ConversationView) -> MeasureVerdict {
    let names = view.customerNames
    guard view.agentTurns.count >= 5 else { return .unknown }
    var last = -1
    var count = 0
    for index in view.agentTurns where says(names, index, view) {
      count += 1
      last = index
    }
    return Double(count) > measure.limit * Double(view.agentTurns.count) ? .spoiled(last) : .silent
  }

  @inline(__always) private static func isTitle(_ word: UInt32, _ titles: FixedTable<UInt32>) -> Bool {
    word == titles[0] || word == titles[1] || word == titles[2] || word == titles[3]
  }

  private static func says(_ names: GrowingBuffer<UInt32>, _ turn: Int, _ view: ConversationView) -> Bool {
    let tokens = view.turns[turn].tokens
    let redacted = redacted
    for at in tokens {
      let word = view.token(at).word
      if word != 0 && names.contains(word) { return true }
      // "this is [name]" is the agent's own.
      if word == redacted, at == tokens.lowerBound || !introduces.contains(view.token(at - 1).word) { return true }
    }
    return false
  }

  private static let redacted = ContentWords.fnv("[name]".utf8)
  private static let titles = FixedTable(["mr", "mrs", "ms", "miss"].map { ContentWords.fnv($0.utf8) })
  private static let introduces = Set(["is", "am", "with", "to"].map { ContentWords.fnv($0.utf8) })
}
