/// One turn of a conversation: who, when, what.
public struct Turn: Sendable {
  /// The words, UTF-8, in the batch's arena.
  public var text: TextRange
  /// The speaker as the source labels him or her ("SPEAKER_00", "Ana Ruiz", "agent"); normalization turns it into `role`.
  public var label: TextRange
  /// Milliseconds from the conversation's start, or `Turn.noTime`.
  public var startMs: Int64
  /// Milliseconds from the conversation's start, or `Turn.noTime`.
  public var endMs: Int64
  /// The turn's number in its source (kept through every stage), else its place in the conversation, from 0.
  public var number: Int32
  public var role: Role
  public var kind: TurnKind
  /// True for a note that the customer never saw.
  public var isInternal: Bool

  /// Stands for a time that the source does not give.
  public static let noTime = Int64.min

  public init(
    text: TextRange, label: TextRange = .empty, startMs: Int64 = Turn.noTime, endMs: Int64 = Turn.noTime,
    number: Int32, role: Role = .unknown, kind: TurnKind = .message, isInternal: Bool = false
  ) {
    self.text = text
    self.label = label
    self.startMs = startMs
    self.endMs = endMs
    self.number = number
    self.role = role
    self.kind = kind
    self.isInternal = isInternal
  }

  /// Whether the turn has both its start and its end.
  @inlinable public var isTimed: Bool { startMs != Turn.noTime && endMs != Turn.noTime }
}
