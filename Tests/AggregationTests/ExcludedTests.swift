import Record
import Testing

@testable import Aggregation

/// What was not scored is missed in the team that it belongs to, so that each team's figures add up.
@Suite struct ExcludedTests {
  private static func withdrawn(_ team: MadeUp, _ indices: [Int], reason: String) -> MadeUp {
    var team = team
    team.batch.withdraw(
      indices.map { ($0, Reject(sourceRef: "r\($0)", stage: .normalize, reason: reason, detail: "")) })
    team.sheet.cards.removeSubrange(team.batch.conversations.count...)
    return team
  }

  @Test func everyTeamsFiguresAddUp() throws {
    var team = MadeUp()
    for index in 0..<6 { team.add(id: "n\(index)", team: "North", results: [.met, nil, nil]) }
    team.add(id: "s", team: "South", score: -1, results: [nil, nil, nil])
    for index in 0..<3 { team.add(id: "x\(index)", team: index < 2 ? "North" : "West", results: [nil, nil, nil]) }
    var given = Self.withdrawn(team, [7, 8, 9], reason: "tiny")
    given.batch.rejects.append(Reject(sourceRef: "row", stage: .ingest, reason: "malformed_row", detail: ""))
    let summary = given.tally().summary()
    #expect(summary.pages.map(\.team) == ["North", "South", "West"])
    #expect(summary.pages.map(\.received) == [8, 1, 1] && summary.pages.map(\.scored) == [6, 0, 0])
    #expect(summary.pages[0].excluded == [.init(stage: "normalize", reason: "tiny", count: 2)])
    #expect(summary.pages[2].excluded.map(\.count) == [1] && summary.pages[2].agents.isEmpty)
    // The row that is no conversation belongs to no team.
    #expect(summary.totals.received == 11 && summary.pages.reduce(0) { $0 + $1.received } == 10)
    var parts = Tally(catalog: MadeUp.catalog, options: AggregateOptions())
    var other = MadeUp()
    other.add(id: "a", team: "Zed", results: [.met, nil, nil])
    parts.add(other.batch, other.sheet)
    var whole = parts
    parts.merge(given.tally())
    whole.add(given.batch, given.sheet)
    #expect(try parts.summary().ndjson() == whole.summary().ndjson())
  }

  @Test func theTeamSurvivesTheNdjson() throws {
    var team = MadeUp()
    team.add(id: "x", team: "North", results: [nil, nil, nil])
    let batch = Self.withdrawn(team, [0], reason: "tiny").batch
    var sink = ByteSink()
    for reject in batch.rejects { reject.append(to: &sink) }
    var read = Batch()
    read.arena = sink.bytes
    var decoder = NdjsonDecoder(stage: .aggregate)
    _ = decoder.decode(0..<read.arena.count, firstLine: 1, source: "-", into: &read)
    #expect(read.rejects == batch.rejects && read.rejects.first?.origin?.team == "North")
    #expect(read.rejects.first?.origin?.startedAt == MadeUp.monday)
  }

  @Test func aPeriodWithoutAScoredCallIsNothingToCompareWith() throws {
    var team = MadeUp()
    for week in 0..<3 {
      for index in 0..<12 where week != 1 || index == 0 {
        team.add(
          id: "w\(week)-\(index)", startedAt: MadeUp.monday + Int64(week) * 7 * 86_400_000,
          results: [.met, nil, nil])
      }
    }
    let summary = Self.withdrawn(team, [12], reason: "tiny").tally().summary()
    #expect(summary.pages.map(\.scored) == [12, 0, 12] && summary.pages.map(\.received) == [12, 1, 12])
    #expect(summary.pages[2].previousPeriod == 0)
  }
}
