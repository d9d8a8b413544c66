import Record
import Testing

@testable import Ingestion

/// Joining transcripts with the metadata that stands elsewhere.
struct MetadataIndexTests {
  private func conversation(_ batch: inout Batch, _ id: String, _ change: (inout Conversation, inout Batch) -> Void) {
    var conversation = Conversation()
    conversation.id = batch.append(id.utf8)
    conversation.sourceRef = batch.append("calls.csv#row \(batch.conversations.count + 2)".utf8)
    change(&conversation, &batch)
    batch.conversations.append(conversation)
  }

  private func index(_ batch: Batch, _ normalization: MetadataIndex.Normalization = .trim) -> MetadataIndex {
    var rule = JoinRule()
    rule.keys[0].normalization = normalization
    var builder = MetadataIndexBuilder(rule: rule)
    builder.add(batch)
    return MetadataIndex(builder)
  }

  @Test func fillsWhatTheTranscriptLacks() {
    var calls = Batch()
    conversation(&calls, "C1") {
      $0.agentID = $1.append("a7".utf8)
      $0.team = $1.append("North".utf8)
      $0.startedAt = 1_700_000_000_123
      $0.utcOffsetMinutes = -300
      $0.csatThousandths = 4500
      let first = Int32($1.extras.count)
      $1.extras.append(Extra(key: $1.append("site".utf8), value: $1.append("Lyon".utf8)))
      $0.extras = first..<Int32($1.extras.count)
    }
    conversation(&calls, "C2") { $0.agentID = $1.append("a8".utf8) }
    let index = index(calls)
    var transcripts = Batch()
    conversation(&transcripts, " C1 ") { $0.team = $1.append("South".utf8) }
    conversation(&transcripts, "C9") { _, _ in }
    var isMissing = transcripts.conversations.map { _ in true }
    _ = index.enrich(&transcripts, isMissing: &isMissing)
    let first = transcripts.conversations[0]
    #expect(transcripts.string(first.agentID) == "a7")
    #expect(transcripts.string(first.team) == "South")
    #expect(first.startedAt == 1_700_000_000_123)
    #expect(first.utcOffsetMinutes == -300)
    #expect(first.csatThousandths == 4500)
    #expect(transcripts.string(transcripts.extras[Int(first.extras.lowerBound)].value) == "Lyon")
    #expect(isMissing == [false, true])
    #expect(index.unmatched(0..<index.count).map(\.sourceRef) == ["calls.csv#row 3"])
    #expect(index.unmatched(0..<index.count).map(\.reason) == ["no_transcript"])
  }

  @Test func takesRepeatsAndRefusesContradictions() {
    var calls = Batch()
    conversation(&calls, "C1") { $0.agentID = $1.append("a7".utf8) }
    conversation(&calls, "C1") { $0.agentID = $1.append("a7".utf8) }
    conversation(&calls, "C1") { $0.agentID = $1.append("a8".utf8) }
    conversation(&calls, "") { _, _ in }
    let index = index(calls)
    #expect(index.count == 1)
    #expect(index.rejects.map(\.reason) == ["join_cardinality", "missing_id"])
    #expect(index.rejects.first?.sourceRef == "calls.csv#row 4")
    #expect(index.rejects.first?.detail.contains("otherwise than calls.csv#row 2") == true)
  }

  @Test func findsEachOfManyRows() {
    var builder = MetadataIndexBuilder()
    for block in 0..<20 {
      var calls = Batch()
      for row in 0..<500 {
        conversation(&calls, "Call-\(block * 500 + row)") { $0.queue = $1.append("q\(row % 7)".utf8) }
      }
      builder.add(calls)
    }
    let index = MetadataIndex(builder)
    #expect(index.count == 10_000)
    var transcripts = Batch()
    for row in stride(from: 0, to: 10_000, by: 3) { conversation(&transcripts, "CALL-\(row)") { _, _ in } }
    var isMissing = transcripts.conversations.map { _ in true }
    _ = index.enrich(&transcripts, isMissing: &isMissing)
    for (place, conversation) in transcripts.conversations.enumerated() {
      #expect(transcripts.string(conversation.queue) == "q\(place * 3 % 500 % 7)")
    }
    #expect(index.unmatched(0..<index.count).count == 10_000 - 3334)
  }
}
