/// Finds behaviors and rules of a catalog by the bytes of their names.
struct CatalogIndex: Sendable {
  private var behaviors: [UInt64: UInt16] = [:]
  private var rules: [UInt64: UInt16] = [:]

  init(_ catalog: RubricCatalog) {
    for index in catalog.behaviors.indices {
      behaviors[Fingerprint.xxh64(Array(catalog.path(ofBehavior: index).utf8))] = UInt16(index)
    }
    for (index, rule) in catalog.rules.enumerated() { rules[Fingerprint.xxh64(Array(rule.utf8))] = UInt16(index) }
  }

  func behavior(_ name: String) -> UInt16? { behaviors[Fingerprint.xxh64(Array(name.utf8))] }
  func rule(_ name: String) -> UInt16? { rules[Fingerprint.xxh64(Array(name.utf8))] }
}

extension NdjsonDecoder {
  /// A fraction of one in ten-thousandths; `null` is -1.
  func fraction(_ cursor: inout JsonCursor) throws(JsonFault) -> Int32 {
    let text = cursor.copy(try cursor.text())
    guard let value = Double(text) else { return -1 }
    return Int32(clamping: Int64((value * 10_000).rounded()))
  }

  func metrics(_ cursor: inout JsonCursor, _ card: inout Scorecard) throws(JsonFault) {
    try cursor.expect(UInt8(ascii: "{"))
    if cursor.take(UInt8(ascii: "}")) { return }
    repeat {
      let key = try cursor.string()
      try cursor.expect(UInt8(ascii: ":"))
      if cursor.equals(key, "talk_share") {
        card.talkShare = try fraction(&cursor)
      } else {
        let value = try cursor.integer() ?? -1
        if cursor.equals(key, "techniques_applicable") { card.techniquesApplicable = Int32(clamping: value) }
        if cursor.equals(key, "agent_turns") { card.agentTurns = Int32(clamping: value) }
        if cursor.equals(key, "customer_turns") { card.customerTurns = Int32(clamping: value) }
        if cursor.equals(key, "interruptions") { card.interruptions = Int32(clamping: value) }
        if cursor.equals(key, "longest_silence_ms") { card.longestSilenceMs = value }
      }
    } while cursor.take(UInt8(ascii: ","))
    try cursor.expect(UInt8(ascii: "}"))
  }

  func results(_ cursor: inout JsonCursor, _ sheet: inout ScoreSheet) throws(JsonFault) {
    let base = sheet.results.count - sheet.behaviorCount
    try cursor.expect(UInt8(ascii: "["))
    if cursor.take(UInt8(ascii: "]")) { return }
    repeat {
      var result = BehaviorResult()
      var behavior: UInt16?
      try cursor.expect(UInt8(ascii: "{"))
      repeat {
        let key = try cursor.string()
        try cursor.expect(UInt8(ascii: ":"))
        if cursor.equals(key, "behavior") {
          behavior = index?.behavior(cursor.copy(try cursor.text()))
        } else {
          try resultMember(key, &cursor, &result, &sheet)
        }
      } while cursor.take(UInt8(ascii: ","))
      try cursor.expect(UInt8(ascii: "}"))
      guard let behavior, behavior < sheet.behaviorCount else {
        throw cursor.fault("a result names a behavior that the rubric line does not have")
      }
      sheet.results[base + Int(behavior)] = result
    } while cursor.take(UInt8(ascii: ","))
    try cursor.expect(UInt8(ascii: "]"))
  }

  private func resultMember(
    _ key: TextRange, _ cursor: inout JsonCursor, _ result: inout BehaviorResult, _ sheet: inout ScoreSheet
  ) throws(JsonFault) {
    if cursor.equals(key, "status") {
      let word = try cursor.text()
      result.status = Status.allCases.first { cursor.equals(word, $0.name) } ?? .notApplicable
    } else if cursor.equals(key, "opportunities") {
      result.opportunities = UInt16(clamping: try cursor.integer() ?? 0)
    } else if cursor.equals(key, "met") {
      result.metHalves = UInt16(clamping: (try cursor.thousandths() ?? 0) / 500)
    } else if cursor.equals(key, "reason") {
      let reason = cursor.copy(try cursor.text())
      if let known = sheet.reasons.firstIndex(of: reason) {
        result.reason = UInt16(known)
      } else {
        result.reason = UInt16(clamping: sheet.reasons.count)
        sheet.reasons.append(reason)
      }
    } else if cursor.equals(key, "opportunity_turn") {
      result.opportunityTurn = Int32(clamping: try cursor.integer() ?? -1)
    } else if cursor.equals(key, "response_turn") {
      result.responseTurn = Int32(clamping: try cursor.integer() ?? -1)
    } else {
      try cursor.skip()
    }
  }

  /// Evidence stands behind the turns on its line, as its words are counted in bytes of a turn's text.
  func evidence(
    _ cursor: inout JsonCursor, _ batch: Batch, _ firstTurn: Int, _ sheet: inout ScoreSheet
  ) throws(JsonFault) {
    try cursor.expect(UInt8(ascii: "["))
    if cursor.take(UInt8(ascii: "]")) { return }
    repeat {
      var item = EvidenceDraft()
      try cursor.expect(UInt8(ascii: "{"))
      repeat {
        let key = try cursor.string()
        try cursor.expect(UInt8(ascii: ":"))
        try evidenceMember(key, &cursor, &item)
      } while cursor.take(UInt8(ascii: ","))
      try cursor.expect(UInt8(ascii: "}"))
      guard let evidence = item.resolved(turns: batch.turns[firstTurn...]) else {
        throw cursor.fault("an item of evidence names a turn, words, behavior or rule that is not there")
      }
      sheet.evidence.append(evidence)
    } while cursor.take(UInt8(ascii: ","))
    try cursor.expect(UInt8(ascii: "]"))
  }

  private func evidenceMember(
    _ key: TextRange, _ cursor: inout JsonCursor, _ item: inout EvidenceDraft
  ) throws(JsonFault) {
    if cursor.equals(key, "turn") {
      item.turn = Int(try cursor.integer() ?? -1)
    } else if cursor.equals(key, "behavior") {
      item.behavior = index?.behavior(cursor.copy(try cursor.text()))
    } else if cursor.equals(key, "rule") {
      item.rule = index?.rule(cursor.copy(try cursor.text()))
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
