public import Record

/// Reads what `UnitEncoder` wrote back into a batch and its scores.
public struct UnitDecoder: Sendable {
  /// The stored bytes are not whole, or of another version.
  public struct Damaged: Error, Sendable {}

  /// What tells the customers of the conversations read last apart; 0 where there is none.
  public private(set) var marks: [UInt64] = []
  /// Whether the unit read last came with extras.
  public private(set) var hasExtras = false
  /// Number in the sheet of each reason of the unit.
  private var reasons: [UInt16] = []
  private var words: [TextRange] = []

  public init() {}

  /// Fills an empty batch and an empty sheet, which takes on the number of behaviors of the rubric that the unit was scored by.
  ///
  /// The batch takes over the bytes: its texts point into them. Throws `Damaged`.
  public mutating func decode(
    _ stored: [UInt8], into batch: inout Batch, _ sheet: inout ScoreSheet
  ) throws(Damaged) {
    do throws(ByteReader.Damaged) {
      var reader = ByteReader(stored, to: stored.count)
      let version = try reader.byte()
      hasExtras = version == UnitEncoder.versionWithExtras
      guard hasExtras || version == UnitEncoder.version, try reader.fixed() == UnitDecoder.checksum(stored) else {
        throw ByteReader.Damaged()
      }
      batch.arena = stored
      try readHead(&reader, &sheet)
      let items = try reader.count()
      for _ in 0..<items {
        switch try reader.byte() {
        case UnitEncoder.Item.conversation: try readConversation(&reader, &batch, &sheet)
        case UnitEncoder.Item.reject: try readReject(&reader, &batch)
        default: throw ByteReader.Damaged()
        }
      }
      guard reader.place == reader.end else { throw ByteReader.Damaged() }
    } catch {
      throw Damaged()
    }
  }

  private static func checksum(_ stored: [UInt8]) -> UInt64 {
    unsafe stored.withUnsafeBytes {
      unsafe Fingerprint.xxh64(UnsafeRawBufferPointer(rebasing: $0[UnitEncoder.headBytes...]))
    }
  }

  private mutating func readHead(_ reader: inout ByteReader, _ sheet: inout ScoreSheet) throws(ByteReader.Damaged) {
    marks.removeAll(keepingCapacity: true)
    sheet.behaviorCount = try reader.count(below: 1 << 16)
    words = [.empty]
    for _ in 0..<(try reader.count()) { words.append(TextRange(try reader.text())) }
    reasons.removeAll(keepingCapacity: true)
    for _ in 0..<(try reader.count(below: 1 << 16)) {
      let reason = try reader.string()
      if let known = sheet.reasons.firstIndex(of: reason) {
        reasons.append(UInt16(known))
      } else {
        reasons.append(UInt16(clamping: sheet.reasons.count))
        sheet.reasons.append(reason)
      }
    }
  }

  private func readReject(_ reader: inout ByteReader, _ batch: inout Batch) throws(ByteReader.Damaged) {
    guard let stage = Reject.Stage(rawValue: try reader.byte()) else { throw ByteReader.Damaged() }
    let (source, reason, detail) = (try reader.string(), try reader.string(), try reader.string())
    batch.reject(source, stage: stage, reason: reason, detail: detail, count: try reader.count())
    guard try reader.byte() == 1 else { return }
    let (team, startedAt) = (try reader.string(), try reader.signed())
    batch.rejects[batch.rejects.count - 1].origin = Reject.Origin(
      team: team, startedAt: startedAt, utcOffsetMinutes: Int16(clamping: try reader.signed()))
  }

  private func word(_ reader: inout ByteReader) throws(ByteReader.Damaged) -> TextRange {
    words[try reader.count(below: words.count)]
  }

  private mutating func readConversation(
    _ reader: inout ByteReader, _ batch: inout Batch, _ sheet: inout ScoreSheet
  ) throws(ByteReader.Damaged) {
    var conversation = Conversation()
    conversation.id = TextRange(try reader.text())
    conversation.sourceRef = try source(&reader, &batch)
    conversation.channel = try word(&reader)
    conversation.direction = try word(&reader)
    conversation.queue = try word(&reader)
    conversation.team = try word(&reader)
    conversation.agentID = try word(&reader)
    conversation.agentName = try word(&reader)
    marks.append(try reader.fixed())
    conversation.startedAt = try reader.signed()
    conversation.utcOffsetMinutes = Int16(clamping: try reader.signed())
    conversation.durationMs = try reader.signed()
    conversation.csatThousandths = Int32(clamping: try reader.signed())
    conversation.flags = Conversation.Flags(rawValue: UInt32(truncatingIfNeeded: try reader.whole()))
    if hasExtras { conversation.extras = try readExtras(&reader, &batch) }
    var card = try card(&reader)
    conversation.turns = try readTurns(&reader, &batch)
    try readResults(&reader, &sheet, turns: conversation.turns.count)
    let first = Int32(sheet.evidence.count)
    try readEvidence(&reader, conversation, batch, &sheet)
    card.evidence = first..<Int32(sheet.evidence.count)
    batch.conversations.append(conversation)
    sheet.cards.append(card)
  }

