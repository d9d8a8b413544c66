import Record

/// Notices that the agent changes within a conversation, and makes legs of it.
///
/// The primary agent, for whom the conversation is scored, is the one with the most rows; the first where they tie.
struct LegTracker {
  private let columns: [Int]
  private var legs: [Leg] = []
  private var rows: [Int] = []

  init(layout: TableLayout) {
    columns = [layout[.agentID], layout[.agentName], layout[.team], layout[.queue]]
  }

  mutating func begin(_ conversation: Conversation) {
    legs.removeAll(keepingCapacity: true)
    rows.removeAll(keepingCapacity: true)
    var leg = Leg()
    leg.agentID = conversation.agentID
    leg.agentName = conversation.agentName
    leg.team = conversation.team
    leg.queue = conversation.queue
    legs.append(leg)
    rows.append(0)
  }

  @inline(__always)
  mutating func count() { rows[rows.count - 1] &+= 1 }

  /// Called where a row's leading cells differ from those of the row before.
  mutating func change(_ cells: [TextRange], at start: Int64, texts: inout RowTexts) {
    var leg = Leg()
    leg.agentID = value(0, cells, &texts)
    leg.agentName = value(1, cells, &texts)
    if leg.agentID.isEmpty && leg.agentName.isEmpty { return }
    let last = legs[legs.count - 1]
    if last.agentID.isEmpty && last.agentName.isEmpty {
      legs[legs.count - 1].agentID = leg.agentID
      legs[legs.count - 1].agentName = leg.agentName
      if last.team.isEmpty { legs[legs.count - 1].team = value(2, cells, &texts) }
      if last.queue.isEmpty { legs[legs.count - 1].queue = value(3, cells, &texts) }
      return
    }
    guard !isSame(last.agentID, leg.agentID, texts) || !isSame(last.agentName, leg.agentName, texts) else { return }
    leg.team = value(2, cells, &texts)
    leg.queue = value(3, cells, &texts)
    leg.startMs = start
    legs[legs.count - 1].endMs = start
    legs.append(leg)
    rows.append(0)
  }

  mutating func finish(_ conversation: inout Conversation, into output: inout [Leg]) {
    var primary = 0
    for index in rows.indices where rows[index] > rows[primary] { primary = index }
    let leg = legs[primary]
    conversation.agentID = leg.agentID
    conversation.agentName = leg.agentName
    if !leg.team.isEmpty { conversation.team = leg.team }
    if !leg.queue.isEmpty { conversation.queue = leg.queue }
    guard legs.count > 1 else { return }
    let first = output.count
    output.append(contentsOf: legs)
    conversation.legs = Int32(first)..<Int32(output.count)
  }

  private func value(_ index: Int, _ cells: [TextRange], _ texts: inout RowTexts) -> TextRange {
    columns[index] < 0 ? .empty : texts.field(cells[columns[index]].indices)
  }

  private func isSame(_ left: TextRange, _ right: TextRange, _ texts: RowTexts) -> Bool {
    texts.array(left) == texts.array(right)
  }
}
