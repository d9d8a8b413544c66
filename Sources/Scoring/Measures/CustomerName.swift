import Record

/// The customer's name in the agent's mouth. The name is the field's, or what the customer said it was; names that a
/// redaction took out (`[name]`) count as the customer's where the agent says them to the customer.
enum CustomerName {
  /// Shown by the name in an agent turn that neither asks for it nor reads it back.
  static func used(_ measure: CompiledMeasure, _ view: ConversationView) -> MeasureVerdict {
    let names = names(view)
    for index in view.agentTurns.map(Int.init) where !view.fires(measure.cues, index) {
      if says(names, index, view) { return .shown(index) }
    }
    return .silent
  }

  /// Spoiled by another name behind Mr, Mrs, Ms or Miss.
  static func wrong(_ measure: CompiledMeasure, _ view: ConversationView) -> MeasureVerdict {
    let names = names(view)
    guard !names.isEmpty else { return .unknown }
    for index in view.agentTurns.map(Int.init) {
      let tokens = view.turns[index].tokens
      for at in tokens.dropLast() where titles.contains(view.token(at).word) {
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
    let names = names(view)
    guard view.agentTurns.count >= 5 else { return .unknown }
    var last = -1
    var count = 0
    for index in view.agentTurns.map(Int.init) where says(names, index, view) {
      count += 1
      last = index
    }
    return Double(count) > measure.limit * Double(view.agentTurns.count) ? .spoiled(last) : .silent
  }

  private static func says(_ names: [UInt32], _ turn: Int, _ view: ConversationView) -> Bool {
    let tokens = view.turns[turn].tokens
    for at in tokens {
      let word = view.token(at).word
      if word != 0 && names.contains(word) { return true }
      // "this is [name]" is the agent's own.
      if word == redacted, at == tokens.lowerBound || !introduces.contains(view.token(at - 1).word) { return true }
    }
    return false
  }

  /// The words of the customer's name of three letters and more, hashed as tokens are.
  private static func names(_ view: ConversationView) -> [UInt32] {
    var found: [UInt32] = []
    var word: [UInt8] = []
    let field = view.conversation.customerName
    for at in field.indices {
      let byte = view.byte(at)
      let isLetter = (byte | 0x20) >= 97 && (byte | 0x20) <= 122 || byte >= 128 || byte == 0x27
      if isLetter { word.append(byte < 91 && byte >= 65 ? byte | 0x20 : byte) }
      if !isLetter || at + 1 == field.end {
        if word.count >= 3 { found.append(ContentWords.fnv(word)) }
        word.removeAll(keepingCapacity: true)
      }
    }
    if found.isEmpty { said(view, &found) }
    return found
  }

  /// "My name is Ana Ruiz": the capitalized words behind it, in customer turns.
  private static func said(_ view: ConversationView, _ found: inout [UInt32]) {
    for turn in view.turns where turn.isRead && turn.role == .customer {
      for at in turn.tokens.dropLast(2)
      where view.token(at).word == hash("my") && view.token(at + 1).word == hash("name")
        && view.token(at + 2).word == hash("is")
      {
        var next = at + 3
        while next < turn.tokens.upperBound, next < at + 5, view.token(next).content != 0 {
          found.append(view.token(next).word)
          next += 1
        }
        return
      }
    }
  }

  private static func hash(_ word: String) -> UInt32 { ContentWords.fnv(word.utf8) }
  private static let redacted = ContentWords.fnv("[name]".utf8)
  private static let titles = Set(["mr", "mrs", "ms", "miss"].map { ContentWords.fnv($0.utf8) })
  private static let introduces = Set(["is", "am", "with", "to"].map { ContentWords.fnv($0.utf8) })
}
