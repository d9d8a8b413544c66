import Aggregation
import History
import Record

/// Keeps what a lane scores, before duplicates are told: which of two is the first may be another one next week.
struct UnitRecorder {
  private let recall: Recall
  /// What the copies of a conversation are told apart by, and is kept with each.
  private let preference: CopyPreference?
  private var quoted = QuotedTurns()
  private var encoder = UnitEncoder()

  init(_ recall: Recall, _ preference: CopyPreference?) {
    self.recall = recall
    self.preference = preference
  }

  /// Takes out what was erased, before anything is counted. What remains is as if the export had never held it.
  func eraseForgotten(_ batch: inout Batch, _ order: UnitOrder) {
    let (erasures, customers) = (recall.erasures, recall.customers)
    guard !erasures.isEmpty else { return }
    let erased = batch.conversations.indices.filter { index in
      let conversation = batch.conversations[index]
      if erasures.holds(conversation) { return true }
      guard !erasures.customers.isEmpty, !conversation.customerID.isEmpty else { return false }
      return customers.marks(of: batch.arena[conversation.customerID.indices]).contains {
        erasures.customers.contains($0)
      }
    }
    // Who was erased is not to be asked for again either: such an input is read each time that others fill it in.
    if !erased.isEmpty { recall.forgetJoin(order) }
    batch.remove(erased)
  }

  /// Throws `Failure`.
  mutating func record(_ order: UnitOrder, _ batch: inout Batch, _ sheet: ScoreSheet) throws {
    quoted.find(in: batch, sheet)
    preference?.keepWhatCounts(in: &batch)
    let body = encoder.encode(
      batch, sheet, keeps: quoted.isQuoted, marks: recall.customers.marks(batch), keepsExtras: preference != nil)
    try recall.store(body, conversations: batch.conversations.count, order)
  }
}

extension Erasures {
  /// Whether a call is too old by its own clock; one without a time never is.
  func holds(_ conversation: Conversation) -> Bool {
    guard let before, conversation.startedAt != Conversation.noTime else { return false }
    return conversation.startedAt + Int64(conversation.utcOffsetMinutes) * 60_000 < before
  }
}

extension Batch {
  /// Takes conversations out without a word; rejects keep their order.
  mutating func remove(_ indices: [Int]) {
    guard !indices.isEmpty else { return }
    var gone = indices.makeIterator()
    var next = gone.next()
    var kept = 0
    var reject = 0
    for index in conversations.indices {
      while reject < rejects.count, Int(rejects[reject].position) <= index {
        rejects[reject].position = Int32(kept)
        reject += 1
      }
      if index == next {
        next = gone.next()
      } else {
        conversations[kept] = conversations[index]
        kept += 1
      }
    }
    for rest in rejects[reject...].indices { rejects[rest].position = Int32(kept) }
    conversations.removeSubrange(kept...)
  }
}

extension ScoreSheet {
  /// Takes the scores of conversations out; ascending.
  mutating func remove(_ indices: [Int]) {
    guard !indices.isEmpty else { return }
    var gone = indices.makeIterator()
    var next = gone.next()
    var kept = 0
    for index in cards.indices {
      if index == next {
        next = gone.next()
        continue
      }
      cards[kept] = cards[index]
      for behavior in 0..<behaviorCount {
        results[kept * behaviorCount + behavior] = results[index * behaviorCount + behavior]
      }
      kept += 1
    }
    cards.removeSubrange(kept...)
    results.removeSubrange((kept * behaviorCount)...)
  }
}
