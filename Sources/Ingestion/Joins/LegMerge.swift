import Record

/// Makes one conversation of the rows of its legs.
struct LegMerge {
  let rows: PackedRows
  let primary: Mapping.Legs.Primary

  func merge(_ hits: [Int], into conversation: inout Conversation, _ batch: inout Batch) {
    var legs: [(row: Int, leg: Conversation)] = []
    for row in hits {
      var leg = Conversation()
      rows.unpack(row, into: &leg, &batch)
      legs.append((row, leg))
    }
    // In order of time; those that begin together, or say nothing, as they stand in the file.
    legs.sort { ($0.leg.startedAt, $0.row) < ($1.leg.startedAt, $1.row) }
    let withAgent = legs.filter { !$0.leg.agentID.isEmpty || !$0.leg.agentName.isEmpty }
    guard let chosen = choose(withAgent.isEmpty ? legs : withAgent) else { return }
    rows.unpack(chosen.row, into: &conversation, &batch)
    let start = legs.map(\.leg.startedAt).filter { $0 != Conversation.noTime }.min()
    if let start { conversation.startedAt = min(start, conversation.startedAt) }
    conversation.durationMs = duration(legs.map(\.leg), from: start) ?? conversation.durationMs
    // What the chosen leg leaves open, the others may know.
    for other in legs where other.row != chosen.row {
      let extras = conversation.extras
      rows.unpack(other.row, into: &conversation, &batch)
      conversation.extras = extras
    }
    guard withAgent.count > 1 else { return }
    let first = Int32(batch.legs.count)
    for (_, leg) in withAgent { batch.legs.append(self.leg(leg, from: start)) }
    conversation.legs = first..<Int32(batch.legs.count)
  }

  private func choose(_ legs: [(row: Int, leg: Conversation)]) -> (row: Int, leg: Conversation)? {
    switch primary {
    case .first: return legs.first
    case .last: return legs.last
    case .longest: return legs.max { ($0.leg.durationMs, $1.row) < ($1.leg.durationMs, $0.row) }
    }
  }

  private func leg(_ conversation: Conversation, from start: Int64?) -> Leg {
    var leg = Leg()
    leg.agentID = conversation.agentID
    leg.agentName = conversation.agentName
    leg.team = conversation.team
    leg.queue = conversation.queue
    guard let start, conversation.startedAt != Conversation.noTime else { return leg }
    leg.startMs = conversation.startedAt - start
    if conversation.durationMs != Conversation.noTime { leg.endMs = leg.startMs + conversation.durationMs }
    return leg
  }

  /// From the first leg's start to the last one's end.
  private func duration(_ legs: [Conversation], from start: Int64?) -> Int64? {
    guard let start else { return nil }
    let ends = legs.filter { $0.startedAt != Conversation.noTime && $0.durationMs != Conversation.noTime }
      .map { $0.startedAt + $0.durationMs }
    return ends.max().map { $0 - start }
  }
}
