import Record

extension TableRows {
  /// The conversation's own row.
  mutating func appendCall(_ index: Int, _ batch: Batch, _ sheet: ScoreSheet) {
    let conversation = batch.conversations[index]
    let texts =
      conversation.sourceRef.count + conversation.channel.count + conversation.direction.count
      + conversation.queue.count + conversation.team.count + conversation.agentID.count + conversation.agentName.count
    let room = scratch.idCount + 2 * Int(texts) + 7 * 16 + 512
    let zone = options.zone
    let excel = options.excel
    let card = sheet.cards[index]
    var sink = ByteSink()
    swap(&sink, &calls)
    unsafe batch.arena.withUnsafeBufferPointer { arena in
      // An arena without bytes has no texts, and texts of no length are never read.
      let base = unsafe arena.baseAddress ?? UnsafePointer(bitPattern: 1).unsafelyUnwrapped
      sink.bytes.extend(by: room) { writer in
        writer.id(of: scratch)
        unsafe TableRows.metadata(conversation, base, zone, excel, &writer)
        TableRows.measures(conversation, card, &writer)
        writer.raw(pieces.lineEnd)
      }
    }
    swap(&sink, &calls)
  }

  private static func metadata(
    _ conversation: Conversation, _ base: UnsafePointer<UInt8>, _ zone: ZoneRules?, _ excel: Bool,
    _ writer: inout RowWriter
  ) {
    func cell(_ range: TextRange) {
      writer.byte(0x2C)
      unsafe writer.text(base + Int(range.offset), Int(range.count))
    }
    cell(conversation.sourceRef)
    writer.byte(0x2C)
    if conversation.startedAt != Conversation.noTime {
      let offset = zone?.offsetMinutes(at: conversation.startedAt) ?? Int(conversation.utcOffsetMinutes)
      var sink = ByteSink(capacity: 32)
      sink.append(iso: conversation.startedAt, offsetMinutes: offset)
      writer.raw(sink.bytes)
    }
    cell(conversation.channel)
    cell(conversation.direction)
    cell(conversation.queue)
    cell(conversation.team)
    writer.byte(0x2C)
    unsafe writer.id(
      base + Int(conversation.agentID.offset), Int(conversation.agentID.count), asText: excel)
    cell(conversation.agentName)
  }

  private static func measures(_ conversation: Conversation, _ card: Scorecard, _ writer: inout RowWriter) {
    writer.byte(0x2C)
    if conversation.durationMs != Conversation.noTime { writer.fixed(conversation.durationMs, places: 3) }
    writer.byte(0x2C)
    writer.decimal(Int64(card.agentTurns))
    writer.byte(0x2C)
    writer.decimal(Int64(card.customerTurns))
    writer.byte(0x2C)
    if card.talkShare >= 0 { writer.fixed(Int64(card.talkShare), places: 4) }
    writer.byte(0x2C)
    if card.interruptions >= 0 { writer.decimal(Int64(card.interruptions)) }
    writer.byte(0x2C)
    if card.longestSilenceMs >= 0 { writer.fixed(card.longestSilenceMs, places: 3) }
    writer.byte(0x2C)
    if conversation.csatThousandths != Int32.min { writer.shortest(thousandths: Int64(conversation.csatThousandths)) }
    writer.byte(0x2C)
    if card.score >= 0 { writer.fixed(Int64(card.score), places: 4) }
    writer.byte(0x2C)
    writer.decimal(Int64(card.techniquesApplicable))
    writer.byte(0x2C)
    flags(conversation.flags.rawValue, &writer)
  }

  /// Names of the warnings, with `;` between.
  private static func flags(_ raw: UInt32, _ writer: inout RowWriter) {
    var isFirst = true
    for (bit, name) in Conversation.Flags.names.enumerated() where raw & (1 << UInt32(bit)) != 0 {
      if !isFirst { writer.byte(UInt8(ascii: ";")) }
      unsafe writer.raw(name.utf8Start, name.utf8CodeUnitCount)
      isFirst = false
    }
  }
}
