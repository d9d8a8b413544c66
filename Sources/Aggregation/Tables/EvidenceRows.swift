import Record

extension TableRows {
  /// A row an item of evidence, in order of the turns.
  mutating func appendEvidence(_ index: Int, _ batch: Batch, _ sheet: ScoreSheet) {
    let conversation = batch.conversations[index]
    let card = sheet.cards[index]
    unsafe batch.arena.withUnsafeBufferPointer { arena in
      guard let base = arena.baseAddress else { return }
      for place in Int(card.evidence.lowerBound)..<Int(card.evidence.upperBound) {
        let item = sheet.evidence[place]
        let turn = batch.turns[Int(conversation.turns.lowerBound) + Int(item.turn)]
        let behavior = pieces.behaviors[Int(item.behavior)]
        let rule = pieces.rules[Int(item.rule)]
        let quote = options.showsQuotes ? Int(item.words.count) : 0
        let room = scratch.id.count + behavior.count + rule.count + RowWriter.room(quote) + 96
        evidence.bytes.extend(by: room) { writer in
          writer.raw(scratch.id)
          writer.byte(0x2C)
          writer.decimal(Int64(turn.number))
          writer.byte(0x2C)
          if turn.startMs != Turn.noTime { writer.decimal(turn.startMs) }
          writer.byte(0x2C)
          writer.raw(pieces.roles[Int(turn.role.rawValue)])
          writer.raw(behavior)
          writer.raw(pieces.polarities[Int(item.polarity.rawValue)])
          unsafe writer.text(base + Int(item.words.offset), quote)
          writer.byte(0x2C)
          writer.raw(rule)
          writer.raw(pieces.lineEnd)
        }
      }
    }
  }
}
