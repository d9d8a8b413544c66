public import Record

/// Which turns of a batch a table or a page may quote: those with evidence, and both sides of each result's moment.
///
/// Whoever keeps scorecards needs the words of no others: with these, and the speakers of all, `TableRows` and `Tally` give
/// the same as with the whole conversation, whatever overrides and options say.
public struct QuotedTurns: Sendable {
  /// One for each of the batch's turns.
  public private(set) var isQuoted: [Bool] = []

  public init() {}

  public mutating func find(in batch: Batch, _ sheet: ScoreSheet) {
    isQuoted.removeAll(keepingCapacity: true)
    isQuoted.append(contentsOf: repeatElement(false, count: batch.turns.count))
    for (index, conversation) in batch.conversations.enumerated() {
      let start = sheet.index(conversation: index, behavior: 0)
      for result in sheet.results[start..<start + sheet.behaviorCount]
      where result.opportunityTurn >= 0 || result.responseTurn >= 0 {
        guard let sides = Sides(result, conversation.turns, batch) else { continue }
        if let turn = sides.customer { isQuoted[turn] = true }
        if let turn = sides.agent { isQuoted[turn] = true }
      }
      for item in sheet.evidence[
        Int(sheet.cards[index].evidence.lowerBound)..<Int(sheet.cards[index].evidence.upperBound)]
      {
        isQuoted[Int(conversation.turns.lowerBound) + Int(item.turn)] = true
      }
    }
  }
}
