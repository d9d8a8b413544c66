extension NdjsonDecoder {
  /// Evidence stands behind the turns on its line, as its words are counted in bytes of a turn's text.
  func evidence(
    _ cursor: inout JsonCursor, _ batch: Batch, _ firstTurn: Int, _ sheet: inout ScoreSheet
  ) throws(JsonFault) {
    try cursor.expect(UInt8(ascii: "["))
    if cursor.take(UInt8(ascii: "]")) { return }
    repeat {
      var item = EvidenceDraft()
      let hasMembers = try expectedEvidence(&cursor, &item)
      if !hasMembers { try cursor.expect(UInt8(ascii: "{")) }
      if !hasMembers || cursor.take(UInt8(ascii: ",")) {
        repeat {
          let key = try cursor.string()
          try cursor.expect(UInt8(ascii: ":"))
          try evidenceMember(key, &cursor, &item)
        } while cursor.take(UInt8(ascii: ","))
      }
      try cursor.expect(UInt8(ascii: "}"))
      guard let evidence = item.resolved(turns: batch.turns[firstTurn...]) else {
        throw cursor.fault("an item of evidence names a turn, words, behavior or rule that is not there")
      }
      sheet.evidence.append(evidence)
    } while cursor.take(UInt8(ascii: ","))
    try cursor.expect(UInt8(ascii: "]"))
  }

  /// Members in the order in which they are written here; false where the first is another, and nothing was read.
  private func expectedEvidence(
    _ cursor: inout JsonCursor, _ item: inout EvidenceDraft
  ) throws(JsonFault) -> Bool {
    guard usesShortCuts, cursor.take(literal: "{\"turn\":") else { return false }
    item.turn = Int(try cursor.integer() ?? -1)
    if cursor.take(literal: ",\"behavior\":") { item.behavior = behavior(cursor, try cursor.text()) }
    if cursor.take(literal: ",\"rule\":") { item.rule = rule(cursor, try cursor.text()) }
    if cursor.take(literal: ",\"polarity\":\"opportunity\"") {
      item.polarity = .opportunity
    } else if cursor.take(literal: ",\"polarity\":\"shown\"") {
      item.polarity = .shown
    } else if cursor.take(literal: ",\"polarity\":\"spoiled\"") {
      item.polarity = .spoiled
    }
    if cursor.take(literal: ",\"from\":") { item.from = Int(try cursor.integer() ?? -1) }
    if cursor.take(literal: ",\"to\":") { item.to = Int(try cursor.integer() ?? -1) }
    return true
  }

  private func behavior(_ cursor: JsonCursor, _ name: TextRange) -> UInt16? {
    unsafe (index?.behaviors.index(of: cursor.buffer(name))).map { UInt16(truncatingIfNeeded: $0) }
  }

  private func rule(_ cursor: JsonCursor, _ name: TextRange) -> UInt16? {
    unsafe (index?.rules.index(of: cursor.buffer(name))).map { UInt16(truncatingIfNeeded: $0) }
  }

  private func evidenceMember(
    _ key: TextRange, _ cursor: inout JsonCursor, _ item: inout EvidenceDraft
  ) throws(JsonFault) {
    if cursor.equals(key, "turn") {
      item.turn = Int(try cursor.integer() ?? -1)
    } else if cursor.equals(key, "behavior") {
      item.behavior = behavior(cursor, try cursor.text())
    } else if cursor.equals(key, "rule") {
      item.rule = rule(cursor, try cursor.text())
    } else if cursor.equals(key, "polarity") {
      let word = try cursor.text()
      item.polarity = Polarity.allCases.first { cursor.equals(word, $0.name) }
    } else if cursor.equals(key, "from") {
      item.from = Int(try cursor.integer() ?? -1)
    } else if cursor.equals(key, "to") {
      item.to = Int(try cursor.integer() ?? -1)
    } else {
      try cursor.skip()
    }
  }
}

/// An item of evidence while its line is read.
private struct EvidenceDraft {
  var turn = -1
  var behavior: UInt16?
  var rule: UInt16?
  var polarity: Polarity?
  /// Half-open, in bytes of the turn's text.
  var from = 0
  var to = 0

  func resolved(turns: ArraySlice<Turn>) -> Evidence? {
    guard let behavior, let rule, let polarity, turn >= 0, turn < turns.count else { return nil }
    let text = turns[turns.startIndex + turn].text
    guard from >= 0, from <= to, to <= Int(text.count) else { return nil }
    let start = Int(text.offset) + from
    return Evidence(
      turn: Int32(turn), behavior: behavior, rule: rule, polarity: polarity, words: TextRange(start..<start + to - from)
    )
  }
}
