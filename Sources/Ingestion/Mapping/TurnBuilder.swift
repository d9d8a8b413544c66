import Record

/// Which role a label of a source stands for, by the mapping's own table; a lane's cache makes it a lookup a label.
struct RoleMap {
  private let entries: [ValueMapEntry]
  /// For labels that nothing knows.
  let others: Role?
  private var known: [[UInt8]: Role] = [:]

  init(_ own: [ValueMapEntry], _ shared: [ValueMapEntry] = [], others: Role? = nil) {
    entries = own + shared
    self.others = others
  }

  /// `.unknown` where the table says nothing: the next stage knows the usual labels.
  mutating func role(of label: [UInt8]) -> Role {
    if entries.isEmpty { return .unknown }
    if let role = known[label] { return role }
    let folded = String(decoding: label, as: UTF8.self).lowercased()
    let entry = entries.first { $0.key != "*" && $0.matches(folded) } ?? entries.first { $0.key == "*" }
    let role = entry.flatMap { SourceLoader.role($0.value) } ?? .unknown
    if known.count < 4096 { known[label] = role }
    return role
  }
}

/// Collects the turns of one conversation; times may be offsets or instants.
struct TurnBuilder {
  /// One turn as a source gives it. Times are milliseconds.
  struct Item {
    var text: [UInt8] = []
    var label: [UInt8] = []
    var startMs: Int64?
    var endMs: Int64?
    /// Instant since 1970, where the source gives that instead of an offset.
    var at: Int64?
    var endsAt: Int64?
    var number: Int64?
    var role = Role.unknown
    var kind = TurnKind.message
    var isInternal = false
  }

  var roles: RoleMap
  private var labels = LabelCache()
  private var instants: [Int64?] = []
  private var endInstants: [Int64?] = []
  private var first = 0

  init(roles: RoleMap) { self.roles = roles }

  mutating func begin(_ batch: Batch) {
    first = batch.turns.count
    labels.removeAll()
    instants.removeAll(keepingCapacity: true)
    endInstants.removeAll(keepingCapacity: true)
  }

  var count: Int { instants.count }

  /// Adds a turn; a message without words is none.
  mutating func add(_ item: Item, to batch: inout Batch) {
    let words = ArenaText.trimmed(item.text, 0..<item.text.count)
    if words.isEmpty, item.kind == .message { return }
    let text = words.isEmpty ? TextRange.empty : batch.append(item.text[words])
    let label =
      item.label.isEmpty
      ? TextRange.empty
      : unsafe item.label.withUnsafeBufferPointer { unsafe labels.range(of: $0, in: &batch.arena) }
    var role = item.role
    if role == .unknown, !item.label.isEmpty { role = roles.role(of: item.label) }
    let kind: TurnKind = item.isInternal && item.kind == .message ? .note : item.kind
    batch.turns.append(
      Turn(
        text: text, label: label, startMs: item.startMs ?? Turn.noTime, endMs: item.endMs ?? Turn.noTime,
        number: Int32(truncatingIfNeeded: item.number ?? Int64(count)), role: role, kind: kind,
        isInternal: item.isInternal))
    instants.append(item.at)
    endInstants.append(item.endsAt)
  }

  /// A label that is the customer's or the agent's own id says who speaks.
  private func matchIDs(_ conversation: Conversation, _ batch: inout Batch) {
    for index in first..<batch.turns.count
    where batch.turns[index].role == .unknown && !batch.turns[index].label.isEmpty {
      let label = batch.arena[batch.turns[index].label.indices]
      if label.elementsEqual(batch.arena[conversation.customerID.indices]) {
        batch.turns[index].role = .customer
      } else if label.elementsEqual(batch.arena[conversation.agentID.indices]) {
        batch.turns[index].role = .agent
      } else if let others = roles.others {
        batch.turns[index].role = others
      }
    }
  }

  /// Gives the conversation its turns; instants become offsets from its start, which the first of them is if nothing
  /// else.
  mutating func finish(_ conversation: inout Conversation, _ batch: inout Batch) {
    if let earliest = instants.compactMap({ $0 }).min() {
      // A start of whole minutes in another zone would put all turns hours away.
      let known = conversation.startedAt
      let base = known != Conversation.noTime && abs(earliest - known) < 86_400_000 ? min(known, earliest) : earliest
      if known == Conversation.noTime { conversation.startedAt = earliest }
      for (index, instant) in instants.enumerated() {
        if let instant { batch.turns[first + index].startMs = instant - base }
        if let end = endInstants[index] { batch.turns[first + index].endMs = end - base }
      }
    }
    matchIDs(conversation, &batch)
    conversation.turns = Int32(first)..<Int32(batch.turns.count)
  }
}
