import Normalization
import Record
import Testing

/// Which copies stand, batch by batch: what `CopyTests` can't bring about from outside.
@Suite struct CopyContestTests {
  private static let preference = CopyPreference(variant: .redacted, latestBy: "changed")

  /// A conversation for each id; `changed` where a time is given.
  private func batch(_ ids: [String], variant: String = "raw", changed: Int? = nil) -> Batch {
    var batch = Batch()
    for id in ids {
      var conversation = Conversation()
      conversation.id = batch.append(id.utf8)
      let first = Int32(batch.extras.count)
      batch.extras.append(Extra(key: batch.append("text_variant".utf8), value: batch.append(variant.utf8)))
      if let changed {
        batch.extras.append(Extra(key: batch.append("changed".utf8), value: batch.append("\(changed)".utf8)))
      }
      conversation.extras = first..<Int32(batch.extras.count)
      batch.conversations.append(conversation)
    }
    return batch
  }

  @Test func `whatever the order in which batches come, one copy of each stands`() throws {
    let ids = (0..<2000).map { "call \($0)" }
    let batches = [
      batch(ids, changed: 5), batch(ids + ids, variant: "redacted", changed: 3),
      batch(ids, variant: "redacted", changed: 3), batch(ids, changed: 9),
    ]
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]] {
      let contest = CopyContest(try #require(Self.preference))
      for place in order { contest.enter(batches[place], place: UInt64(place)) }
      #expect(contest.doubt == nil)
      let lost = order.reversed().map { (place: $0, count: contest.losers(batches[$0], place: UInt64($0)).count) }
      #expect(lost.allSatisfy { $0.count == 2000 }, "\(lost)")
      try contest.check()
    }
  }

  @Test func `a copy that is gone when it should stand is an error, not a call lost without a word`() throws {
    let contest = CopyContest(try #require(Self.preference))
    let (raw, redacted) = (batch(["k1", "k2"], changed: 1), batch(["k1"], variant: "redacted", changed: 1))
    contest.enter(raw, place: 0)
    contest.enter(redacted, place: 1)
    #expect(contest.losers(raw, place: 0).map(\.conversation) == [0])
    #expect(throws: Problem.self) { try contest.check() }
    #expect(contest.losers(redacted, place: 1).isEmpty)
    try contest.check()
  }

  @Test func `where no copy has a time the column is doubted`() throws {
    let contest = CopyContest(try #require(Self.preference))
    #expect(contest.doubt == nil)
    contest.enter(batch(["k1"]), place: 0)
    #expect(contest.doubt?.message.contains("\"changed\"") == true)
    contest.enter(batch(["k2"], changed: 0), place: 1)
    #expect(contest.doubt == nil)
  }
}
