/// Writes a batch as NDJSON lines, rejects in their places among the conversations.
///
/// Missing fields are left out, members come in one order, and numbers are printed one way, so that equal batches give
/// equal bytes. What it writes, `NdjsonDecoder` reads back to the same tables.
public struct NdjsonEncoder: Sendable {
  let phrases: ScorePhrases

  /// - Parameter catalog: the rubric that scorecards refer to; needed only where scores are written.
  public init(catalog: RubricCatalog? = nil) { phrases = ScorePhrases(catalog) }

  /// Appends the batch's conversations, as scorecards where a sheet is given, and its rejects.
  public func append(_ batch: Batch, _ sheet: ScoreSheet? = nil, to sink: inout ByteSink) {
    JsonWriter.write(to: &sink) { writer in
      unsafe batch.arena.withUnsafeBufferPointer { arena in
        let lines = unsafe LineWriter(batch, arena, sheet.map { ScoreWriter($0, phrases) })
        lines.write(to: &writer)
      }
    }
  }
}

/// The lines of one batch.
@safe
struct LineWriter {
  let batch: Batch
  let arena: UnsafeBufferPointer<UInt8>
  private let scores: ScoreWriter?

  init(_ batch: Batch, _ arena: UnsafeBufferPointer<UInt8>, _ scores: ScoreWriter?) {
    self.batch = batch
    unsafe self.arena = unsafe arena
    self.scores = scores
  }

  func write(to writer: inout JsonWriter) {
    var next = 0
    for index in batch.conversations.indices {
      while next < batch.rejects.count, Int(batch.rejects[next].position) <= index {
        writer.plainly { batch.rejects[next].append(to: &$0) }
        next += 1
      }
      append(index, to: &writer)
    }
    for reject in batch.rejects[next...] { writer.plainly { reject.append(to: &$0) } }
  }

  private func append(_ index: Int, to writer: inout JsonWriter) {
    let conversation = batch.conversations[index]
    if scores == nil {
      writer.literal("{\"sidetone\":1,\"kind\":\"conversation\"")
    } else {
      writer.literal("{\"sidetone\":1,\"kind\":\"scorecard\"")
    }
    appendMetadata(conversation, to: &writer)
    appendTurns(conversation, to: &writer)
    appendExtras(conversation, to: &writer)
    if let scores { scores.append(index, batch, conversation, to: &writer) }
    writer.literal("}\n")
  }

  /// Appends `,"name":"text"`; `name` is the whole of it up to the text.
  @inline(__always)
  private func append(_ name: StaticString, _ range: TextRange, to writer: inout JsonWriter) {
    guard !range.isEmpty else { return }
    writer.literal(name)
    unsafe writer.quoted(arena, range)
  }

  private func appendMetadata(_ conversation: Conversation, to writer: inout JsonWriter) {
    append(",\"id\":", conversation.id, to: &writer)
    append(",\"source_ref\":", conversation.sourceRef, to: &writer)
    if conversation.startedAt != Conversation.noTime {
      writer.literal(",\"started_at\":\"")
      writer.iso(conversation.startedAt, offsetMinutes: Int(conversation.utcOffsetMinutes))
      writer.literal("\"")
    }
    append(",\"channel\":", conversation.channel, to: &writer)
    append(",\"direction\":", conversation.direction, to: &writer)
    append(",\"queue\":", conversation.queue, to: &writer)
    append(",\"team\":", conversation.team, to: &writer)
    append(",\"agent_id\":", conversation.agentID, to: &writer)
    append(",\"agent_name\":", conversation.agentName, to: &writer)
    append(",\"customer_id\":", conversation.customerID, to: &writer)
    append(",\"customer_name\":", conversation.customerName, to: &writer)
    append(",\"language\":", conversation.language, to: &writer)
    append(",\"disposition\":", conversation.disposition, to: &writer)
    if conversation.durationMs != Conversation.noTime {
      writer.literal(",\"duration_ms\":")
      writer.decimal(conversation.durationMs)
    }
    if conversation.csatThousandths != Int32.min {
      writer.literal(",\"csat\":")
      writer.fixed(Int64(conversation.csatThousandths), places: 3)
    }
    if conversation.earlierContacts >= 0 {
      writer.literal(",\"earlier_contacts\":")
      writer.decimal(Int64(conversation.earlierContacts))
    }
    appendWarnings(conversation.flags, to: &writer)
    appendLegs(conversation, to: &writer)
  }

