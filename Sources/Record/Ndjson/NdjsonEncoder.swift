/// Writes a batch as NDJSON lines, rejects in their places among the conversations.
///
/// Missing fields are left out, members come in one order, and numbers are printed one way, so that equal batches give
/// equal bytes. What it writes, `NdjsonDecoder` reads back to the same tables.
public struct NdjsonEncoder: Sendable {
  private let catalog: RubricCatalog?
  private let behaviorNames: [String]

  /// - Parameter catalog: the rubric that scorecards refer to; needed only where scores are written.
  public init(catalog: RubricCatalog? = nil) {
    self.catalog = catalog
    behaviorNames = catalog.map { catalog in catalog.behaviors.indices.map { catalog.path(ofBehavior: $0) } } ?? []
  }

  /// Appends the batch's conversations, as scorecards where a sheet is given, and its rejects.
  public func append(_ batch: Batch, _ sheet: ScoreSheet? = nil, to sink: inout ByteSink) {
    var next = 0
    for index in batch.conversations.indices {
      while next < batch.rejects.count, Int(batch.rejects[next].position) <= index {
        batch.rejects[next].append(to: &sink)
        next += 1
      }
      append(batch, index, sheet, to: &sink)
    }
    for reject in batch.rejects[next...] { reject.append(to: &sink) }
  }

  private func append(_ batch: Batch, _ index: Int, _ sheet: ScoreSheet?, to sink: inout ByteSink) {
    let conversation = batch.conversations[index]
    sink.append(static: "{\"sidetone\":1,\"kind\":\"")
    sink.append(static: sheet == nil ? "conversation\"" : "scorecard\"")
    appendMetadata(batch, conversation, to: &sink)
    appendTurns(batch, conversation, to: &sink)
    appendExtras(batch, conversation, to: &sink)
    if let sheet { appendScore(batch, conversation, sheet, index, to: &sink) }
    sink.append(static: "}\n")
  }

  private func appendMetadata(_ batch: Batch, _ conversation: Conversation, to sink: inout ByteSink) {
    func text(_ name: StaticString, _ range: TextRange) {
      guard !range.isEmpty else { return }
      sink.append(member: name)
      sink.append(quoted: batch.arena, range)
    }
    text("id", conversation.id)
    text("source_ref", conversation.sourceRef)
    if conversation.startedAt != Conversation.noTime {
      sink.append(member: "started_at")
      sink.append(UInt8(ascii: "\""))
      sink.append(iso: conversation.startedAt, offsetMinutes: Int(conversation.utcOffsetMinutes))
      sink.append(UInt8(ascii: "\""))
    }
    text("channel", conversation.channel)
    text("direction", conversation.direction)
    text("queue", conversation.queue)
    text("team", conversation.team)
    text("agent_id", conversation.agentID)
    text("agent_name", conversation.agentName)
    text("customer_id", conversation.customerID)
    text("customer_name", conversation.customerName)
    text("language", conversation.language)
    text("disposition", conversation.disposition)
    if conversation.durationMs != Conversation.noTime {
      sink.append(member: "duration_ms")
      sink.append(decimal: conversation.durationMs)
    }
    if conversation.csatThousandths != Int32.min {
      sink.append(member: "csat")
      sink.append(fixed: Int64(conversation.csatThousandths), places: 3)
    }
    if conversation.earlierContacts >= 0 {
      sink.append(member: "earlier_contacts")
      sink.append(decimal: Int64(conversation.earlierContacts))
    }
    appendWarnings(conversation.flags, to: &sink)
    appendLegs(batch, conversation, to: &sink)
  }

