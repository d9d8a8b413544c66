import Record

extension TableRows {
  /// A row a behavior: half of all that a run writes, hence plain copies.
  mutating func appendScores(_ index: Int, _ sheet: ScoreSheet, _ reasons: [[UInt8]]) {
    let card = sheet.cards[index]
    let start = sheet.index(conversation: index, behavior: 0)
    let evidence = Int(card.evidence.lowerBound)
    for behavior in 0..<sheet.behaviorCount {
      let result = sheet.results[start + behavior]
      let item = scratch.first[behavior]
      if result.status == .notApplicable {
        if options.omitsNotApplicable { continue }
        if result.reason == 0 && item < 0 {
          appendNotApplicable(behavior)
          continue
        }
      }
      let reason = Int(result.reason) < reasons.count ? reasons[Int(result.reason)] : []
      scores.bytes.extend(by: scratch.id.count + pieces.behaviors[behavior].count + reason.count + 80) { writer in
        writer.raw(scratch.id)
        writer.raw(pieces.behaviors[behavior])
        writer.raw(pieces.statuses[Int(result.status.rawValue)])
        if result.status != .notApplicable { writer.decimal(Int64(result.opportunities)) }
        writer.byte(0x2C)
        if result.status.isJudged { writer.halves(Int64(result.metHalves)) }
        writer.byte(0x2C)
        writer.raw(reason)
        writer.byte(0x2C)
      }
      if item >= 0 { appendRules(from: item, evidence, sheet) }
      scores.bytes.append(contentsOf: pieces.lineEnd)
    }
  }

  @inline(__always)
  private mutating func appendNotApplicable(_ behavior: Int) {
    scores.bytes.extend(by: scratch.id.count + pieces.notApplicable[behavior].count) { writer in
      writer.raw(scratch.id)
      writer.raw(pieces.notApplicable[behavior])
    }
  }

  /// The rules that fired for a behavior, each once, in order of first sight, with `;` between.
  private mutating func appendRules(from first: Int32, _ start: Int, _ sheet: ScoreSheet) {
    var item = first
    while item >= 0 {
      let rule = sheet.evidence[start + Int(item)].rule
      var seen = false
      var earlier = first
      while earlier != item && !seen {
        seen = sheet.evidence[start + Int(earlier)].rule == rule
        earlier = scratch.next[Int(earlier)]
      }
      if !seen {
        if item != first { scores.bytes.append(UInt8(ascii: ";")) }
        scores.bytes.append(contentsOf: pieces.rules[Int(rule)])
      }
      item = scratch.next[Int(item)]
    }
  }
}

extension RowWriter {
  /// A count of halves: 3 is `1.5`, 4 is `2`.
  mutating func halves(_ value: Int64) {
    decimal(value / 2)
    if value & 1 == 1 {
      byte(UInt8(ascii: "."))
      byte(UInt8(ascii: "5"))
    }
  }
}
