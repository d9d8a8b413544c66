import Record

/// Looks at one conversation as a whole and says what is wrong with it.
struct QualityGate: Sendable {
  let policy: QualityPolicy
  private let language = LanguageGate()
  private let rubricLanguage: [UInt8]

  init(_ options: NormalizeOptions) {
    policy = options.quality
    rubricLanguage = Array(options.language.lowercased().utf8.prefix { $0 != UInt8(ascii: "-") })
  }

  /// Why a conversation can't be scored: a reason and a sentence.
  struct Refusal {
    let reason: String
    let detail: String
  }

  /// Flags, repairs, and gives the refusal if there is one.
  func inspect(
    _ conversation: inout Conversation, _ turns: inout [Turn], _ arena: Span<UInt8>, _ roles: RoleAssigner.Outcome
  ) -> Refusal? {
    dropDuplicates(&conversation, &turns, arena)
    let range = Int(conversation.turns.lowerBound)..<Int(conversation.turns.upperBound)
    let verdict = language.judge(turns[range], arena)
    if let refusal = silent(roles) { return refusal }
    if isTiny(range.count, verdict), flag(.tiny, policy.tiny, &conversation) {
      return Refusal(
        reason: "tiny",
        detail: "\(range.count) turns and \(verdict.words) words; the pipeline asks for \(policy.minimumTurns) and "
          + "\(policy.minimumWords)")
    }
    if let refusal = oneSided(roles, &conversation) { return refusal }
    if isForeign(conversation, arena, verdict), flag(.otherLanguage, policy.otherLanguage, &conversation) {
      let named = conversation.language.isEmpty ? "not told" : "told as \(arena.string(conversation.language))"
      return Refusal(
        reason: "other_language",
        detail: "the words are not in the rubric's language (\(String(decoding: rubricLanguage, as: UTF8.self))); the "
          + "record's language is \(named)")
    }
    if isSwapped(turns[range], arena) {
      if flag(.swappedRoles, policy.swappedRoles, &conversation) {
        return Refusal(
          reason: "swapped_roles", detail: "the customer's turns hold the agent's greeting and the agent's turns don't")
      }
      if policy.swappedRoles == .repair { exchange(range, &turns) }
    }
    return nil
  }

  /// Sets the flag; true where the conversation is not to be scored.
  private func flag(_ flag: Conversation.Flags, _ action: GateAction, _ conversation: inout Conversation) -> Bool {
    conversation.flags.insert(flag)
    return action == .exclude
  }

  private func silent(_ roles: RoleAssigner.Outcome) -> Refusal? {
    guard roles.agents + roles.customers + roles.unknown == 0 else { return nil }
    return Refusal(reason: "no_turns", detail: "the conversation holds no message of an agent or a customer")
  }

  private func oneSided(_ roles: RoleAssigner.Outcome, _ conversation: inout Conversation) -> Refusal? {
    if roles.agents > 0 && roles.customers > 0 || roles.unknown > 0 { return nil }
    guard flag(.oneSpeakerMissing, policy.oneSpeakerMissing, &conversation) else { return nil }
    return Refusal(
      reason: "one_speaker_missing",
      detail: "only the \(roles.agents > 0 ? "agent" : "customer") speaks; was the other side recorded?")
  }

  private func isTiny(_ turns: Int, _ verdict: LanguageGate.Verdict) -> Bool {
    turns < policy.minimumTurns || verdict.words < policy.minimumWords
  }

  private func isForeign(
    _ conversation: Conversation, _ arena: Span<UInt8>, _ verdict: LanguageGate.Verdict
  ) -> Bool {
    let tag = conversation.language
    if !tag.isEmpty {
      var length = 0
      while length < Int(tag.count), isLetter(arena[Int(tag.offset) + length]) { length += 1 }
      let isSame =
        length == rubricLanguage.count
        && (0..<length).allSatisfy { arena[Int(tag.offset) + $0] | 0x20 == rubricLanguage[$0] }
      // Two or three letters are a code; anything else ("English", "und") says too little.
      if !isSame, length == 2 || length == 3, !isUndetermined(tag, arena) { return true }
    }
    return verdict.isForeign && rubricLanguage == Array("en".utf8)
  }

  private func isUndetermined(_ tag: TextRange, _ arena: Span<UInt8>) -> Bool {
    let word = arena.word(at: Int(tag.offset), limit: tag.end) | 0x20_2020
    // und, mul, eng
    return word == 0x64_6E75 || word == 0x6C_756D || word == 0x67_6E65
  }

  /// The same words by the same speaker at the same time, one after the other. Without times only what is too long to be said twice.
  private func dropDuplicates(_ conversation: inout Conversation, _ turns: inout [Turn], _ arena: Span<UInt8>) {
    let range = Int(conversation.turns.lowerBound)..<Int(conversation.turns.upperBound)
    guard range.count > 1 else { return }
    var kept = range.lowerBound
    var hasDuplicates = false
    for index in range.dropFirst() {
      if isDuplicate(turns[index], turns[kept], arena) {
        hasDuplicates = true
        if policy.duplicatedTurns == .repair { continue }
      }
      kept += 1
      if kept != index { turns[kept] = turns[index] }
    }
    guard hasDuplicates else { return }
    conversation.flags.insert(.duplicatedTurns)
    conversation.turns = conversation.turns.lowerBound..<Int32(truncatingIfNeeded: kept + 1)
  }

  @inline(__always)
  private func isDuplicate(_ turn: Turn, _ before: Turn, _ arena: Span<UInt8>) -> Bool {
    guard turn.text.count == before.text.count, turn.role == before.role, turn.startMs == before.startMs,
      turn.endMs == before.endMs, turn.startMs != Turn.noTime || turn.text.count >= 24, turn.text.count > 0
    else { return false }
    return arena.equal(turn.text, before.text)
  }

  /// Whether the customer says what agents say while the agent doesn't. Openings and closings are enough to see it.
  private func isSwapped(_ turns: ArraySlice<Turn>, _ arena: Span<UInt8>) -> Bool {
    guard suspects(turns, arena) else { return false }
    var agent = 0
    var customer = 0
    for turn in turns where turn.kind == .message {
      if turn.role == .agent { agent += SpeakerCues.shared.lean(arena, turn.text) }
      if turn.role == .customer { customer += SpeakerCues.shared.lean(arena, turn.text) }
    }
    return customer >= 2 && agent <= 0 && customer - agent >= 3
  }

  /// A cheap look at the customer's first and last turns.
  private func suspects(_ turns: ArraySlice<Turn>, _ arena: Span<UInt8>) -> Bool {
    var seen = 0
    for turn in turns where turn.role == .customer {
      if SpeakerCues.shared.agentCues(arena, turn.text) > 0 { return true }
      seen += 1
      if seen == 2 { break }
    }
    for turn in turns.suffix(3) where turn.role == .customer {
      if SpeakerCues.shared.agentCues(arena, turn.text) > 0 { return true }
    }
    return false
  }

  private func exchange(_ range: Range<Int>, _ turns: inout [Turn]) {
    for index in range {
      switch turns[index].role {
      case .agent: turns[index].role = .customer
      case .customer: turns[index].role = .agent
      default: break
      }
    }
  }
}

extension Span<UInt8> {
  /// For messages only.
  func string(_ range: TextRange) -> String {
    var bytes: [UInt8] = []
    for at in range.indices { bytes.append(self[at]) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
