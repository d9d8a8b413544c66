import Record

/// What must hold of any batch: its texts stand in its arena and are UTF-8, its tables fit together, and each reject says
/// what was lost and why.
enum BatchCheck {
  /// - Parameter isOwn: whether its rejects are our own; those that another program hands on say what they like.
  static func fault(_ batch: Batch, isOwn: Bool = true) -> String? {
    for (index, conversation) in batch.conversations.enumerated() {
      if let fault = fault(conversation, batch) { return "conversation \(index): \(fault)" }
    }
    for (index, turn) in batch.turns.enumerated() {
      if let fault = text(turn.text, batch) ?? text(turn.label, batch) { return "turn \(index): \(fault)" }
    }
    for leg in batch.legs {
      for range in [leg.agentID, leg.agentName, leg.team, leg.queue] {
        if let fault = text(range, batch) { return "leg: \(fault)" }
      }
    }
    for extra in batch.extras {
      if let fault = text(extra.key, batch) ?? text(extra.value, batch) { return "extra: \(fault)" }
    }
    return isOwn ? rejects(batch) : nil
  }

  private static func fault(_ conversation: Conversation, _ batch: Batch) -> String? {
    let texts = [
      conversation.id, conversation.sourceRef, conversation.channel, conversation.direction, conversation.queue,
      conversation.team, conversation.agentID, conversation.agentName, conversation.customerID,
      conversation.customerName, conversation.language, conversation.disposition,
    ]
    for range in texts {
      if let fault = text(range, batch) { return fault }
    }
    if conversation.sourceRef.isEmpty { return "no place" }
    if !isWithin(conversation.turns, batch.turns.count) { return "turns \(conversation.turns)" }
    if !isWithin(conversation.legs, batch.legs.count) { return "legs \(conversation.legs)" }
    if !isWithin(conversation.extras, batch.extras.count) { return "extras \(conversation.extras)" }
    return nil
  }

  private static func isWithin(_ range: Range<Int32>, _ count: Int) -> Bool {
    range.isEmpty || (range.lowerBound >= 0 && Int(range.upperBound) <= count)
  }

  private static func text(_ range: TextRange, _ batch: Batch) -> String? {
    if range.isEmpty { return nil }
    guard range.end <= batch.arena.count else { return "\(range) goes beyond \(batch.arena.count) bytes" }
    let bytes = Array(batch.arena[range.indices])
    return isUtf8(bytes) ? nil : "\(range) is no UTF-8: \(bytes.prefix(40))"
  }

  static func isUtf8(_ bytes: [UInt8]) -> Bool { String(validating: bytes, as: UTF8.self) != nil }

  private static func rejects(_ batch: Batch) -> String? {
    var last = Int32(0)
    for reject in batch.rejects {
      let isWord = !reject.reason.isEmpty && reject.reason.utf8.allSatisfy { $0 &- 97 < 26 || $0 == 95 }
      if !isWord || reject.detail.isEmpty || reject.sourceRef.isEmpty || reject.count < 0 { return "reject \(reject)" }
      if reject.position < last || Int(reject.position) > batch.conversations.count {
        return "place of reject \(reject) among \(batch.conversations.count)"
      }
      last = reject.position
    }
    return nil
  }
}
