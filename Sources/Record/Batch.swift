/// What travels between the stages: one byte arena and flat tables over it.
///
/// A lane owns one batch and reuses it, so that memory is bounded by lanes × batch. Offsets are 32 bits wide: a batch holds
/// less than 2 GiB, in practice some megabytes. Stages change a batch in place; whoever appends text does so at the arena's end.
public struct Batch: Sendable {
  /// UTF-8. Every `TextRange` of the tables points in here. Decoders may load a file's bytes here and point into them.
  public var arena: [UInt8] = []
  public var conversations: [Conversation] = []
  public var turns: [Turn] = []
  public var legs: [Leg] = []
  public var extras: [Extra] = []
  /// What was read but is not in `conversations`, with its reason; in source order.
  public var rejects: [Reject] = []

  public init() {}

  /// Empties the tables and keeps their memory.
  public mutating func removeAll() {
    arena.removeAll(keepingCapacity: true)
    conversations.removeAll(keepingCapacity: true)
    turns.removeAll(keepingCapacity: true)
    legs.removeAll(keepingCapacity: true)
    extras.removeAll(keepingCapacity: true)
    rejects.removeAll(keepingCapacity: true)
  }

  /// Appends bytes to the arena and returns where they stand.
  public mutating func append(_ bytes: some Sequence<UInt8>) -> TextRange {
    let start = arena.count
    arena.append(contentsOf: bytes)
    return TextRange(start..<arena.count)
  }

  /// The bytes of a range as a `String`: for messages and tests, never for a turn on the hot path.
  public func string(_ range: TextRange) -> String {
    String(decoding: arena[range.indices], as: UTF8.self)
  }
}