  private func appendWarnings(_ flags: Conversation.Flags, to writer: inout JsonWriter) {
    guard !flags.isEmpty else { return }
    writer.literal(",\"warnings\":")
    var separator = UInt8(ascii: "[")
    for (bit, name) in Conversation.Flags.names.enumerated() where flags.rawValue >> UInt32(bit) & 1 == 1 {
      writer.byte(separator)
      writer.byte(UInt8(ascii: "\""))
      writer.literal(name)
      writer.byte(UInt8(ascii: "\""))
      separator = UInt8(ascii: ",")
    }
    writer.byte(UInt8(ascii: "]"))
  }

  private func appendLegs(_ conversation: Conversation, to writer: inout JsonWriter) {
    guard !conversation.legs.isEmpty else { return }
    writer.literal(",\"legs\":")
    var separator = UInt8(ascii: "[")
    for leg in batch.legs[Int(conversation.legs.lowerBound)..<Int(conversation.legs.upperBound)] {
      writer.byte(separator)
      writer.literal("{\"agent_id\":")
      unsafe writer.quoted(arena, leg.agentID)
      append(",\"agent_name\":", leg.agentName, to: &writer)
      append(",\"team\":", leg.team, to: &writer)
      append(",\"queue\":", leg.queue, to: &writer)
      appendTimes(leg.startMs, leg.endMs, to: &writer)
      writer.byte(UInt8(ascii: "}"))
      separator = UInt8(ascii: ",")
    }
    writer.byte(UInt8(ascii: "]"))
  }

  private func appendTurns(_ conversation: Conversation, to writer: inout JsonWriter) {
    writer.literal(",\"turns\":[")
    let range = Int(conversation.turns.lowerBound)..<Int(conversation.turns.upperBound)
    for index in range {
      let turn = batch.turns[index]
      if index > range.lowerBound { writer.byte(UInt8(ascii: ",")) }
      writer.literal("{\"turn\":")
      writer.decimal(Int64(turn.number))
      switch turn.role {
      case .agent: writer.literal(",\"speaker\":\"agent\"")
      case .customer: writer.literal(",\"speaker\":\"customer\"")
      default:
        writer.literal(",\"speaker\":\"")
        writer.literal(turn.role.name)
        writer.literal("\"")
      }
      append(",\"label\":", turn.label, to: &writer)
      appendTimes(turn.startMs, turn.endMs, to: &writer)
      if turn.kind != .message {
        writer.literal(",\"kind\":\"")
        writer.literal(turn.kind.name)
        writer.literal("\"")
      }
      if turn.isInternal { writer.literal(",\"internal\":true") }
      writer.literal(",\"text\":")
      unsafe writer.quoted(arena, turn.text)
      writer.literal("}")
    }
    writer.literal("]")
  }

  @inline(__always)
  private func appendTimes(_ startMs: Int64, _ endMs: Int64, to writer: inout JsonWriter) {
    if startMs != Turn.noTime {
      writer.literal(",\"start_ms\":")
      writer.decimal(startMs)
    }
    if endMs != Turn.noTime {
      writer.literal(",\"end_ms\":")
      writer.decimal(endMs)
    }
  }

  private func appendExtras(_ conversation: Conversation, to writer: inout JsonWriter) {
    guard !conversation.extras.isEmpty else { return }
    writer.literal(",\"extras\":")
    var separator = UInt8(ascii: "{")
    for extra in batch.extras[Int(conversation.extras.lowerBound)..<Int(conversation.extras.upperBound)] {
      writer.byte(separator)
      unsafe writer.quoted(arena, extra.key)
      writer.byte(UInt8(ascii: ":"))
      unsafe writer.quoted(arena, extra.value)
      separator = UInt8(ascii: ",")
    }
    writer.byte(UInt8(ascii: "}"))
  }
}
