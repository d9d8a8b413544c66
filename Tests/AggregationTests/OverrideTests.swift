import Record
import Testing

@testable import Aggregation

@Suite struct OverrideTests {
  private func options(_ lines: String) throws -> AggregateOptions {
    var options = AggregateOptions()
    options.overrides = try Overrides(
      parsing: Array(("call,behavior,verdict,who,why,when\n" + lines).utf8), file: "overrides.csv",
      catalog: MadeUp.catalog)
    return options
  }

  @Test func aPersonsVerdictCountsAndTheMachinesStaysVisible() throws {
    var team = MadeUp()
    team.add(id: "1", score: 0, results: [.missed, nil, nil])
    team.add(id: "2", score: 10_000, results: [.met, nil, nil])
    let options = try options(
      "1,alternatives,met,Kim,\"said it, but mumbled\",2026-11-12\n9,offer-options/alternatives,missed,Kim,typo,2026-11-12\n"
    )
    let summary = team.tally(options).summary()
    let page = try #require(summary.pages.first)
    #expect(page.overrides == [0] && page.rows.first { $0.behavior == 0 }?.rate.metHalves == 4)
    #expect(page.score?.mean == 1)
    let rows = team.rows(options)
    #expect(rows.scores.lines[0] == "1,offer-options,alternatives,met,1,1,overridden by Kim (machine: missed),")
    #expect(rows.calls.lines[0].contains(",1.0000,1,"))
    let audit = try #require(periodTables(summary).first { $0.name == "overrides_applied.csv" })
    #expect(
      String(decoding: audit.bytes, as: UTF8.self).split(separator: "\n").dropFirst().map(String.init) == [
        "1,offer-options,alternatives,missed,met,Kim,\"said it, but mumbled\",2026-11-12,true",
        "9,offer-options,alternatives,,missed,Kim,typo,2026-11-12,false",
      ])
  }

  @Test func takenOutMeansInNoDenominator() throws {
    var team = MadeUp()
    team.add(id: "1", results: [.missed, nil, nil])
    let options = try options(
      "1,alternatives,not_applicable,Kim,test call,2026-11-12\n1,alternatives,excluded,Kim,test call,2026-11-13\n")
    let page = try #require(team.tally(options).summary().pages.first)
    #expect(page.rows.isEmpty && page.scored == 0 && page.overrides == [1])
    #expect(team.rows(options).scores.lines[0].hasPrefix("1,offer-options,alternatives,excluded,0,,"))
  }

  @Test func aCriticalMissCapsTheScore() throws {
    var team = MadeUp()
    team.add(id: "1", results: [.met, .met, .met])
    let options = try options("1,pros-and-cons,missed,Kim,really,2026-11-12\n")
    // Techniques 0.5 and 1, capped at the catalog's 0.5.
    #expect(team.tally(options).summary().pages.first?.score?.mean == 0.5)
  }

  @Test func mistakesAreNamedWithTheirLine() {
    for line in ["1,alternative,met,K,w,d\n", "1,alternatives,meet,K,w,d\n", "1,alternatives,met,,w,d\n"] {
      #expect(throws: Problem.self) { try options("1,alternatives,met,K,w,d\n" + line) }
      do { _ = try options("1,alternatives,met,K,w,d\n" + line) } catch {
        #expect((error as? Problem)?.line == 3)
      }
    }
  }
}
