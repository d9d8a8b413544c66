/// Finds behaviors and rules of a catalog by the bytes of their names.
struct CatalogIndex: Sendable {
  let behaviors: NameTable
  let rules: NameTable

  init(_ catalog: RubricCatalog) {
    behaviors = NameTable(catalog.behaviors.indices.map { catalog.path(ofBehavior: $0) })
    rules = NameTable(catalog.rules)
  }
}

extension NdjsonDecoder {
  /// A fraction of one in ten-thousandths; `null` is -1.
  func fraction(_ cursor: inout JsonCursor) throws(JsonFault) -> Int32 {
    if usesShortCuts, let value = cursor.fourDecimals() { return value }
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
      var behavior: Int?
      let hasMembers = try expectedResult(&cursor, &result, &behavior, &sheet)
      if !hasMembers { try cursor.expect(UInt8(ascii: "{")) }
      if !hasMembers || cursor.take(UInt8(ascii: ",")) {
        repeat {
          let key = try cursor.string()
          try cursor.expect(UInt8(ascii: ":"))
          if cursor.equals(key, "behavior") {
            behavior = self.behavior(cursor, try cursor.text())
          } else {
            try resultMember(key, &cursor, &result, &sheet)
          }
        } while cursor.take(UInt8(ascii: ","))
      }
      try cursor.expect(UInt8(ascii: "}"))
      guard let behavior, behavior < sheet.behaviorCount else {
        throw cursor.fault("a result names a behavior that the rubric line does not have")
      }
      sheet.results[base + behavior] = result
    } while cursor.take(UInt8(ascii: ","))
    try cursor.expect(UInt8(ascii: "]"))
  }

  /// Members in the order in which they are written here; false where the first is another, and nothing was read.
  private func expectedResult(
    _ cursor: inout JsonCursor, _ result: inout BehaviorResult, _ behavior: inout Int?, _ sheet: inout ScoreSheet
  ) throws(JsonFault) -> Bool {
    guard usesShortCuts, cursor.take(literal: "{\"behavior\":") else { return false }
    behavior = self.behavior(cursor, try cursor.text())
    if cursor.take(literal: ",\"status\":\"met\"") {
      result.status = .met
    } else if cursor.take(literal: ",\"status\":\"missed\"") {
      result.status = .missed
    } else if cursor.take(literal: ",\"status\":\"partly\"") {
      result.status = .partly
    }
    if cursor.take(literal: ",\"opportunities\":") {
      result.opportunities = UInt16(clamping: try cursor.integer() ?? 0)
    }
    if cursor.take(literal: ",\"met\":") {
      result.metHalves = UInt16(clamping: (try cursor.thousandths() ?? 0) / 500)
    }
    if cursor.take(literal: ",\"reason\":") { result.reason = reason(cursor, try cursor.text(), &sheet) }
    if cursor.take(literal: ",\"opportunity_turn\":") {
      result.opportunityTurn = Int32(clamping: try cursor.integer() ?? -1)
    }
    if cursor.take(literal: ",\"response_turn\":") {
      result.responseTurn = Int32(clamping: try cursor.integer() ?? -1)
    }
    return true
  }

  private func behavior(_ cursor: JsonCursor, _ name: TextRange) -> Int? {
    unsafe index?.behaviors.index(of: cursor.buffer(name))
  }

  private func reason(_ cursor: JsonCursor, _ text: TextRange, _ sheet: inout ScoreSheet) -> UInt16 {
    for index in sheet.reasons.indices where cursor.equals(text, sheet.reasons[index]) { return UInt16(index) }
    sheet.reasons.append(cursor.copy(text))
    return UInt16(clamping: sheet.reasons.count - 1)
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
      result.reason = reason(cursor, try cursor.text(), &sheet)
    } else if cursor.equals(key, "opportunity_turn") {
      result.opportunityTurn = Int32(clamping: try cursor.integer() ?? -1)
    } else if cursor.equals(key, "response_turn") {
      result.responseTurn = Int32(clamping: try cursor.integer() ?? -1)
    } else {
      try cursor.skip()
    }
  }
}
