public import Record

/// Writes the scorecards and rejects of one work unit as compact bytes, from which the tables and the pages come out the
/// same as from the unit itself.
///
/// Of the words of a call only those turns are kept that a table or a page may quote; of the others their speakers and
/// numbers. Names and ids of customers are left out, and extra columns where nobody asks for them. Laid out for speed, not for
/// looking at: a version, a checksum, the words that repeat, the reasons, then conversations and rejects in their order.
public struct UnitEncoder: Sendable {
  static let version: UInt8 = 2
  /// The same with the extras of each conversation behind its flags.
  static let versionWithExtras: UInt8 = 3
  /// Bytes before those that the checksum covers.
  static let headBytes = 9

  /// What an item is.
  enum Item {
    static let conversation: UInt8 = 1
    static let reject: UInt8 = 2
  }

  /// Bits of a turn's first byte, above its role.
  enum TurnBits {
    static let kindShift: UInt8 = 3
    static let isInternal: UInt8 = 1 << 5
    static let isKept: UInt8 = 1 << 6
    static let isTimed: UInt8 = 1 << 7
  }

  private var words = WordNumbers()
  /// Numbers in the sheet of the reasons that the unit gives.
  private var reasons: [UInt16] = []
  private var body = ByteWriter()
  private var keepsExtras = false
  /// Where the last conversation was read, of which the next one repeats the beginning.
  private var lastSource = 0..<0

  public init() {}

  /// - Parameters:
  ///   - keeps: for each of the batch's turns, whether its words are needed.
  ///   - marks: for each conversation, what tells its customer apart; 0 where it has none.
  ///   - keepsExtras: whether all extras of the batch are kept, too.
  public mutating func encode(
    _ batch: Batch, _ sheet: ScoreSheet, keeps: [Bool], marks: [UInt64], keepsExtras: Bool = false
  ) -> [UInt8] {
    self.keepsExtras = keepsExtras
    words.removeAll()
    reasons = [0]
    body.bytes.removeAll(keepingCapacity: true)
    lastSource = 0..<0
    var next = 0
    for index in batch.conversations.indices {
      while next < batch.rejects.count, Int(batch.rejects[next].position) <= index {
        append(batch.rejects[next])
        next += 1
      }
      append(index, batch, sheet, keeps, marks[index])
    }
    for reject in batch.rejects[next...] { append(reject) }
    return finished(sheet, items: batch.conversations.count + batch.rejects.count)
  }

  private func finished(_ sheet: ScoreSheet, items: Int) -> [UInt8] {
    var rest = ByteWriter()
    rest.whole(sheet.behaviorCount)
    rest.whole(words.texts.count)
    for text in words.texts { rest.text(text, 0..<text.count) }
    rest.whole(reasons.count)
    for reason in reasons { rest.text(sheet.reasons[Int(reason)]) }
    rest.whole(items)
    rest.bytes += body.bytes
    var whole = ByteWriter()
    whole.byte(keepsExtras ? Self.versionWithExtras : Self.version)
    whole.fixed(Fingerprint.xxh64(rest.bytes))
    return whole.bytes + rest.bytes
  }

  private mutating func append(_ reject: Reject) {
    body.byte(Item.reject)
    body.byte(reject.stage.rawValue)
    body.text(reject.sourceRef)
    body.text(reject.reason)
    body.text(reject.detail)
    body.whole(reject.count)
    body.byte(reject.origin == nil ? 0 : 1)
    guard let origin = reject.origin else { return }
    body.text(origin.team)
    body.signed(origin.startedAt)
    body.signed(Int64(origin.utcOffsetMinutes))
  }

  private mutating func append(
    _ index: Int, _ batch: Batch, _ sheet: ScoreSheet, _ keeps: [Bool], _ mark: UInt64
  ) {
    let conversation = batch.conversations[index]
    body.byte(Item.conversation)
    body.text(batch.arena, conversation.id.indices)
    appendSource(batch.arena, conversation.sourceRef.indices)
    for text in [
      conversation.channel, conversation.direction, conversation.queue, conversation.team, conversation.agentID,
      conversation.agentName,
    ] {
      body.whole(words.number(batch.arena, text.indices))
    }
    body.fixed(mark)
    body.signed(conversation.startedAt)
    body.signed(Int64(conversation.utcOffsetMinutes))
    body.signed(conversation.durationMs)
    body.signed(Int64(conversation.csatThousandths))
    body.whole(UInt64(conversation.flags.rawValue))
    if keepsExtras { append(extras: conversation.extras, batch) }
    append(sheet.cards[index])
    append(turns: conversation.turns, batch, keeps)
    appendResults(index, sheet)
    appendEvidence(sheet.cards[index], conversation, batch, sheet)
  }

