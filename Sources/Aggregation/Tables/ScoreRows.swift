import Record

extension TableRows {
  /// A row a behavior: half of all that a run writes, hence plain copies into room made once a conversation.
  mutating func appendScores(_ index: Int, _ sheet: ScoreSheet, _ reasons: Blob) {
    let card = sheet.cards[index]
    let start = sheet.index(conversation: index, behavior: 0)
    let row = scratch.idCount + pieces.notApplicable.longest + reasons.longest + 64
    let room = sheet.behaviorCount * row + card.evidence.count * (pieces.rules.longest + 1) + 16
    let skips = options.omitsNotApplicable
    // Aside, so that nothing else has to be copied while it is written.
    var sink = ByteSink()
    swap(&sink, &scores)
    sink.bytes.extend(by: room) { writer in
      for behavior in 0..<sheet.behaviorCount {
        let result = sheet.results[start + behavior]
        let item = scratch.first[behavior]
        if result.status == .notApplicable {
          if skips { continue }
          if result.reason == 0 && item < 0 {
            writer.id(of: scratch)
            writer.raw(pieces.notApplicable, behavior)
            continue
          }
        }
        writer.id(of: scratch)
        writer.raw(pieces.behaviors, behavior)
        writer.raw(pieces.statuses, Int(result.status.rawValue))
        if result.status != .notApplicable { writer.decimal(Int64(result.opportunities)) }
        writer.byte(0x2C)
        if result.status.isJudged { writer.halves(Int64(result.metHalves)) }
        writer.byte(0x2C)
        if result.reason != 0, Int(result.reason) < reasons.ends.count { writer.raw(reasons, Int(result.reason)) }
        writer.byte(0x2C)
        if item >= 0 { writer.rules(from: item, Int(card.evidence.lowerBound), sheet, scratch, pieces.rules) }
        writer.raw(pieces.lineEnd)
      }
    }
    swap(&sink, &scores)
  }
}

extension RowWriter {
  /// The rules that fired for a behavior, each once, in order of first sight, with `;` between.
  fileprivate mutating func rules(
    from first: Int32, _ start: Int, _ sheet: ScoreSheet, _ scratch: ConversationScratch, _ names: Blob
  ) {
    var item = first
    while item >= 0 {
      let rule = sheet.evidence[start + Int(item)].rule
      var isKnown = false
      var earlier = first
      while earlier != item && !isKnown {
        isKnown = sheet.evidence[start + Int(earlier)].rule == rule
        earlier = scratch.next[Int(earlier)]
      }
      if !isKnown {
        if item != first { byte(UInt8(ascii: ";")) }
        raw(names, Int(rule))
      }
      item = scratch.next[Int(item)]
    }
  }

  /// A count of halves: 3 is `1.5`, 4 is `2`.
  mutating func halves(_ value: Int64) {
    decimal(value / 2)
    if value & 1 == 1 {
      byte(UInt8(ascii: "."))
      byte(UInt8(ascii: "5"))
    }
  }
}
