/// Names of the record's members as little-endian numbers of up to eight bytes, so that a key is told in one comparison.
enum Key {
  static let id: UInt64 = 0x6469
  static let team: UInt64 = 0x6D61_6574
  static let turn: UInt64 = 0x6E72_7574
  static let turns: UInt64 = 0x73_6E72_7574
  static let text: UInt64 = 0x7478_6574
  static let role: UInt64 = 0x656C_6F72
  static let kind: UInt64 = 0x646E_696B
  static let csat: UInt64 = 0x7461_7363
  static let legs: UInt64 = 0x7367_656C
  static let label: UInt64 = 0x6C_6562_616C
  static let queue: UInt64 = 0x65_7565_7571
  static let score: UInt64 = 0x65_726F_6373
  static let endMs: UInt64 = 0x736D_5F64_6E65
  static let extras: UInt64 = 0x7361_7274_7865
  static let speaker: UInt64 = 0x72_656B_6165_7073
  static let channel: UInt64 = 0x6C_656E_6E61_6863
  static let callID: UInt64 = 0x64_695F_6C6C_6163
  static let metrics: UInt64 = 0x73_6369_7274_656D
  static let results: UInt64 = 0x73_746C_7573_6572
  static let startMs: UInt64 = 0x736D_5F74_7261_7473
  static let internalNote: UInt64 = 0x6C61_6E72_6574_6E69
  static let agentID: UInt64 = 0x6469_5F74_6E65_6761
  static let language: UInt64 = 0x6567_6175_676E_616C
  static let warnings: UInt64 = 0x7367_6E69_6E72_6177
  static let evidence: UInt64 = 0x6563_6E65_6469_7665
  static let sidetone: UInt64 = 0x656E_6F74_6564_6973
}

extension NdjsonDecoder {
  mutating func decodeConversation(
    _ cursor: inout JsonCursor, _ place: Place, _ batch: inout Batch, _ sheet: inout ScoreSheet,
    _ appended: inout [UInt8]
  ) throws(JsonFault) {
    var conversation = Conversation()
    let firstTurn = Int32(truncatingIfNeeded: batch.turns.count)
    let firstLeg = Int32(truncatingIfNeeded: batch.legs.count)
    let firstExtra = Int32(truncatingIfNeeded: batch.extras.count)
    var card = Scorecard()
    let firstEvidence = Int32(truncatingIfNeeded: sheet.evidence.count)
    if readsScores {
      sheet.results.append(contentsOf: repeatElement(BehaviorResult(), count: sheet.behaviorCount))
    }
    let hasMembers = try expectedMembers(&cursor, &conversation, &batch)
    if !hasMembers { try cursor.expect(UInt8(ascii: "{")) }
    if hasMembers ? cursor.take(UInt8(ascii: ",")) : !cursor.take(UInt8(ascii: "}")) {
      repeat {
        let key = try cursor.string()
        try cursor.expect(UInt8(ascii: ":"))
        try member(key, &cursor, &conversation, Int(firstTurn), &batch, &sheet, &card)
      } while cursor.take(UInt8(ascii: ","))
      try cursor.expect(UInt8(ascii: "}"))
    } else if hasMembers {
      try cursor.expect(UInt8(ascii: "}"))
    }
    guard cursor.isAtEnd() else { throw cursor.fault("expected the end of the line") }
    conversation.turns = firstTurn..<Int32(truncatingIfNeeded: batch.turns.count)
    conversation.legs = firstLeg..<Int32(truncatingIfNeeded: batch.legs.count)
    conversation.extras = firstExtra..<Int32(truncatingIfNeeded: batch.extras.count)
    if conversation.sourceRef.isEmpty {
      let start = place.appended + appended.count
      appended.append(contentsOf: "\(place.source)#line \(place.line)".utf8)
      conversation.sourceRef = TextRange(start..<place.appended + appended.count)
    }
    batch.conversations.append(conversation)
    guard readsScores else { return }
    card.evidence = firstEvidence..<Int32(truncatingIfNeeded: sheet.evidence.count)
    sheet.cards.append(card)
  }

  /// Members in the order in which they are written here; false where the first is another, and nothing was read.
  private func expectedMembers(
    _ cursor: inout JsonCursor, _ conversation: inout Conversation, _ batch: inout Batch
  ) throws(JsonFault) -> Bool {
    guard usesShortCuts,
      cursor.take(literal: "{\"sidetone\":1,\"kind\":\"conversation\"")
        || cursor.take(literal: "{\"sidetone\":1,\"kind\":\"scorecard\"")
    else { return false }
    if cursor.take(literal: ",\"id\":") { conversation.id = try cursor.text() }
    if cursor.take(literal: ",\"source_ref\":") { conversation.sourceRef = try cursor.text() }
    if cursor.take(literal: ",\"started_at\":") { try start(&cursor, &conversation) }
    if cursor.take(literal: ",\"channel\":") { conversation.channel = try cursor.text() }
    if cursor.take(literal: ",\"direction\":") { conversation.direction = try cursor.text() }
    if cursor.take(literal: ",\"queue\":") { conversation.queue = try cursor.text() }
    if cursor.take(literal: ",\"team\":") { conversation.team = try cursor.text() }
    if cursor.take(literal: ",\"agent_id\":") { conversation.agentID = try cursor.text() }
    if cursor.take(literal: ",\"agent_name\":") { conversation.agentName = try cursor.text() }
    if cursor.take(literal: ",\"customer_id\":") { conversation.customerID = try cursor.text() }
    if cursor.take(literal: ",\"customer_name\":") { conversation.customerName = try cursor.text() }
    if cursor.take(literal: ",\"language\":") { conversation.language = try cursor.text() }
    if cursor.take(literal: ",\"disposition\":") { conversation.disposition = try cursor.text() }
    if cursor.take(literal: ",\"duration_ms\":"), let value = try cursor.integer() { conversation.durationMs = value }
    return true
  }

