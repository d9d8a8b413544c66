import Record

extension TableRows {
  /// A row an item of evidence, in order of the turns.
  mutating func appendEvidence(_ index: Int, _ batch: Batch, _ sheet: ScoreSheet) {
    let items = Int(sheet.cards[index].evidence.lowerBound)..<Int(sheet.cards[index].evidence.upperBound)
    let first = Int(batch.conversations[index].turns.lowerBound)
    let showsQuotes = options.showsQuotes
    var room = items.count * (scratch.idCount + pieces.behaviors.longest + pieces.rules.longest + 112)
    if showsQuotes { for item in items { room += 2 * Int(sheet.evidence[item].words.count) } }
    var sink = ByteSink()
    swap(&sink, &evidence)
    unsafe batch.arena.withUnsafeBufferPointer { arena in
      guard let base = arena.baseAddress else { return }
      sink.bytes.extend(by: room) { writer in
        for place in items {
          let item = sheet.evidence[place]
          let turn = batch.turns[first + Int(item.turn)]
          writer.id(of: scratch)
          writer.byte(0x2C)
          writer.decimal(Int64(turn.number))
          writer.byte(0x2C)
          if turn.startMs != Turn.noTime { writer.decimal(turn.startMs) }
          writer.byte(0x2C)
          writer.raw(pieces.roles, Int(turn.role.rawValue))
          writer.raw(pieces.behaviors, Int(item.behavior))
          writer.raw(pieces.polarities, Int(item.polarity.rawValue))
          if showsQuotes { unsafe writer.text(base + Int(item.words.offset), Int(item.words.count)) }
          writer.byte(0x2C)
          writer.raw(pieces.rules, Int(item.rule))
          writer.raw(pieces.lineEnd)
        }
      }
    }
    swap(&sink, &evidence)
  }
}
