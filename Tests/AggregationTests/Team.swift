import Aggregation
import Record

/// A team made up for a test: every conversation is two turns a behavior, with the results that the test wants.
struct MadeUp {
  static let catalog = RubricCatalog(
    name: "test", version: "1", hash: "0123456789abcdef",
    techniques: [
      .init(id: "offer-options", title: "Offer options", weight: 1, summary: "More than one way out."),
      .init(id: "tone-empathy", title: "Tone and empathy", weight: 1, summary: "Feelings are met."),
    ],
    behaviors: [
      .init(
        id: "alternatives", title: "Alternatives", technique: 0, weight: 1, observable: "offered a second option",
        opportunityNoun: "refusals", good: "Two ways out, the customer picks", practice: "We can either A or B"),
      .init(
        id: "pros-and-cons", title: "Pros and cons", technique: 0, weight: 1, isCritical: true,
        observable: "said limits", opportunityNoun: "offers"),
      .init(
        id: "emotion-match", title: "Meets the feeling", technique: 1, weight: 1, observable: "met the feeling",
        opportunityNoun: "emotional moments"),
    ],
    rules: ["options", "empathy,warm"])

  var batch = Batch()
  var sheet: ScoreSheet

  init() { sheet = ScoreSheet(behaviorCount: MadeUp.catalog.behaviors.count) }

  /// Monday of 2026-W46, 09:00 UTC.
  static let monday: Int64 = 1_794_214_800_000

  /// Adds a conversation; `results` by behavior, nil where it did not apply.
  mutating func add(
    id: String, team: String = "North", agent: String = "A1", name: String = "", queue: String = "q",
    startedAt: Int64 = MadeUp.monday, score: Int32 = 5000, results: [Status?], opportunities: UInt16 = 1,
    customer: String = "I want my money back, this is the third time.",
    reply: String = "I am so sorry about that. We can either refund it or send another."
  ) {
    var conversation = Conversation()
    conversation.id = batch.append(id.utf8)
    conversation.sourceRef = batch.append("calls.csv#\(id)".utf8)
    conversation.team = batch.append(team.utf8)
    conversation.agentID = batch.append(agent.utf8)
    conversation.agentName = batch.append(name.utf8)
    conversation.queue = batch.append(queue.utf8)
    conversation.startedAt = startedAt
    let first = Int32(batch.turns.count)
    let words = batch.append(customer.utf8)
    let answer = batch.append(reply.utf8)
    batch.turns.append(Turn(text: words, startMs: 1000, endMs: 3000, number: 0, role: .customer))
    batch.turns.append(Turn(text: answer, startMs: 3200, endMs: 6000, number: 1, role: .agent))
    conversation.turns = first..<first + 2
    batch.conversations.append(conversation)
    var card = Scorecard()
    card.score = score
    card.techniquesApplicable = 5
    let start = Int32(sheet.evidence.count)
    for (behavior, status) in results.enumerated() {
      var result = BehaviorResult()
      if let status {
        result.status = status
        result.opportunities = opportunities
        result.metHalves = status == .met ? 2 * opportunities : status == .partly ? opportunities : 0
        result.opportunityTurn = 0
        result.responseTurn = 1
        if status == .met {
          let said = TextRange(offset: answer.offset, count: min(13, answer.count))
          sheet.evidence.append(Evidence(turn: 1, behavior: UInt16(behavior), rule: 1, polarity: .shown, words: said))
        }
      }
      sheet.results.append(result)
    }
    card.evidence = start..<Int32(sheet.evidence.count)
    sheet.cards.append(card)
  }

  func tally(_ options: AggregateOptions = AggregateOptions()) -> Tally {
    var tally = Tally(catalog: MadeUp.catalog, options: options)
    tally.add(batch, sheet)
    return tally
  }

  func rows(_ options: AggregateOptions = AggregateOptions()) -> TableRows {
    var rows = TableRows(catalog: MadeUp.catalog, options: options)
    rows.render(batch, sheet)
    return rows
  }
}

extension ByteSink {
  var lines: [String] { String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init) }
}

extension SeededGenerator {
  /// 0 ..< 1.
  mutating func unit() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }
  mutating func chance(_ share: Double) -> Bool { unit() < share }
}