  private func appendWarnings(_ flags: Conversation.Flags, to sink: inout ByteSink) {
    guard !flags.isEmpty else { return }
    sink.append(member: "warnings")
    var separator = UInt8(ascii: "[")
    for (bit, name) in Conversation.Flags.names.enumerated() where flags.rawValue >> UInt32(bit) & 1 == 1 {
      sink.append(separator)
      sink.append(UInt8(ascii: "\""))
      sink.append(static: name)
      sink.append(UInt8(ascii: "\""))
      separator = UInt8(ascii: ",")
    }
    sink.append(UInt8(ascii: "]"))
  }

  private func appendLegs(_ batch: Batch, _ conversation: Conversation, to sink: inout ByteSink) {
    guard !conversation.legs.isEmpty else { return }
    sink.append(member: "legs")
    var separator = UInt8(ascii: "[")
    for leg in batch.legs[Int(conversation.legs.lowerBound)..<Int(conversation.legs.upperBound)] {
      sink.append(separator)
      sink.append(static: "{\"agent_id\":")
      sink.append(quoted: batch.arena, leg.agentID)
      for (name, range) in [("agent_name" as StaticString, leg.agentName), ("team", leg.team), ("queue", leg.queue)]
      where !range.isEmpty {
        sink.append(member: name)
        sink.append(quoted: batch.arena, range)
      }
      sink.append(milliseconds: "start_ms", leg.startMs)
      sink.append(milliseconds: "end_ms", leg.endMs)
      sink.append(UInt8(ascii: "}"))
      separator = UInt8(ascii: ",")
    }
    sink.append(UInt8(ascii: "]"))
  }

  private func appendTurns(_ batch: Batch, _ conversation: Conversation, to sink: inout ByteSink) {
    sink.append(member: "turns")
    sink.append(UInt8(ascii: "["))
    for index in Int(conversation.turns.lowerBound)..<Int(conversation.turns.upperBound) {
      let turn = batch.turns[index]
      if index > Int(conversation.turns.lowerBound) { sink.append(UInt8(ascii: ",")) }
      sink.append(static: "{\"turn\":")
      sink.append(decimal: Int64(turn.number))
      sink.append(static: ",\"speaker\":\"")
      sink.append(static: turn.role.name)
      sink.append(UInt8(ascii: "\""))
      if !turn.label.isEmpty {
        sink.append(member: "label")
        sink.append(quoted: batch.arena, turn.label)
      }
      sink.append(milliseconds: "start_ms", turn.startMs)
      sink.append(milliseconds: "end_ms", turn.endMs)
      if turn.kind != .message {
        sink.append(static: ",\"kind\":\"")
        sink.append(static: turn.kind.name)
        sink.append(UInt8(ascii: "\""))
      }
      if turn.isInternal { sink.append(static: ",\"internal\":true") }
      sink.append(static: ",\"text\":")
      sink.append(quoted: batch.arena, turn.text)
      sink.append(UInt8(ascii: "}"))
    }
    sink.append(UInt8(ascii: "]"))
  }

  private func appendExtras(_ batch: Batch, _ conversation: Conversation, to sink: inout ByteSink) {
    guard !conversation.extras.isEmpty else { return }
    sink.append(member: "extras")
    var separator = UInt8(ascii: "{")
    for extra in batch.extras[Int(conversation.extras.lowerBound)..<Int(conversation.extras.upperBound)] {
      sink.append(separator)
      sink.append(quoted: batch.arena, extra.key)
      sink.append(UInt8(ascii: ":"))
      sink.append(quoted: batch.arena, extra.value)
      separator = UInt8(ascii: ",")
    }
    sink.append(UInt8(ascii: "}"))
  }
}

