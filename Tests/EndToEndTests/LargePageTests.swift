import Testing

/// A page on real volume reads as a page, not as a dump: 25 agents, 4,000 calls.
@Suite struct LargePageTests {
  /// Made once: it takes a while in a debug build.
  private static let run: Shell.Result = {
    let work = Shell.scratch()
    defer { Shell.remove(work) }
    return Shell.run(
      """
      sidetone-sampledata --calls 4000 --staff 25 --output .
      printf 'inputs: [exports]\\nroster: roster.csv\\noutput: out\\n' >plan.yaml
      sidetone run plan.yaml -q || exit $?
      cat out/teams/support.md; echo =====; cat out/index.md
      """, in: work)
  }()
  private static var page: String { run.output.components(before: "=====\n") }
  private static var index: String { String(run.output.dropFirst(page.count)) }

  @Test func whatMattersStandsOnOneScreen() throws {
    #expect(Self.run.status == 0, "\(Self.run.errors)")
    let cards = try #require(Self.page.firstRange(of: "## Agent cards"))
    let top = Self.page[..<cards.lowerBound]
    // Some 60 lines of 100 characters, quotes included.
    #expect(top.utf8.count < 6000, "\(top.utf8.count) bytes before the cards")
    let order = ["2,000 calls scored of 2,000 received", "Score **", "## Focus", "## Praise", "## Proof", "## Whom"]
    let places = order.map { top.firstRange(of: $0)?.lowerBound }
    #expect(!places.contains(nil) && places.compactMap { $0 } == places.compactMap { $0 }.sorted())
  }

  @Test func aHandfulIsNamedAndEverybodyHasACard() {
    let talk = Self.page.section("## Whom to talk to first")
    let gaps = talk.split(separator: "\n").filter { $0.hasPrefix("- **") }
    #expect(gaps.count <= 5 && gaps.allSatisfy { $0.contains(" of ") && $0.contains("over the same mix") })
    #expect(Self.page.split(separator: "\n").count { $0.hasPrefix("### ") } == 25)
  }

  @Test func noNumberStandsWithoutItsCount() {
    for line in Self.page.section("## Agent cards").split(separator: "\n")
    where line.contains("%") && !line.hasPrefix("- **Practice") {
      #expect(line.contains(" of ") || line.contains("the one time"), "\(line)")
    }
    #expect(!Self.page.contains(" 1 points") && !Self.page.contains(" 1 calls") && !Self.page.contains("1 agents"))
    #expect(!Self.page.contains("Used a greeting"), "what everybody does is no praise")
  }

  @Test func theIndexAddsUp() throws {
    #expect(Self.index.contains("4,000 calls scored of 4,000 received."))
    let row = try #require(Self.index.split(separator: "\n").first { $0.hasPrefix("| [Support]") })
    let cells = row.split(separator: "|").map { $0.filter { $0.isNumber } }
    #expect((Int(cells[2]) ?? 0) + (Int(cells[3]) ?? -1) == Int(cells[4]))
  }
}

extension String {
  fileprivate func components(before mark: String) -> String {
    firstRange(of: mark).map { String(self[..<$0.lowerBound]) } ?? self
  }

  /// From a heading to the next of its level.
  fileprivate func section(_ heading: String) -> String {
    guard let start = firstRange(of: heading) else { return "" }
    let rest = self[start.upperBound...]
    return String(rest[..<(rest.firstRange(of: "\n## ")?.lowerBound ?? rest.endIndex)])
  }
}
