extension NdjsonDecoder {
  func turns(_ cursor: inout JsonCursor, _ batch: inout Batch) throws(JsonFault) {
    try cursor.expect(UInt8(ascii: "["))
    if cursor.take(UInt8(ascii: "]")) { return }
    var number: Int32 = 0
    repeat {
      var turn = Turn(text: .empty, number: number)
      let hasMembers = try expectedTurn(&cursor, &turn)
      if !hasMembers { try cursor.expect(UInt8(ascii: "{")) }
      if hasMembers ? cursor.take(UInt8(ascii: ",")) : !cursor.take(UInt8(ascii: "}")) {
        repeat {
          let key = try cursor.string()
          try cursor.expect(UInt8(ascii: ":"))
          try turnMember(key, &cursor, &turn)
        } while cursor.take(UInt8(ascii: ","))
        try cursor.expect(UInt8(ascii: "}"))
      } else if hasMembers {
        try cursor.expect(UInt8(ascii: "}"))
      }
      batch.turns.append(turn)
      number += 1
    } while cursor.take(UInt8(ascii: ","))
    try cursor.expect(UInt8(ascii: "]"))
  }

  /// Members in the order in which they are written here and by most others; false where the first is another, and nothing
  /// was read.
  @inline(__always)
  private func expectedTurn(_ cursor: inout JsonCursor, _ turn: inout Turn) throws(JsonFault) -> Bool {
    guard usesShortCuts else { return false }
    if cursor.take(literal: "{\"turn\":") {
      turn.number = Int32(clamping: try cursor.integer() ?? Int64(turn.number))
      if cursor.take(literal: ",\"speaker\":") { try speaker(&cursor, &turn) }
    } else if cursor.take(literal: "{\"speaker\":") {
      try speaker(&cursor, &turn)
    } else {
      return false
    }
    if cursor.take(literal: ",\"label\":") { turn.label = try cursor.text() }
    if cursor.take(literal: ",\"start_ms\":") { turn.startMs = try cursor.integer() ?? Turn.noTime }
    if cursor.take(literal: ",\"end_ms\":") { turn.endMs = try cursor.integer() ?? Turn.noTime }
    if cursor.take(literal: ",\"text\":") { turn.text = try cursor.text() }
    return true
  }

  @inline(__always)
  private func speaker(_ cursor: inout JsonCursor, _ turn: inout Turn) throws(JsonFault) {
    if cursor.take(literal: "\"agent\"") {
      turn.role = .agent
    } else if cursor.take(literal: "\"customer\"") {
      turn.role = .customer
    } else {
      try anySpeaker(&cursor, &turn)
    }
  }

  @inline(never)
  private func anySpeaker(_ cursor: inout JsonCursor, _ turn: inout Turn) throws(JsonFault) {
    let word = try cursor.text()
    if let role = role(cursor, word) {
      turn.role = role
    } else if turn.label.isEmpty {
      // A speaker that is no role is the source's own label; normalization finds out whose it is.
      turn.label = word
    }
  }

  private func turnMember(
    _ key: TextRange, _ cursor: inout JsonCursor, _ turn: inout Turn
  ) throws(JsonFault) {
    switch cursor.word(key) {
    case Key.text: turn.text = try cursor.text()
    case Key.speaker: try anySpeaker(&cursor, &turn)
    case Key.startMs: turn.startMs = try cursor.integer() ?? Turn.noTime
    case Key.endMs: turn.endMs = try cursor.integer() ?? Turn.noTime
    case Key.turn: turn.number = Int32(clamping: try cursor.integer() ?? Int64(turn.number))
    case Key.role: turn.role = role(cursor, try cursor.text()) ?? turn.role
    case Key.label: turn.label = try cursor.text()
    case Key.kind: turn.kind = kind(cursor, try cursor.text())
    case Key.internalNote: turn.isInternal = try cursor.boolean() ?? false
    default: try cursor.skip()
    }
  }

  private func role(_ cursor: JsonCursor, _ word: TextRange) -> Role? {
    Role.allCases.first { cursor.equals(word, $0.name) }
  }

  private func kind(_ cursor: JsonCursor, _ word: TextRange) -> TurnKind {
    TurnKind.allCases.first { cursor.equals(word, $0.name) } ?? .message
  }

  func legs(_ cursor: inout JsonCursor, _ batch: inout Batch) throws(JsonFault) {
    try cursor.expect(UInt8(ascii: "["))
    if cursor.take(UInt8(ascii: "]")) { return }
    repeat {
      var leg = Leg()
      try cursor.expect(UInt8(ascii: "{"))
      if !cursor.take(UInt8(ascii: "}")) {
        repeat {
          let key = try cursor.string()
          try cursor.expect(UInt8(ascii: ":"))
          switch cursor.word(key) {
          case Key.agentID: leg.agentID = try cursor.text()
          case Key.team: leg.team = try cursor.text()
          case Key.queue: leg.queue = try cursor.text()
          case Key.startMs: leg.startMs = try cursor.integer() ?? Turn.noTime
          case Key.endMs: leg.endMs = try cursor.integer() ?? Turn.noTime
          default:
            if cursor.equals(key, "agent_name") { leg.agentName = try cursor.text() } else { try cursor.skip() }
          }
        } while cursor.take(UInt8(ascii: ","))
        try cursor.expect(UInt8(ascii: "}"))
      }
      batch.legs.append(leg)
    } while cursor.take(UInt8(ascii: ","))
    try cursor.expect(UInt8(ascii: "]"))
  }
}
