import Record
import Testing

@testable import Reporting

@Suite struct PageTests {
  private func text(_ summary: Summary, _ path: String) throws -> String {
    let file = try #require(reportFiles(summary).first { $0.path == path })
    return String(decoding: file.bytes, as: UTF8.self)
  }

  @Test func pathsAreSafeAndComplete() {
    var summary = Samples.summary()
    summary.periods.append(.init(id: "2026-W47", firstDay: 20_773, lastDay: 20_779))
    var second = summary.pages[0]
    second.period = 1
    second.previousPeriod = 0
    summary.pages.append(second)
    #expect(
      reportFiles(summary).map(\.path) == [
        "index.md", "teams/north.md", "teams/north.svg", "teams/north/2026-W46.md", "teams/north/2026-W46.svg",
      ])
  }

  @Test func aPageReadsInItsOrder() throws {
    let page = try text(Samples.summary(), "teams/north.md")
    #expect(page.hasPrefix("# North: week 46 of 2026 (9–15 November 2026)\n"))
    let order = [
      "40 calls scored of 40 received", "Score **61** of 100 (95% interval 55 to 67, 40 calls)", "## Focus: one thing",
      "Offered a second option in 12 of 40 refusals (30%, 20–40%)", "two ways out, and the customer picks.", "## Proof",
      "> Customer: “So that's it? \\*\\*Click\\*\\* &lt;b&gt;here&lt;/b&gt;”", "## Whom to talk to first",
      "## Agent cards",
      "### Ana Ruiz (A1)", "Practice:", "## All techniques", "![Rate of each", "## About these numbers",
      "Not for employment",
    ]
    var rest = page[...]
    for part in order {
      let found = try #require(rest.firstRange(of: part), "\(part) in its place")
      rest = rest[found.upperBound...]
    }
  }

  @Test func whatPeopleChangedStandsBesideTheMachine() throws {
    var summary = Samples.summary()
    summary.overrides = [
      .init(
        call: "C7", behavior: 0, machine: "missed", verdict: "not_applicable", who: "Kim", why: "a test | call",
        when: "2026-11-12")
    ]
    summary.pages[0].overrides = [0]
    let page = try text(summary, "teams/north.md")
    #expect(page.contains("| `C7` | Alternatives | missed | **not applicable** | Kim, 2026-11-12 | a test \\| call |"))
  }

  @Test func aStockPhraseSaysWhatItCosts() throws {
    var summary = Samples.summary()
    summary.pages[0].stockPhrases = [
      .init(agent: 0, words: "i am sorry about that", times: 30, of: 40, repeats: 10, loss: 0.021)
    ]
    let page = try text(summary, "teams/north.md")
    #expect(
      page.contains(
        "“i am sorry about that” is 30 of 40 moments of empathy or apology (75%). 10 repeats beyond 50% count half, "
          + "which takes 2.1 points off the score."))
    #expect(page.contains("A stock phrase is one sentence that is more than 50%"))
  }

  @Test func whatIsLeftOutAddsUp() throws {
    var summary = Samples.summary()
    summary.pages[0].received = 44
    summary.pages[0].excluded = [
      .init(stage: "normalize", reason: "duplicate", count: 2), .init(stage: "normalize", reason: "tiny", count: 1),
    ]
    let page = try text(summary, "teams/north.md")
    #expect(
      page.contains(
        "40 calls scored of 44 received; 3 not scored (duplicate 2 and tiny 1) and 1 left out, as nothing in it called")
    )
    #expect(try text(summary, "index.md").contains("| 40 | 4 | 44 |"))
  }

  /// Thin data: singular, no interval that can't be, no empty section.
  @Test func thinDataReadsNaturally() throws {
    let page = try text(Samples.thin(), "teams/north.md")
    #expect(page.contains("1 call scored of 1 received"))
    #expect(page.contains("(1 call: no interval can be given)"))
    #expect(page.contains("Too few calls to choose a focus"))
    #expect(page.contains("Too few calls to judge: A1."))
    #expect(!page.contains("1 calls") && !page.contains("1 agents") && !page.contains("## Proof"))
    let lines = page.split(separator: "\n", omittingEmptySubsequences: true)
    for (line, next) in zip(lines, lines.dropFirst()) where line.hasPrefix("## ") {
      #expect(!next.hasPrefix("## "), "section without words: \(line)")
    }
    #expect(lines.last?.hasPrefix("## ") == false)
  }

  @Test func emptyRunHasAnIndex() throws {
    var summary = Samples.summary()
    summary.pages = []
    summary.periods = []
    summary.totals = Summary.Totals()
    #expect(try text(summary, "index.md").contains("No team had a call to score."))
  }

  @Test func wordsForNumbers() {
    #expect(Words.grouped(1_234_567) == "1,234,567" && Words.grouped(999) == "999" && Words.grouped(-1000) == "−1,000")
    #expect(
      Words.count(0, "call") == "no calls" && Words.count(1, "call") == "1 call" && Words.count(2, "call") == "2 calls")
    #expect(Words.percent(0.003) == "under 1%" && Words.percent(0.999) == "over 99%" && Words.percent(1) == "100%")
    #expect(Words.signed(-0.124) == "−12" && Words.signed(0.001) == "0" && Words.signed(0.05) == "+5")
    #expect(Words.clock(3_727_000) == "1:02:07" && Words.clock(61_000) == "1:01")
    #expect(Words.list(["a", "b", "c"]) == "a, b and c")
  }

  @Test func wordsForPeriods() {
    #expect(
      PeriodWords.full(.init(id: "2026-W49", firstDay: 20_787, lastDay: 20_793))
        == "week 49 of 2026 (30 November – 6 December 2026)")
    #expect(
      PeriodWords.full(.init(id: "2026-11", firstDay: 20_758, lastDay: 20_787)) == "November 2026 (1–30 November 2026)")
    #expect(
      PeriodWords.full(.init(id: "2026-11-09..2026-11-22", firstDay: 20_766, lastDay: 20_779)) == "9–22 November 2026")
    #expect(PeriodWords.full(.init(id: "undated", firstDay: nil, lastDay: nil)) == "calls without a date")
  }
}
