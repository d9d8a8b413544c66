import Record

/// Makes one conversation of the rows of its legs.
struct LegMerge {
  let rows: PackedRows
  let primary: LegRules.Primary

  func merge(_ hits: [Int], into conversation: inout Conversation, _ batch: inout Batch) {
    var legs: [Item] = []
    for row in hits {
      var leg = Conversation()
      rows.unpack(row, into: &leg, &batch)
      legs.append(Item(row: row, leg: leg, order: LegMerge.takeOrder(&leg, batch)))
    }
    // By the mapping's order, else in order of time; those that begin together, or say nothing, as they stand in the file.
    legs.sort { left, right in
      if let a = left.order, let b = right.order, a != b { return TurnBuilder.isBefore(a, b) }
      return (left.leg.startedAt, left.row) < (right.leg.startedAt, right.row)
    }
    let withAgent = legs.filter { !$0.leg.agentID.isEmpty || !$0.leg.agentName.isEmpty }
    guard let chosen = choose(withAgent.isEmpty ? legs : withAgent, batch) else { return }
    rows.unpack(chosen.row, into: &conversation, &batch)
    _ = LegMerge.takeOrder(&conversation, batch)
    let start = legs.map(\.leg.startedAt).filter { $0 != Conversation.noTime }.min()
    if let start { conversation.startedAt = min(start, conversation.startedAt) }
    conversation.durationMs = duration(legs.map(\.leg), from: start) ?? conversation.durationMs
    // What the chosen leg leaves open, the others may know.
    for other in legs where other.row != chosen.row {
      let extras = conversation.extras
      rows.unpack(other.row, into: &conversation, &batch)
      conversation.extras = extras
    }
    let stretches = LegMerge.coalesced(withAgent, batch)
    guard stretches.count > 1 else { return }
    let first = Int32(batch.legs.count)
    for item in stretches { batch.legs.append(leg(item.leg, from: start)) }
    conversation.legs = first..<Int32(batch.legs.count)
  }

  private struct Item {
    var row: Int
    var leg: Conversation
    /// What the mapping orders legs by.
    var order: [UInt8]?
  }

  /// Rows of one agent that begin together tell of one leg (an event log has one for its begin and one for its end): the
  /// longest of them stands.
  private static func coalesced(_ legs: [Item], _ batch: Batch) -> [Item] {
    var found: [Item] = []
    for leg in legs {
      let same = found.firstIndex { other in
        other.leg.startedAt == leg.leg.startedAt && other.leg.startedAt != Conversation.noTime
          && batch.arena[other.leg.agentID.indices] == batch.arena[leg.leg.agentID.indices]
          && batch.arena[other.leg.agentName.indices] == batch.arena[leg.leg.agentName.indices]
      }
      guard let same else {
        found.append(leg)
        continue
      }
      if leg.leg.durationMs > found[same].leg.durationMs { found[same] = leg }
    }
    return found
  }

  /// Takes the leg's place out of the conversation's extras, of which it is the last.
  static func takeOrder(_ conversation: inout Conversation, _ batch: Batch) -> [UInt8]? {
    let range = Int(conversation.extras.lowerBound)..<Int(conversation.extras.upperBound)
    guard let last = range.last, batch.arena[batch.extras[last].key.indices].elementsEqual(LegRules.orderExtra.utf8)
    else { return nil }
    conversation.extras = conversation.extras.lowerBound..<Int32(last)
    return Array(batch.arena[batch.extras[last].value.indices])
  }

  private func choose(_ legs: [Item], _ batch: Batch) -> Item? {
    switch primary {
    case .first: return legs.first
    case .last: return legs.last
    case .matching(let field, let value):
      return legs.first { ArenaText.folded(batch.arena, $0.leg.text(of: field).indices) == value } ?? legs.first
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
