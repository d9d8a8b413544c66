public import Record

/// Makes raw conversations canonical, in place: roles from labels, identity, order and times, the quality gate, redaction.
///
/// What can't be scored leaves the batch and becomes a reject in its place. One normalizer a lane; it keeps nothing from one conversation
/// to the next but buffers, so the result doesn't depend on how conversations are spread over batches. Normalizing twice changes nothing.
public struct Normalizer: Sendable {
  private let options: NormalizeOptions
  private var roles: RoleAssigner
  private let times: TurnTimes
  private let gate: QualityGate
  private var redactor = Redactor()
  private var roster: RosterDesk?
  private var withdrawn: [(conversation: Int, reject: Reject)] = []

  public init(options: NormalizeOptions = NormalizeOptions()) {
    self.options = options
    roles = RoleAssigner(options)
    times = TurnTimes(policy: options.quality)
    gate = QualityGate(options)
    roster = options.roster.map { RosterDesk($0) }
  }

  /// Normalizes all conversations of the batch.
  public mutating func normalize(_ batch: inout Batch) {
    // Arena and turns stand alone while they are changed: a batch's parts can't be borrowed and written at once.
    var arena: [UInt8] = []
    var turns: [Turn] = []
    swap(&arena, &batch.arena)
    swap(&turns, &batch.turns)
    withdrawn.removeAll(keepingCapacity: true)
    roster?.beginBatch()
    for index in batch.conversations.indices {
      if let refusal = normalize(&batch.conversations[index], &turns, &arena) {
        let source = String(decoding: arena[batch.conversations[index].sourceRef.indices], as: UTF8.self)
        let reject = Reject(sourceRef: source, stage: .normalize, reason: refusal.reason, detail: refusal.detail)
        withdrawn.append((index, reject))
      }
    }
    swap(&arena, &batch.arena)
    swap(&turns, &batch.turns)
    batch.withdraw(withdrawn)
  }

  private mutating func normalize(
    _ conversation: inout Conversation, _ turns: inout [Turn], _ arena: inout [UInt8]
  ) -> QualityGate.Refusal? {
    // First of all, so that what is refused is missed in the right team.
    roster?.fill(&conversation, &arena)
    guard !conversation.turns.isEmpty else {
      return QualityGate.Refusal(reason: "no_turns", detail: "the record has no turns; is its transcript missing?")
    }
    let outcome = roles.assign(conversation, &turns, arena)
    if outcome.isGuessed { conversation.flags.insert(.rolesGuessed) }
    if let refusal = unknownRoles(conversation, turns, arena, outcome) { return refusal }
    times.settle(&conversation, &turns, isWritten: isWritten(conversation, arena.span))
    if let refusal = gate.inspect(&conversation, &turns, arena.span, outcome) { return refusal }
    if let key = options.customerKey { key.conceal(&conversation, &arena) }
    if options.redacts { redact(&conversation, &turns, &arena) }
    return nil
  }

  private mutating func redact(_ conversation: inout Conversation, _ turns: inout [Turn], _ arena: inout [UInt8]) {
    let range = Int(conversation.turns.lowerBound)..<Int(conversation.turns.upperBound)
    if redactor.redact(&turns, range, &arena) { conversation.flags.insert(.redacted) }
  }

  /// Nobody can be scored where it isn't known who is the agent, or whom the agent answered.
  private func unknownRoles(
    _ conversation: Conversation, _ turns: [Turn], _ arena: [UInt8], _ outcome: RoleAssigner.Outcome
  ) -> QualityGate.Refusal? {
    guard outcome.unknown > 0, outcome.agents == 0 || outcome.customers == 0 else { return nil }
    var labels: [String] = []
    for turn in turns[Int(conversation.turns.lowerBound)..<Int(conversation.turns.upperBound)]
    where turn.role == .unknown {
      let label = turn.label.isEmpty ? "(none)" : String(decoding: arena[turn.label.indices], as: UTF8.self)
      if !labels.contains(label) { labels.append(label) }
      if labels.count == 4 { break }
    }
    return QualityGate.Refusal(
      reason: "unknown_roles",
      detail:
        "who is the agent is not known: speakers are \(labels.joined(separator: ", ")); map them under roles in the "
        + "pipeline or mapping file")
  }

  /// Chats, messages and mails have no length in time.
  private func isWritten(_ conversation: Conversation, _ arena: Span<UInt8>) -> Bool {
    let channel = arena.word(at: Int(conversation.channel.offset), limit: conversation.channel.end) | 0x2020_2020
    // chat, emai(l), mess(age), sms, text
    return [0x7461_6863, 0x6961_6D65, 0x7373_656D, 0x2073_6D73, 0x7478_6574].contains(
      UInt32(truncatingIfNeeded: channel))
  }
}
