public import Record

/// A conversation in which people said, turn by turn, whether a behavior stands there.
public struct LabelledConversation: Sendable {
  public struct Turn: Sendable {
    public var role: Role
    public var text: String
    /// What people said; nil where the turn is out of scope.
    public var verdict: Bool?

    public init(role: Role, text: String, verdict: Bool?) {
      self.role = role
      self.text = text
      self.verdict = verdict
    }
  }

  public var id: String
  /// Which collection it belongs to: features must be at home in several.
  public var set: String
  public var turns: [Turn]

  public init(id: String, set: String, turns: [Turn]) {
    self.id = id
    self.set = set
    self.turns = turns
  }

  /// The conversation as the scoring stage takes it.
  func append(to batch: inout Batch) {
    var conversation = Conversation()
    let first = Int32(batch.turns.count)
    for (number, turn) in turns.enumerated() {
      let text = batch.append(Array(turn.text.utf8))
      batch.turns.append(Record.Turn(text: text, number: Int32(number), role: turn.role))
    }
    conversation.turns = first..<Int32(batch.turns.count)
    batch.conversations.append(conversation)
  }
}
