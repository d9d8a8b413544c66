/// All files of the sample.
struct Sample {
  private var maker: Maker

  init(seed: UInt64, staff: Int = agentNames.count) { maker = Maker(seed: seed, staff: staff) }

  /// One export of one team: calls of weeks 45 and 46, and a roster that puts everyone into it.
  mutating func team(calls: Int) -> [Member] {
    let first = maker.conversations(calls / 2, days: 7...12)
    let second = maker.conversations(calls - calls / 2, days: 14...19)
    let roster = maker.agents.map { "\($0.id),\($0.name),Support\n" }.joined()
    return [
      text("exports/calls.csv", utteranceHeader + rows(first) + rows(second)),
      text("roster.csv", "agent_id,agent_name,team\n" + roster),
    ]
  }

  mutating func files() -> [Member] {
    let first = maker.conversations(120, days: 0...4)
    let second = maker.conversations(120, days: 7...11)
    let third = maker.conversations(110, days: 14...18)
    let tickets = maker.conversations(150, days: 0...18)
    let cells = maker.conversations(120, days: 0...18)
    let zipped = (maker.conversations(60, days: 14...18), maker.conversations(40, days: 14...19))
    let late = (maker.conversations(50, days: 0...5), maker.conversations(40, days: 7...12))
    return [
      text("exports/utterances-2026-W44.csv", utteranceHeader + rows(first)),
      text("exports/utterances-2026-W45.csv", utteranceHeader + rows(second) + "S-MALFORMED,A1003,only three cells\n"),
      text(
        "exports/utterances-2026-W46.csv",
        utteranceHeader + rows(third) + rows(maker.oddities()) + maker.unlabeledRows()),
      text("exports/conversations.xml", xmlHeader + tickets.map { $0.xml() }.joined() + empty() + xmlFooter),
      text("exports/qa-transcripts.csv", "call_id,transcript\n" + transcripts(cells)),
      text("exports/qa-calls.csv", metadataHeader + metadata(cells)),
      Member(name: "exports/week-46-evening.zip", bytes: zip(evening(zipped.0, zipped.1))),
      // The last one stands in utterances-2026-W44.csv as well: weekly exports overlap.
      Member(name: "exports/late-files.tar.gz", bytes: tarGzip(lateFiles(late.0 + [first[3]], late.1))),
      text("roster.csv", roster()),
      text("coaching_log.csv", coachingLog()),
    ]
  }

  private func text(_ name: String, _ content: String) -> Member { Member(name: name, bytes: Array(content.utf8)) }

  private func rows(_ conversations: [SampleConversation]) -> String {
    conversations.map { $0.utteranceRows() }.joined()
  }

  /// A ticket that was opened and never answered.
  private mutating func empty() -> String {
    var one = maker.odd("S-NO-TURNS", day: 9)
    one.lines = []
    return one.xml()
  }

  private mutating func transcripts(_ conversations: [SampleConversation]) -> String {
    let body = conversations.enumerated().map { $1.transcriptRow(named: $0 % 3 == 0) }.joined()
    return body + maker.odd("S-NO-METADATA", day: 12).transcriptRow(named: false)
  }

  private mutating func metadata(_ conversations: [SampleConversation]) -> String {
    // In another order than the transcripts, as two reports of two systems are.
    conversations.reversed().map { $0.metadataRow() }.joined() + maker.odd("S-NO-TRANSCRIPT", day: 12).metadataRow()
  }

  private mutating func evening(_ csv: [SampleConversation], _ xml: [SampleConversation]) -> [Member] {
    let lost = maker.conversations(12, days: 18...18)
    return [
      text("evening/utterances.csv", utteranceHeader + rows(csv)),
      text("evening/conversations.xml", xmlHeader + xml.map { $0.xml() }.joined() + xmlFooter),
      Member(name: "evening/damaged.csv", bytes: Array((utteranceHeader + rows(lost)).utf8), isDamaged: true),
    ]
  }

  private func lateFiles(_ csv: [SampleConversation], _ xml: [SampleConversation]) -> [Member] {
    [
      text("late/utterances.csv", utteranceHeader + rows(csv)),
      text("late/conversations.xml", xmlHeader + xml.map { $0.xml() }.joined() + xmlFooter),
    ]
  }

  private func roster() -> String {
    let rows = maker.agents.map { "\($0.id),\($0.name),\(teams[$0.team])\n" }
    return "agent_id,agent_name,team\n" + rows.joined()
  }

  private func coachingLog() -> String {
    let rows = coachings.map { coaching in
      let ordinal = 26 + coaching.day
      let date = ordinal <= 31 ? "2026-10-\(ordinal)" : "2026-11-\(padded(ordinal - 31))"
      return "\(maker.agents[coaching.agent].id),\(coaching.technique),\(date),\(coaching.kind)\n"
    }
    return "agent_id,technique,date,kind\n" + rows.joined()
  }
}
