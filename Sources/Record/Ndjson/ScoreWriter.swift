/// What scorecards say over and over, ready as JSON.
struct ScorePhrases: Sendable {
  /// `{"behavior":"technique/behavior","status":"` by behavior.
  let results: PhraseTable
  /// `,"behavior":"technique/behavior","rule":` by behavior.
  let behaviors: PhraseTable
  /// `"rule","polarity":"` by rule.
  let rules: PhraseTable

  init(_ catalog: RubricCatalog?) {
    let paths = catalog.map { catalog in
      catalog.behaviors.indices.map { PhraseTable.quoted(catalog.path(ofBehavior: $0)) }
    }
    results = PhraseTable((paths ?? []).map { "{\"behavior\":\($0),\"status\":\"" })
    behaviors = PhraseTable((paths ?? []).map { ",\"behavior\":\($0),\"rule\":" })
    rules = PhraseTable((catalog?.rules ?? []).map { "\(PhraseTable.quoted($0)),\"polarity\":\"" })
  }
}

/// Writes the scores of one sheet: what a scorecard line has more than a conversation.
struct ScoreWriter {
  private let sheet: ScoreSheet
  private let phrases: ScorePhrases
  /// `,"reason":"…"` by reason.
  private let reasons: PhraseTable

  init(_ sheet: ScoreSheet, _ phrases: ScorePhrases) {
    self.sheet = sheet
    self.phrases = phrases
    reasons = PhraseTable(sheet.reasons.map { ",\"reason\":\(PhraseTable.quoted($0))" })
  }

  func append(_ index: Int, _ batch: Batch, _ conversation: Conversation, to writer: inout JsonWriter) {
    let card = sheet.cards[index]
    writer.literal(",\"score\":")
    append(tenThousandths: card.score, to: &writer)
    writer.literal(",\"metrics\":{\"techniques_applicable\":")
    writer.decimal(Int64(card.techniquesApplicable))
    writer.literal(",\"agent_turns\":")
    writer.decimal(Int64(card.agentTurns))
    writer.literal(",\"customer_turns\":")
    writer.decimal(Int64(card.customerTurns))
    writer.literal(",\"talk_share\":")
    append(tenThousandths: card.talkShare, to: &writer)
    writer.literal(",\"interruptions\":")
    writer.decimal(Int64(card.interruptions))
    writer.literal(",\"longest_silence_ms\":")
    writer.decimal(card.longestSilenceMs)
    writer.literal("},\"results\":[")
    appendResults(index, to: &writer)
    writer.literal("],\"evidence\":[")
    let first = Int(card.evidence.lowerBound)
    for item in first..<Int(card.evidence.upperBound) {
      if item > first { writer.literal(",") }
      append(sheet.evidence[item], batch, conversation, to: &writer)
    }
    writer.literal("]")
  }

  /// Results that say something; the others are not applicable.
  private func appendResults(_ index: Int, to writer: inout JsonWriter) {
    var isFirst = true
    for behavior in 0..<sheet.behaviorCount {
      let result = sheet.results[sheet.index(conversation: index, behavior: behavior)]
      guard result != BehaviorResult() else { continue }
      if !isFirst { writer.literal(",") }
      isFirst = false
      writer.phrase(phrases.results, behavior)
      append(result.status, to: &writer)
      writer.decimal(Int64(result.opportunities))
      writer.literal(",\"met\":")
      writer.decimal(Int64(result.metHalves >> 1))
      if result.metHalves & 1 == 0 { writer.literal(".0") } else { writer.literal(".5") }
      if result.reason != 0 { writer.phrase(reasons, Int(result.reason)) }
      writer.literal(",\"opportunity_turn\":")
      append(turn: result.opportunityTurn, to: &writer)
      writer.literal(",\"response_turn\":")
      append(turn: result.responseTurn, to: &writer)
      writer.literal("}")
    }
  }

  @inline(__always)
  private func append(_ status: Status, to writer: inout JsonWriter) {
    switch status {
    case .met: writer.literal("met\",\"opportunities\":")
    case .partly: writer.literal("partly\",\"opportunities\":")
    case .missed: writer.literal("missed\",\"opportunities\":")
    default:
      writer.literal(status.name)
      writer.literal("\",\"opportunities\":")
    }
  }

  @inline(__always)
  private func append(turn: Int32, to writer: inout JsonWriter) {
    if turn == -1 { writer.literal("-1") } else { writer.decimal(Int64(turn)) }
  }

  private func append(_ item: Evidence, _ batch: Batch, _ conversation: Conversation, to writer: inout JsonWriter) {
    let text = batch.turns[Int(conversation.turns.lowerBound) + Int(item.turn)].text
    writer.literal("{\"turn\":")
    writer.decimal(Int64(item.turn))
    writer.phrase(phrases.behaviors, Int(item.behavior))
    if phrases.rules.count > 0 {
      writer.phrase(phrases.rules, Int(item.rule))
    } else {
      writer.literal("\"\",\"polarity\":\"")
    }
    switch item.polarity {
    case .opportunity: writer.literal("opportunity\",\"from\":")
    case .shown: writer.literal("shown\",\"from\":")
    case .spoiled: writer.literal("spoiled\",\"from\":")
    }
    writer.decimal(Int64(item.words.offset) - Int64(text.offset))
    writer.literal(",\"to\":")
    writer.decimal(Int64(item.words.end) - Int64(text.offset))
    writer.literal("}")
  }

  /// Ten-thousandths of one with four decimals; `null` for -1.
  private func append(tenThousandths value: Int32, to writer: inout JsonWriter) {
    if value < 0 { writer.literal("null") } else { writer.fixed(Int64(value), places: 4) }
  }
}
