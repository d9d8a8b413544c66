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

  /// Appends a reject that was met after all conversations decoded so far.
  public mutating func reject(
    _ sourceRef: String, stage: Reject.Stage, reason: String, detail: String, count: Int = 1
  ) {
    rejects.append(
      Reject(
        sourceRef: sourceRef, stage: stage, reason: reason, detail: detail, count: count,
        position: Int32(truncatingIfNeeded: conversations.count)))
  }

  /// Takes conversations out of the batch and puts a reject in the place of each, so that the source's order stands.
  /// The reject learns the conversation's team and time.
  ///
  /// - Parameter withdrawn: index into `conversations` and the reject for it, ascending by index.
  public mutating func withdraw(_ withdrawn: [(conversation: Int, reject: Reject)]) {
    guard !withdrawn.isEmpty else { return }
    var merged: [Reject] = []
    merged.reserveCapacity(rejects.count + withdrawn.count)
    var kept = 0
    var nextReject = 0
    var nextWithdrawn = 0
    for index in 0...conversations.count {
      while nextReject < rejects.count, Int(rejects[nextReject].position) <= index {
        merged.append(rejects[nextReject])
        merged[merged.count - 1].position = Int32(truncatingIfNeeded: kept)
        nextReject += 1
      }
      guard index < conversations.count else { break }
      if nextWithdrawn < withdrawn.count, withdrawn[nextWithdrawn].conversation == index {
        merged.append(withdrawn[nextWithdrawn].reject)
        merged[merged.count - 1].position = Int32(truncatingIfNeeded: kept)
        let conversation = conversations[index]
        merged[merged.count - 1].origin = Reject.Origin(
          team: string(conversation.team), startedAt: conversation.startedAt,
          utcOffsetMinutes: conversation.utcOffsetMinutes)
        nextWithdrawn += 1
      } else {
        conversations[kept] = conversations[index]
        kept += 1
      }
    }
    conversations.removeSubrange(kept...)
    rejects = merged
  }

  /// The bytes of a range as a `String`: for messages and tests, never for a turn on the hot path.
  public func string(_ range: TextRange) -> String {
    String(decoding: arena[range.indices], as: UTF8.self)
  }
}