  /// `calls.csv#row 812` after `calls.csv#row 794` is "the first 15 bytes, then 812".
  private mutating func appendSource(_ arena: [UInt8], _ range: Range<Int>) {
    var shared = 0
    while shared < min(range.count, lastSource.count),
      arena[range.lowerBound + shared] == arena[lastSource.lowerBound + shared]
    {
      shared += 1
    }
    body.whole(shared)
    body.text(arena, range.lowerBound + shared..<range.upperBound)
    lastSource = range
  }

  private mutating func append(extras range: Range<Int32>, _ batch: Batch) {
    body.whole(range.count)
    for extra in batch.extras[Int(range.lowerBound)..<Int(range.upperBound)] {
      body.whole(words.number(batch.arena, extra.key.indices))
      body.text(batch.arena, extra.value.indices)
    }
  }

  private mutating func append(_ card: Scorecard) {
    body.signed(Int64(card.score))
    body.signed(Int64(card.techniquesApplicable))
    body.signed(Int64(card.agentTurns))
    body.signed(Int64(card.customerTurns))
    body.signed(Int64(card.talkShare))
    body.signed(Int64(card.interruptions))
    body.signed(card.longestSilenceMs)
  }

  private mutating func append(turns range: Range<Int32>, _ batch: Batch, _ keeps: [Bool]) {
    body.whole(range.count)
    var number: Int32 = -1
    for index in Int(range.lowerBound)..<Int(range.upperBound) {
      let turn = batch.turns[index]
      var head = turn.role.rawValue | turn.kind.rawValue << TurnBits.kindShift
      if turn.isInternal { head |= TurnBits.isInternal }
      if keeps[index] { head |= TurnBits.isKept }
      if keeps[index], turn.startMs != Turn.noTime { head |= TurnBits.isTimed }
      body.byte(head)
      body.signed(Int64(turn.number) - Int64(number) - 1)
      number = turn.number
      guard keeps[index] else { continue }
      if turn.startMs != Turn.noTime { body.signed(turn.startMs) }
      body.text(batch.arena, turn.text.indices)
    }
  }

  /// Results that say something; the others are not applicable.
  private mutating func appendResults(_ index: Int, _ sheet: ScoreSheet) {
    let start = sheet.index(conversation: index, behavior: 0)
    let telling = (0..<sheet.behaviorCount).filter { sheet.results[start + $0] != BehaviorResult() }
    body.whole(telling.count)
    for behavior in telling {
      let result = sheet.results[start + behavior]
      body.whole(behavior)
      body.byte(result.status.rawValue)
      body.whole(UInt64(result.opportunities))
      body.whole(UInt64(result.metHalves))
      body.whole(number(ofReason: result.reason))
      body.signed(Int64(result.opportunityTurn))
      body.signed(Int64(result.responseTurn))
    }
  }

  private mutating func number(ofReason reason: UInt16) -> Int {
    if let known = reasons.firstIndex(of: reason) { return known }
    reasons.append(reason)
    return reasons.count - 1
  }

  private mutating func appendEvidence(
    _ card: Scorecard, _ conversation: Conversation, _ batch: Batch, _ sheet: ScoreSheet
  ) {
    body.whole(card.evidence.count)
    for item in sheet.evidence[Int(card.evidence.lowerBound)..<Int(card.evidence.upperBound)] {
      let text = batch.turns[Int(conversation.turns.lowerBound) + Int(item.turn)].text
      body.whole(Int(item.turn))
      body.whole(UInt64(item.behavior))
      body.whole(UInt64(item.rule))
      body.byte(item.polarity.rawValue)
      body.signed(Int64(item.words.offset) - Int64(text.offset))
      body.whole(UInt64(item.words.count))
    }
  }
}

/// Gives texts that repeat a number; 0 is the empty one.
private struct WordNumbers: Sendable {
  private(set) var texts: [[UInt8]] = []
  private var numbers: [UInt64: Int] = [:]

  mutating func removeAll() {
    texts.removeAll(keepingCapacity: true)
    numbers.removeAll(keepingCapacity: true)
  }

  mutating func number(_ arena: [UInt8], _ range: Range<Int>) -> Int {
    if range.isEmpty { return 0 }
    let hash = unsafe arena.withUnsafeBytes {
      unsafe Fingerprint.xxh64(UnsafeRawBufferPointer(rebasing: $0[range]))
    }
    if let known = numbers[hash], texts[known - 1].elementsEqual(arena[range]) { return known }
    texts.append(Array(arena[range]))
    numbers[hash] = texts.count
    return texts.count
  }
}
