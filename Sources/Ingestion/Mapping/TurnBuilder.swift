import Record

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
    /// In lower case; counted for the conversation.
    var sentiment: [UInt8] = []
    var role = Role.unknown
    var kind = TurnKind.message
    var isInternal = false
  }

  var roles: RoleMap
  private var labels = LabelCache()
  private var instants: [Int64?] = []
  private var endInstants: [Int64?] = []
  /// What each turn is put into order by, where the mapping says so.
  private var orders: [[[UInt8]]] = []
  private var sentiments: [[UInt8]] = []
  private var first = 0

  init(roles: RoleMap) { self.roles = roles }

  mutating func begin(_ batch: Batch) {
    first = batch.turns.count
    labels.removeAll()
    instants.removeAll(keepingCapacity: true)
    endInstants.removeAll(keepingCapacity: true)
    orders.removeAll(keepingCapacity: true)
    sentiments.removeAll(keepingCapacity: true)
  }

  var count: Int { instants.count }

  /// Adds a turn; a message without words is none.
  /// - Parameter order: what it is put into order by; the same number of values for each turn of a conversation.
  mutating func add(_ item: Item, order: [[UInt8]] = [], to batch: inout Batch) {
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
    if !item.sentiment.isEmpty { sentiments.append(item.sentiment) }
    if !order.isEmpty || !orders.isEmpty { orders.append(order) }
  }

  /// Puts the turns into the mapping's order and numbers them so; those with equal values stay as they came.
  private mutating func sort(_ batch: inout Batch) {
    guard !orders.isEmpty, orders.count == count else { return }
    let places = orders.indices.sorted { left, right in
      for (a, b) in zip(orders[left], orders[right]) where a != b { return TurnBuilder.isBefore(a, b) }
      return orders[left].count == orders[right].count ? left < right : orders[left].count < orders[right].count
    }
    let turns = Array(batch.turns[first...])
    for (place, from) in places.enumerated() {
      batch.turns[first + place] = turns[from]
      batch.turns[first + place].number = Int32(truncatingIfNeeded: place)
    }
    instants = places.map { instants[$0] }
    endInstants = places.map { endInstants[$0] }
  }

  /// Numbers by value, before all else; other texts by their bytes.
  static func isBefore(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    let numbers = (DurationText.thousandths(left, 0..<left.count), DurationText.thousandths(right, 0..<right.count))
    switch numbers {
    case (.some(let a), .some(let b)): return a == b ? left.lexicographicallyPrecedes(right) : a < b
    case (.some, nil): return true
    case (nil, .some): return false
    case (nil, nil): return left.lexicographicallyPrecedes(right)
    }
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
      } else if roles.matchesAgentName, !conversation.agentName.isEmpty,
        ArenaText.folded(batch.arena, batch.turns[index].label.indices)
          == ArenaText.folded(batch.arena, conversation.agentName.indices)
      {
        batch.turns[index].role = .agent
      } else if let others = roles.others {
        batch.turns[index].role = others
      }
    }
  }

  /// Gives the conversation its turns; instants become offsets from its start, which the first of them is if nothing
  /// else.
  mutating func finish(_ conversation: inout Conversation, _ batch: inout Batch) {
    sort(&batch)
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
    if roles.guessesFirstIsAgent { guess(&conversation, &batch) }
    conversation.turns = Int32(first)..<Int32(batch.turns.count)
    countSentiments(&conversation, &batch)
  }

  /// How many turns had each sentiment, as extras: `sentiment_positive`.
  private mutating func countSentiments(_ conversation: inout Conversation, _ batch: inout Batch) {
    while let name = sentiments.min(by: { $0.lexicographicallyPrecedes($1) }) {
      var digits: [UInt8] = []
      ArenaNumbers.append(decimal: sentiments.count { $0 == name }, to: &digits)
      batch.extras.append(Extra(key: batch.append(Array("sentiment_".utf8) + name), value: batch.append(digits)))
      conversation.extras = conversation.extras.lowerBound..<Int32(batch.extras.count)
      sentiments.removeAll { $0 == name }
    }
  }

  /// Where exactly two labels speak and neither says a role, the first to speak is the agent.
  private func guess(_ conversation: inout Conversation, _ batch: inout Batch) {
    var labels: [[UInt8]] = []
    for turn in batch.turns[first...] where !turn.label.isEmpty {
      guard turn.role == .unknown else { return }
      let label = Array(batch.arena[turn.label.indices])
      if RoleMap.namesRole(label) { return }
      if !labels.contains(label) { labels.append(label) }
      if labels.count > 2 { return }
    }
    guard labels.count == 2 else { return }
    for index in first..<batch.turns.count where !batch.turns[index].label.isEmpty {
      let isFirst = batch.arena[batch.turns[index].label.indices].elementsEqual(labels[0])
      batch.turns[index].role = isFirst ? .agent : .customer
    }
    conversation.flags.insert(.rolesGuessed)
  }

  /// A label that no map knows, where the mapping wants none; nil where all is well.
  func unknownLabel(_ batch: Batch) -> String? {
    guard roles.refusesUnknown else { return nil }
    let turn = batch.turns[first...].first { $0.role == .unknown && $0.kind == .message }
    return turn.map { $0.label.isEmpty ? "(none)" : batch.string($0.label) }
  }
}
