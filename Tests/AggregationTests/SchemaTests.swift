import Record
import Testing

@testable import Aggregation

/// The data dictionary says what is written, all of it and nothing else.
@Suite struct SchemaTests {
  @Test func everyColumnIsDescribed() {
    let real = [
      "calls.csv": TableColumns.calls, "scores.csv": TableColumns.scores, "evidence.csv": TableColumns.evidence,
      "not_scored.csv": TableColumns.notScored, "agent_period.csv": TableColumns.agentPeriod,
      "team_period.csv": TableColumns.teamPeriod, "coaching_effect.csv": TableColumns.coachingEffect,
      "overrides_applied.csv": TableColumns.overridesApplied,
    ]
    #expect(TableSchema.tables.count == real.count)
    for (name, _, columns) in TableSchema.tables {
      #expect(columns.map(\.name) == real[name], "\(name)")
      #expect(columns.allSatisfy { !$0.meaning.isEmpty })
    }
    for (name, header) in TableRows.headers(excel: false) {
      #expect(String(decoding: header, as: UTF8.self) == (real[name] ?? []).joined(separator: ",") + "\n")
    }
  }

  @Test func everyFieldIsDescribed() throws {
    var team = MadeUp()
    team.add(id: "1", name: "Ana", results: [.met, nil, .missed])
    team.sheet.reasons.append("because")
    team.sheet.results[0].reason = 1
    fill(&team.batch)
    team.batch.rejects.append(
      Reject(
        sourceRef: "x", stage: .ingest, reason: "r", detail: "d", position: 1,
        origin: .init(team: "North", startedAt: MadeUp.monday, utcOffsetMinutes: 60)))
    var sink = ByteSink()
    NdjsonEncoder(catalog: MadeUp.catalog).append(team.batch, team.sheet, to: &sink)
    InputReport(path: "p", bytes: 1, hash: "h", format: "csv", profile: "p", conversations: 1, rejected: 0).append(
      to: &sink)
    let lines = try sink.bytes.split(separator: 0x0A).map { try JsonValue(parsing: $0) }
    try #require(lines.count == 3)
    #expect(keys(lines[0]) == names(RecordSchema.conversation + RecordSchema.scorecard))
    #expect(keys(first(lines[0], "legs")) == names(RecordSchema.leg))
    #expect(keys(first(lines[0], "turns")) == names(RecordSchema.turn))
    #expect(keys(first(lines[0], "results")) == names(RecordSchema.result))
    #expect(keys(first(lines[0], "evidence")) == names(RecordSchema.evidence))
    #expect(keys(lines[1]) == names(RecordSchema.rejected))
    #expect(keys(lines[2]) == names(RecordSchema.input))
    let metrics = try #require(RecordSchema.scorecard.first { $0.name == "metrics" }).meaning
    #expect(keys(lines[0]["metrics"]) == Set(metrics.split(separator: ", ").map(String.init)))
  }

  /// Gives every field of the first conversation, its leg and its turn a value.
  private func fill(_ batch: inout Batch) {
    let word = batch.append("word".utf8)
    for path in [
      \Conversation.channel, \.direction, \.customerID, \.customerName, \.language, \.disposition,
    ] { batch.conversations[0][keyPath: path] = word }
    batch.conversations[0].durationMs = 1
    batch.conversations[0].csatThousandths = 4000
    batch.conversations[0].earlierContacts = 1
    batch.conversations[0].flags = .tiny
    var leg = Leg()
    for path in [\Leg.agentID, \.agentName, \.team, \.queue] { leg[keyPath: path] = word }
    leg.startMs = 0
    leg.endMs = 1
    batch.legs = [leg]
    batch.conversations[0].legs = 0..<1
    batch.extras = [Extra(key: word, value: word)]
    batch.conversations[0].extras = 0..<1
    batch.turns[0].label = word
    batch.turns[0].kind = .note
    batch.turns[0].isInternal = true
  }

  private func names(_ fields: [SchemaField]) -> Set<String> { Set(fields.map(\.name)) }

  private func keys(_ value: JsonValue?) -> Set<String> {
    guard case .object(let members) = value else { return [] }
    return Set(members.map(\.key))
  }

  private func first(_ value: JsonValue, _ key: String) -> JsonValue? {
    guard case .array(let items) = value[key] else { return nil }
    return items.first
  }
}
