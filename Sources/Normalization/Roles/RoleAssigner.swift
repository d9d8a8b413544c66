import Record

/// Turns the labels of one conversation after the other into roles.
///
/// A handful of labels make up almost all turns, so answers are kept by label; only answers that come from the label alone outlive
/// their conversation, because a name is an agent's in one call and a customer's in another.
struct RoleAssigner: Sendable {
  /// What a conversation's labels came to.
  struct Outcome {
    var agents = 0
    var customers = 0
    var unknown = 0
    var isGuessed = false
  }

  private struct Known {
    var key: LabelKey
    var role: Role
    var isLasting: Bool
  }

  private let table: LabelTable
  private let matchesNames: Bool
  private let guess: RoleGuess
  private var known: [Known] = []
  private var last = Known(key: LabelKey(), role: .unknown, isLasting: false)

  init(_ options: NormalizeOptions) {
    table = LabelTable(options.roleLabels)
    matchesNames = options.matchesNames
    guess = options.roleGuess
  }

  /// Sets the roles of the conversation's turns. A turn that has a role already keeps it.
  mutating func assign(
    _ conversation: Conversation, _ turns: inout [Turn], _ arena: borrowing [UInt8]
  ) -> Outcome {
    var outcome = Outcome()
    let range = Int(conversation.turns.lowerBound)..<Int(conversation.turns.upperBound)
    var hasNew = false
    for index in range {
      var role = turns[index].role
      if role == .unknown, !turns[index].label.isEmpty {
        let label = turns[index].label
        let key = LabelKey(arena, label)
        if key == last.key, key.isWhole {
          role = last.role
        } else {
          role = look(key, label, conversation, arena, &hasNew)
        }
        turns[index].role = role
      }
      guard turns[index].kind == .message else { continue }
      switch role {
      case .agent: outcome.agents += 1
      case .customer: outcome.customers += 1
      case .unknown: outcome.unknown += 1
      default: break
      }
    }
    if outcome.unknown > 0 { eliminate(range, &turns, arena, &outcome) }
    if hasNew { forgetNames() }
    return outcome
  }

  private mutating func look(
    _ key: LabelKey, _ label: TextRange, _ conversation: Conversation, _ arena: borrowing [UInt8], _ hasNew: inout Bool
  ) -> Role {
    if key.isWhole, let place = known.firstIndex(where: { $0.key == key }) {
      last = known[place]
      return last.role
    }
    var entry = Known(key: key, role: .unknown, isLasting: true)
    if matchesNames, same(label, conversation.agentName, arena) || same(label, conversation.agentID, arena) {
      entry.role = .agent
      entry.isLasting = false
    } else if let role = table.role(of: arena[label.indices]) {
      entry.role = role
    } else {
      entry.isLasting = false
      if matchesNames, same(label, conversation.customerName, arena) { entry.role = .customer }
    }
    last = entry
    if !entry.isLasting { hasNew = true }
    if key.isWhole, known.count < 64 { known.append(entry) }
    return entry.role
  }

  private mutating func forgetNames() {
    known.removeAll { !$0.isLasting }
    last = Known(key: LabelKey(), role: .unknown, isLasting: false)
  }

  /// Where exactly one label is unknown and the other side is known, the unknown one is the other side; flagged as a guess.
  /// Where both are unknown, the configured guess decides.
  private func eliminate(
    _ range: Range<Int>, _ turns: inout [Turn], _ arena: borrowing [UInt8], _ outcome: inout Outcome
  ) {
    var labels: [TextRange] = []
    for index in range where turns[index].role == .unknown && turns[index].kind == .message {
      let label = turns[index].label
      if label.isEmpty { return }
      if !labels.contains(where: { same($0, label, arena) }) { labels.append(label) }
      if labels.count > 2 { return }
    }
    var roles: [Role]
    switch (labels.count, outcome.agents > 0, outcome.customers > 0) {
    case (1, true, false): roles = [.customer]
    case (1, false, true): roles = [.agent]
    case (2, false, false):
      guard let guessed = guessed(labels, range, turns, arena) else { return }
      roles = guessed
    default: return
    }
    outcome.isGuessed = true
    for index in range where turns[index].role == .unknown && !turns[index].label.isEmpty {
      let role = same(turns[index].label, labels[0], arena) ? roles[0] : roles[roles.count - 1]
      turns[index].role = role
      guard turns[index].kind == .message else { continue }
      outcome.unknown -= 1
      if role == .agent { outcome.agents += 1 } else { outcome.customers += 1 }
    }
  }

  private func guessed(
    _ labels: [TextRange], _ range: Range<Int>, _ turns: [Turn], _ arena: borrowing [UInt8]
  ) -> [Role]? {
    switch guess {
    case .none: return nil
    case .firstSpeakerIsAgent: return [.agent, .customer]
    case .words:
      var cues = [0, 0]
      for index in range where turns[index].role == .unknown {
        let side = same(turns[index].label, labels[0], arena) ? 0 : 1
        cues[side] += SpeakerCues.shared.lean(arena.span, turns[index].text)
      }
      guard cues[0] != cues[1] else { return nil }
      return cues[0] > cues[1] ? [.agent, .customer] : [.customer, .agent]
    }
  }

  private func same(_ left: TextRange, _ right: TextRange, _ arena: borrowing [UInt8]) -> Bool {
    guard left.count == right.count, !left.isEmpty else { return false }
    return arena.span.equalFolded(left, right)
  }
}

/// A label of up to sixteen bytes as two words; longer ones are looked up each time.
struct LabelKey: Equatable, Sendable {
  private var count: UInt32 = 0
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  /// Whether equal keys mean equal labels.
  var isWhole: Bool { count > 0 && count <= 16 }

  init() {}

  init(_ arena: borrowing [UInt8], _ label: TextRange) {
    count = label.count
    guard isWhole else { return }
    let span = arena.span
    low = span.word(at: Int(label.offset), limit: label.end)
    if count > 8 { high = span.word(at: Int(label.offset) + 8, limit: label.end) }
  }
}