  private mutating func member(
    _ key: TextRange, _ cursor: inout JsonCursor, _ conversation: inout Conversation, _ firstTurn: Int,
    _ batch: inout Batch, _ sheet: inout ScoreSheet, _ card: inout Scorecard
  ) throws(JsonFault) {
    switch cursor.word(key) {
    case Key.id, Key.callID: conversation.id = try cursor.text()
    case Key.turns: try turns(&cursor, &batch)
    case Key.agentID: conversation.agentID = try cursor.text()
    case Key.team: conversation.team = try cursor.text()
    case Key.queue: conversation.queue = try cursor.text()
    case Key.channel: conversation.channel = try cursor.text()
    case Key.language: conversation.language = try cursor.text()
    case Key.csat:
      if let value = try cursor.thousandths() { conversation.csatThousandths = Int32(clamping: value) }
    case Key.legs: try legs(&cursor, &batch)
    case Key.extras: try extras(&cursor, &batch)
    case Key.warnings: try warnings(&cursor, &conversation)
    case Key.kind, Key.sidetone: try cursor.skip()
    case Key.score where readsScores: card.score = try fraction(&cursor)
    case Key.metrics where readsScores: try metrics(&cursor, &card)
    case Key.results where readsScores: try results(&cursor, &sheet)
    case Key.evidence where readsScores: try evidence(&cursor, batch, firstTurn, &sheet)
    case Key.score, Key.metrics, Key.results, Key.evidence: try cursor.skip()
    default: try longMember(key, &cursor, &conversation, &batch)
    }
  }

  /// Members whose names are longer than eight bytes; what no field stands for is kept as an extra.
  private func longMember(
    _ key: TextRange, _ cursor: inout JsonCursor, _ conversation: inout Conversation, _ batch: inout Batch
  ) throws(JsonFault) {
    if cursor.equals(key, "started_at") {
      try start(&cursor, &conversation)
    } else if cursor.equals(key, "source_ref") {
      conversation.sourceRef = try cursor.text()
    } else if cursor.equals(key, "agent_name") {
      conversation.agentName = try cursor.text()
    } else if cursor.equals(key, "customer_name") {
      conversation.customerName = try cursor.text()
    } else if cursor.equals(key, "customer_id") {
      conversation.customerID = try cursor.text()
    } else if cursor.equals(key, "direction") {
      conversation.direction = try cursor.text()
    } else if cursor.equals(key, "disposition") {
      conversation.disposition = try cursor.text()
    } else if cursor.equals(key, "duration_ms") {
      if let value = try cursor.integer() { conversation.durationMs = value }
    } else if cursor.equals(key, "earlier_contacts") {
      if let value = try cursor.integer() { conversation.earlierContacts = Int16(clamping: value) }
    } else if cursor.equals(key, "conversation_id") {
      conversation.id = try cursor.text()
    } else {
      batch.extras.append(Extra(key: key, value: try cursor.text()))
    }
  }

  /// ISO 8601 with an offset (without one it is taken as UTC and flagged), or milliseconds since 1970.
  private func start(_ cursor: inout JsonCursor, _ conversation: inout Conversation) throws(JsonFault) {
    guard cursor.peek() == UInt8(ascii: "\"") else {
      if let value = try cursor.integer() { conversation.startedAt = value }
      return
    }
    if usesShortCuts, let time = cursor.isoTime() {
      conversation.startedAt = time.milliseconds
      conversation.utcOffsetMinutes = time.offsetMinutes
      return
    }
    let text = cursor.copy(try cursor.string())
    guard let time = IsoTime(Array(text.utf8)) else {
      guard text.isEmpty else { throw cursor.fault("expected an ISO 8601 time for started_at, not \"\(text)\"") }
      return
    }
    conversation.startedAt = time.milliseconds
    conversation.utcOffsetMinutes = Int16(clamping: time.offsetMinutes ?? 0)
    if time.offsetMinutes == nil { conversation.flags.insert(.ambiguousTime) }
  }

  private func warnings(_ cursor: inout JsonCursor, _ conversation: inout Conversation) throws(JsonFault) {
    try cursor.expect(UInt8(ascii: "["))
    if cursor.take(UInt8(ascii: "]")) { return }
    repeat {
      let word = try cursor.text()
      for (bit, name) in Conversation.Flags.names.enumerated() where cursor.equals(word, name) {
        conversation.flags.insert(Conversation.Flags(rawValue: 1 << UInt32(bit)))
      }
    } while cursor.take(UInt8(ascii: ","))
    try cursor.expect(UInt8(ascii: "]"))
  }

  private func extras(_ cursor: inout JsonCursor, _ batch: inout Batch) throws(JsonFault) {
    try cursor.expect(UInt8(ascii: "{"))
    if cursor.take(UInt8(ascii: "}")) { return }
    repeat {
      let key = try cursor.string()
      try cursor.expect(UInt8(ascii: ":"))
      batch.extras.append(Extra(key: key, value: try cursor.text()))
    } while cursor.take(UInt8(ascii: ","))
    try cursor.expect(UInt8(ascii: "}"))
  }
}
