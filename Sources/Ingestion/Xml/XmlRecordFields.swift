import Record

extension XmlRecordState {
  /// Puts a value that stands in the arena where its field belongs.
  mutating func set(_ field: XmlField, _ value: TextRange) {
    guard !value.isEmpty else { return }
    switch field {
    case .id: fill(\.id, value)
    case .agentID: fill(\.agentID, value)
    case .agentName: fill(\.agentName, value)
    case .agentAny: anyAgent = value
    case .team: fill(\.team, value)
    case .queue: fill(\.queue, value)
    case .channel: fill(\.channel, value)
    case .direction: fill(\.direction, value)
    case .customerID: fill(\.customerID, value)
    case .customerName, .customerAny: fill(\.customerName, value)
    case .language: fill(\.language, value)
    case .disposition: fill(\.disposition, value)
    case .startedAt: setStart(value)
    case .csat: setSatisfaction(value)
    case .durationMs, .durationAny: setDuration(field, value)
    case .earlierContacts: setEarlierContacts(value)
    default: setTurn(field, value)
    }
  }

  /// The first value of a field stands: `conversation_id` beats a later `ref`.
  private mutating func fill(_ path: WritableKeyPath<Conversation, TextRange>, _ value: TextRange) {
    if conversation[keyPath: path].isEmpty { conversation[keyPath: path] = value }
  }

  private mutating func setStart(_ value: TextRange) {
    guard conversation.startedAt == Conversation.noTime, let time = TimeText.iso8601(batch.arena, value.indices) else {
      return
    }
    conversation.startedAt = time.milliseconds
    if let offset = time.offsetMinutes {
      conversation.utcOffsetMinutes = Int16(offset)
    } else {
      let offset = assumedOffsetMinutes ?? 0
      conversation.startedAt -= Int64(offset) * 60_000
      conversation.utcOffsetMinutes = Int16(offset)
      if assumedOffsetMinutes == nil { conversation.flags.insert(.ambiguousTime) }
    }
  }

  private mutating func setSatisfaction(_ value: TextRange) {
    guard let number = DurationText.thousandths(batch.arena, value.indices) else { return }
    conversation.csatThousandths = Int32(clamping: number)
  }

  private mutating func setDuration(_ field: XmlField, _ value: TextRange) {
    let unit: DurationUnit = field == .durationMs ? .milliseconds : .automatic
    guard let duration = DurationText.milliseconds(batch.arena, value.indices, unit: unit) else { return }
    conversation.durationMs = duration
  }

  private mutating func setEarlierContacts(_ value: TextRange) {
    guard let number = ArenaNumbers.integer(batch.arena, value.indices) else { return }
    conversation.earlierContacts = Int16(clamping: number)
  }

  private mutating func setTurn(_ field: XmlField, _ value: TextRange) {
    switch field {
    case .text: turn.text = value
    case .number:
      if let number = ArenaNumbers.integer(batch.arena, value.indices) {
        turn.number = Int32(truncatingIfNeeded: number)
      }
    case .startMs:
      turn.startMs = DurationText.milliseconds(batch.arena, value.indices, unit: .milliseconds) ?? turn.startMs
    case .endMs: turn.endMs = DurationText.milliseconds(batch.arena, value.indices, unit: .milliseconds) ?? turn.endMs
    case .startAny:
      turn.startMs = DurationText.milliseconds(batch.arena, value.indices, unit: .automatic) ?? turn.startMs
    case .endAny: turn.endMs = DurationText.milliseconds(batch.arena, value.indices, unit: .automatic) ?? turn.endMs
    case .isInternal: turn.isInternal = ArenaText.isTrue(batch.arena, value.indices)
    case .turnKind: setKind(value)
    default: break
    }
  }

  private mutating func setKind(_ value: TextRange) {
    switch ArenaText.folded(batch.arena, value.indices) {
    case "event": turn.kind = .event
    case "note": turn.kind = .note
    case "attachment": turn.kind = .attachment
    default: break
    }
  }
}
