import Record
import Testing

@testable import Aggregation

@Suite struct PeriodTests {
  private func id(_ rule: PeriodRule, _ time: String, zone: ZoneRules? = nil) throws -> String {
    let moment = try #require(IsoTime(Array(time.utf8)))
    var clock = PeriodClock(rule: rule, zone: zone)
    let first = clock.first(startedAt: moment.milliseconds, utcOffsetMinutes: Int16(moment.offsetMinutes ?? 0))
    return rule.period(startingOn: first).id
  }

  @Test func weeksMonthsAndRuns() throws {
    #expect(try id(.week, "2026-11-15T23:59:00Z") == "2026-W46")
    #expect(try id(.week, "2026-11-16T00:00:00Z") == "2026-W47")
    // ISO weeks around the turn of the year.
    #expect(try id(.week, "2027-01-01T12:00:00Z") == "2026-W53")
    #expect(try id(.week, "2024-12-30T12:00:00Z") == "2025-W01")
    #expect(try id(.month, "2026-02-28T23:00:00Z") == "2026-02")
    let runs = try PeriodRule(parsing: "2026-01-05/14")
    #expect(try id(runs, "2026-01-18T10:00:00Z") == "2026-01-05..2026-01-18")
    #expect(try id(runs, "2026-01-04T10:00:00Z") == "2025-12-22..2026-01-04")
    #expect(throws: Problem.self) { try PeriodRule(parsing: "fortnight") }
    #expect(try PeriodRule.picked("2026-W46") == (.week, "2026-W46"))
    #expect(try PeriodRule.picked("2026-11") == (.month, "2026-11"))
    #expect(try PeriodRule.picked("month") == (.month, nil))
    #expect(throws: Problem.self) { try PeriodRule(parsing: "2026-01-05/0") }
  }

  @Test func theZoneDecides() throws {
    let berlin = try ZoneRules(named: "Europe/Berlin")
    // Sunday 23:30 UTC is Monday in Berlin, and still Sunday on the call's own clock.
    #expect(try id(.week, "2026-11-15T23:30:00Z", zone: berlin) == "2026-W47")
    #expect(try id(.week, "2026-11-15T23:30:00+00:00") == "2026-W46")
    #expect(try id(.week, "2026-11-16T00:30:00+01:00") == "2026-W47")
  }

  @Test func summerTime() throws {
    let berlin = try ZoneRules(named: "Europe/Berlin")
    func offset(_ text: String) throws -> Int {
      berlin.offsetMinutes(at: try #require(IsoTime(Array(text.utf8))).milliseconds)
    }
    #expect(try offset("2026-03-29T00:59:59Z") == 60)
    #expect(try offset("2026-03-29T01:00:00Z") == 120)
    #expect(try offset("2026-10-25T00:59:59Z") == 120)
    #expect(try offset("2026-10-25T01:00:00Z") == 60)
    // Behind the last transition of the file the rule in its footer holds.
    #expect(try offset("2060-07-01T12:00:00Z") == 120)
    #expect(try offset("2060-12-01T12:00:00Z") == 60)
    let sydney = try ZoneRules(named: "Australia/Sydney")
    let january = try #require(IsoTime(Array("2061-01-15T00:00:00Z".utf8)))
    #expect(sydney.offsetMinutes(at: january.milliseconds) == 660)
    #expect(throws: Problem.self) { try ZoneRules(named: "../../etc/passwd") }
    #expect(throws: Problem.self) { try ZoneRules(named: "Mars/Olympus") }
    #expect(throws: Problem.self) { try ZoneRules(named: "x", tzif: Array("TZif2".utf8)) }
  }

  @Test func undatedCallsComeLastAndHaveNoPast() throws {
    var team = MadeUp()
    team.add(id: "1", results: [.met, nil, nil])
    team.add(id: "2", startedAt: Conversation.noTime, results: [.met, nil, nil])
    let summary = team.tally().summary()
    #expect(summary.periods.map(\.id) == ["2026-W46", "undated"])
    #expect(summary.pages.last?.previousPeriod == nil)
    var only = AggregateOptions()
    only.onlyPeriod = "2026-W46"
    #expect(team.tally(only).summary().pages.count == 1)
  }
}