extension NdjsonEncoder {
  private func appendScore(
    _ batch: Batch, _ conversation: Conversation, _ sheet: ScoreSheet, _ index: Int, to sink: inout ByteSink
  ) {
    let card = sheet.cards[index]
    sink.append(static: ",\"score\":")
    sink.append(tenThousandths: card.score)
    sink.append(static: ",\"metrics\":{\"techniques_applicable\":")
    sink.append(decimal: Int64(card.techniquesApplicable))
    sink.append(static: ",\"agent_turns\":")
    sink.append(decimal: Int64(card.agentTurns))
    sink.append(static: ",\"customer_turns\":")
    sink.append(decimal: Int64(card.customerTurns))
    sink.append(static: ",\"talk_share\":")
    sink.append(tenThousandths: card.talkShare)
    sink.append(static: ",\"interruptions\":")
    sink.append(decimal: Int64(card.interruptions))
    sink.append(static: ",\"longest_silence_ms\":")
    sink.append(decimal: card.longestSilenceMs)
    sink.append(static: "},\"results\":[")
    appendResults(sheet, index, to: &sink)
    sink.append(static: "],\"evidence\":[")
    for item in Int(card.evidence.lowerBound)..<Int(card.evidence.upperBound) {
      if item > Int(card.evidence.lowerBound) { sink.append(UInt8(ascii: ",")) }
      append(sheet.evidence[item], batch, conversation, to: &sink)
    }
    sink.append(UInt8(ascii: "]"))
  }

  /// Results that say something; the others are not applicable.
  private func appendResults(_ sheet: ScoreSheet, _ index: Int, to sink: inout ByteSink) {
    var isFirst = true
    for behavior in 0..<sheet.behaviorCount {
      let result = sheet.results[sheet.index(conversation: index, behavior: behavior)]
      guard result != BehaviorResult() else { continue }
      if !isFirst { sink.append(UInt8(ascii: ",")) }
      isFirst = false
      sink.append(static: "{\"behavior\":")
      sink.append(quoted: behaviorNames[behavior])
      sink.append(static: ",\"status\":\"")
      sink.append(static: result.status.name)
      sink.append(static: "\",\"opportunities\":")
      sink.append(decimal: Int64(result.opportunities))
      sink.append(static: ",\"met\":")
      sink.append(fixed: Int64(result.metHalves) * 5, places: 1)
      if result.reason != 0 {
        sink.append(member: "reason")
        sink.append(quoted: sheet.reasons[Int(result.reason)])
      }
      sink.append(static: ",\"opportunity_turn\":")
      sink.append(decimal: Int64(result.opportunityTurn))
      sink.append(static: ",\"response_turn\":")
      sink.append(decimal: Int64(result.responseTurn))
      sink.append(UInt8(ascii: "}"))
    }
  }

  private func append(_ item: Evidence, _ batch: Batch, _ conversation: Conversation, to sink: inout ByteSink) {
    let text = batch.turns[Int(conversation.turns.lowerBound) + Int(item.turn)].text
    sink.append(static: "{\"turn\":")
    sink.append(decimal: Int64(item.turn))
    sink.append(static: ",\"behavior\":")
    sink.append(quoted: behaviorNames[Int(item.behavior)])
    sink.append(static: ",\"rule\":")
    sink.append(quoted: catalog?.rules[Int(item.rule)] ?? "")
    sink.append(static: ",\"polarity\":\"")
    sink.append(static: item.polarity.name)
    sink.append(static: "\",\"from\":")
    sink.append(decimal: Int64(item.words.offset) - Int64(text.offset))
    sink.append(static: ",\"to\":")
    sink.append(decimal: Int64(item.words.end) - Int64(text.offset))
    sink.append(UInt8(ascii: "}"))
  }
}

extension ByteSink {
  /// Appends `,"name":`.
  fileprivate mutating func append(member name: StaticString) {
    append(static: ",\"")
    append(static: name)
    append(static: "\":")
  }

  fileprivate mutating func append(milliseconds name: StaticString, _ value: Int64) {
    guard value != Turn.noTime else { return }
    append(member: name)
    append(decimal: value)
  }

  /// Ten-thousandths of one with four decimals; `null` for -1.
  fileprivate mutating func append(tenThousandths value: Int32) {
    if value < 0 { append("null") } else { append(fixed: Int64(value), places: 4) }
  }
}