  private func readExtras(_ reader: inout ByteReader, _ batch: inout Batch) throws(ByteReader.Damaged) -> Range<Int32> {
    let first = Int32(batch.extras.count)
    for _ in 0..<(try reader.count()) {
      batch.extras.append(Extra(key: try word(&reader), value: TextRange(try reader.text())))
    }
    return first..<Int32(batch.extras.count)
  }

  /// The shared beginning is copied from the conversation before, behind all other bytes of the arena.
  private func source(_ reader: inout ByteReader, _ batch: inout Batch) throws(ByteReader.Damaged) -> TextRange {
    let last = batch.conversations.last?.sourceRef ?? .empty
    let shared = try reader.count(below: Int(last.count) + 1)
    let rest = try reader.text()
    if shared == 0 { return TextRange(rest) }
    let start = batch.arena.count
    for place in Int(last.offset)..<Int(last.offset) + shared { batch.arena.append(batch.arena[place]) }
    batch.arena.append(contentsOf: reader.bytes[rest])
    return TextRange(start..<batch.arena.count)
  }

  private func card(_ reader: inout ByteReader) throws(ByteReader.Damaged) -> Scorecard {
    var card = Scorecard()
    card.score = Int32(clamping: try reader.signed())
    card.techniquesApplicable = Int32(clamping: try reader.signed())
    card.agentTurns = Int32(clamping: try reader.signed())
    card.customerTurns = Int32(clamping: try reader.signed())
    card.talkShare = Int32(clamping: try reader.signed())
    card.interruptions = Int32(clamping: try reader.signed())
    card.longestSilenceMs = try reader.signed()
    return card
  }

  private func readTurns(_ reader: inout ByteReader, _ batch: inout Batch) throws(ByteReader.Damaged) -> Range<Int32> {
    let first = Int32(batch.turns.count)
    var number: Int32 = -1
    for _ in 0..<(try reader.count()) {
      let head = try reader.byte()
      guard let role = Role(rawValue: head & 7),
        let kind = TurnKind(rawValue: head >> UnitEncoder.TurnBits.kindShift & 3)
      else { throw ByteReader.Damaged() }
      number = Int32(truncatingIfNeeded: Int64(number) + 1 &+ (try reader.signed()))
      var turn = Turn(text: .empty, number: number, role: role, kind: kind)
      turn.isInternal = head & UnitEncoder.TurnBits.isInternal != 0
      if head & UnitEncoder.TurnBits.isTimed != 0 { turn.startMs = try reader.signed() }
      if head & UnitEncoder.TurnBits.isKept != 0 { turn.text = TextRange(try reader.text()) }
      batch.turns.append(turn)
    }
    return first..<Int32(batch.turns.count)
  }

  private func readResults(
    _ reader: inout ByteReader, _ sheet: inout ScoreSheet, turns: Int
  ) throws(ByteReader.Damaged) {
    let start = sheet.results.count
    sheet.results.append(contentsOf: repeatElement(BehaviorResult(), count: sheet.behaviorCount))
    for _ in 0..<(try reader.count()) {
      let behavior = try reader.count(below: sheet.behaviorCount)
      guard let status = Status(rawValue: try reader.byte()) else { throw ByteReader.Damaged() }
      var result = BehaviorResult()
      result.status = status
      result.opportunities = UInt16(clamping: try reader.whole())
      result.metHalves = UInt16(clamping: try reader.whole())
      result.reason = reasons[try reader.count(below: reasons.count)]
      result.opportunityTurn = Int32(clamping: try reader.signed())
      result.responseTurn = Int32(clamping: try reader.signed())
      guard result.opportunityTurn < turns, result.responseTurn < turns else { throw ByteReader.Damaged() }
      sheet.results[start + behavior] = result
    }
  }

  private func readEvidence(
    _ reader: inout ByteReader, _ conversation: Conversation, _ batch: Batch, _ sheet: inout ScoreSheet
  ) throws(ByteReader.Damaged) {
    for _ in 0..<(try reader.count()) {
      let turn = try reader.count(below: conversation.turns.count)
      let behavior = UInt16(try reader.count(below: sheet.behaviorCount))
      let rule = UInt16(try reader.count(below: 1 << 16))
      guard let polarity = Polarity(rawValue: try reader.byte()) else { throw ByteReader.Damaged() }
      let start = Int64(batch.turns[Int(conversation.turns.lowerBound) + turn].text.offset) + (try reader.signed())
      let count = try reader.count()
      guard start >= 0, start + Int64(count) <= Int64(batch.arena.count) else { throw ByteReader.Damaged() }
      sheet.evidence.append(
        Evidence(
          turn: Int32(turn), behavior: behavior, rule: rule, polarity: polarity,
          words: TextRange(Int(start)..<Int(start) + count)))
    }
  }
}
