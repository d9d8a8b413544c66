import Record
import Testing

@testable import Aggregation

@Suite struct TallyTests {
  /// A few hundred conversations of two teams, several agents, three weeks.
  private static func sample(_ count: Int, seed: UInt64) -> [MadeUp] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { index in
      var part = MadeUp()
      func status(_ share: Double) -> Status? {
        random.chance(0.2) ? nil : random.chance(share) ? .met : random.chance(0.2) ? .partly : .missed
      }
      let agent = Int(random.next() % 5)
      part.add(
        id: "C\(index)", team: random.chance(0.5) ? "North" : "South", agent: "A\(agent)",
        name: random.chance(0.5) ? "Ana \(agent)" : "", queue: random.chance(0.3) ? "billing" : "tech",
        startedAt: MadeUp.monday + Int64(random.next() % 21) * 86_400_000, score: Int32(random.next() % 10_001),
        results: [status(0.4), status(0.9), status(0.6)],
        reply: random.chance(0.5) ? "I am so sorry about that." : "I hear you, and we will fix it today.")
      return part
    }
  }

  /// Whatever the order and grouping of merges, the summary's bytes are the same.
  @Test func mergeOrderDoesNotMatter() throws {
    let parts = Self.sample(240, seed: 1)
    let whole = Tally(catalog: MadeUp.catalog, options: AggregateOptions())
    var inOrder = whole
    for part in parts { inOrder.add(part.batch, part.sheet) }
    let expected = try inOrder.summary().ndjson()
    var random = SeededGenerator(seed: 2)
    for groups in [2, 3, 17] {
      var tallies = Array(repeating: whole, count: groups)
      for part in parts.shuffled(using: &random) {
        tallies[Int(random.next() % UInt64(groups))].add(part.batch, part.sheet)
      }
      var merged = whole
      for tally in tallies.shuffled(using: &random) { merged.merge(tally) }
      #expect(try merged.summary().ndjson() == expected, "\(groups) groups")
    }
  }

  @Test func summarySurvivesItsNdjson() throws {
    var tally = Tally(catalog: MadeUp.catalog, options: AggregateOptions())
    for part in Self.sample(120, seed: 3) { tally.add(part.batch, part.sheet) }
    let summary = tally.summary()
    let bytes = try summary.ndjson()
    #expect(try Summary(ndjson: bytes) == summary)
    #expect(bytes.split(separator: 0x0A).count == 1 + summary.pages.count)
    #expect(throws: Problem.self) { try Summary(ndjson: Array("{\"sidetone\":1}\n".utf8)) }
    #expect(throws: Problem.self) { try Summary(ndjson: Array("not json\n".utf8), file: "x") }
  }

  @Test func countsAreThoseOfTheCalls() throws {
    var team = MadeUp()
    team.add(id: "1", results: [.met, nil, .missed])
    team.add(id: "2", results: [.missed, nil, .partly], opportunities: 3)
    team.add(id: "3", score: -1, results: [nil, nil, nil])
    team.batch.rejects.append(Reject(sourceRef: "x", stage: .ingest, reason: "malformed_row", detail: "", count: 2))
    let summary = team.tally().summary()
    #expect(summary.totals.received == 5 && summary.totals.scored == 2 && summary.totals.withoutScore == 1)
    #expect(summary.totals.rejected == [.init(stage: "ingest", reason: "malformed_row", count: 2)])
    let page = try #require(summary.pages.first)
    #expect(page.received == 3 && page.scored == 2)
    let alternatives = try #require(page.rows.first { $0.behavior == 0 })
    #expect(alternatives.rate.opportunities == 4 && alternatives.rate.metHalves == 2 && alternatives.rate.calls == 2)
    let empathy = try #require(page.rows.first { $0.technique == 1 && $0.behavior == nil })
    #expect(empathy.rate.opportunities == 4 && empathy.rate.metHalves == 3 && empathy.rate.calls == 2)
    #expect(!page.rows.contains { $0.behavior == 1 }, "what never applied has no row")
  }

  @Test func proofIsOfDifferentAgentsAndQuotesBothSides() throws {
    var team = MadeUp()
    for index in 0..<40 {
      team.add(id: "m\(index)", agent: "A\(index % 4)", results: [index % 4 == 0 ? .met : .missed, nil, nil])
    }
    let page = try #require(team.tally().summary().pages.first)
    #expect(page.focus.map(\.behavior) == [0])
    #expect(page.proof.count == 2 && Set(page.proof.map(\.agent)).count == 2)
    #expect(page.proof.allSatisfy { $0.customerWords.hasPrefix("I want my money") && $0.agentWords.contains("refund") })
    var silent = AggregateOptions()
    silent.showsQuotes = false
    let quiet = try #require(team.tally(silent).summary().pages.first)
    #expect(quiet.proof.allSatisfy { $0.customerWords.isEmpty && $0.agentWords.isEmpty })
    #expect(quiet.stockPhrases.allSatisfy { $0.words.isEmpty })
  }

  /// Of two equally short and near moments the one is chosen that the same breath doesn't spoil.
  @Test func whatIsSpoiledInTheSameBreathIsNoExample() throws {
    var team = MadeUp()
    for index in 0..<40 {
      team.add(id: "m\(index)", agent: "A\(index % 4)", results: [index % 4 == 0 ? .met : .missed, nil, .met])
    }
    // Every met call but one is spoiled by what is said beside it.
    for card in team.sheet.cards.indices where card % 4 == 0 && card != 20 {
      let evidence = team.sheet.cards[card].evidence
      for place in Int(evidence.lowerBound)..<Int(evidence.upperBound) where team.sheet.evidence[place].behavior == 2 {
        team.sheet.evidence[place].polarity = .spoiled
      }
    }
    let page = try #require(team.tally().summary().pages.first)
    #expect(page.proof.first { $0.isShown && $0.behavior == 0 }?.call == "m20")
  }

  @Test func stockPhraseIsNoticed() throws {
    var team = MadeUp()
    for index in 0..<30 { team.add(id: "s\(index)", agent: "A1", results: [nil, nil, .met]) }
    for index in 0..<30 {
      team.add(
        id: "v\(index)", agent: "A2", results: [nil, nil, .met],
        reply: "I am sorry, number \(index) is really bad luck. Here is a way out.")
    }
    for index in 0..<20 { team.add(id: "w\(index)", agent: "A2", results: [nil, nil, .missed]) }
    let page = try #require(team.tally().summary().pages.first)
    #expect(page.agents.map(\.strength) == [nil, nil], "one sentence for all earns no praise")
    let phrase = try #require(page.stockPhrases.first)
    #expect(page.stockPhrases.count == 1 && page.agents[phrase.agent].id == "A1")
    #expect(phrase.words == "i am so sorry about that" && phrase.times == 30 && phrase.of == 30)
  }

  @Test func criticalMissIsTalkedAboutFirst() throws {
    var team = MadeUp()
    for index in 0..<40 { team.add(id: "c\(index)", agent: "A\(index % 3)", results: [.met, .met, .met]) }
    team.add(id: "bad", agent: "A2", results: [.met, .missed, .met])
    let page = try #require(team.tally().summary().pages.first)
    #expect(page.talkFirst.map { page.agents[$0.agent].id } == ["A2"])
    #expect(page.talkFirst.first?.criticalBehavior == 1 && page.talkFirst.first?.criticalCalls == 1)
  }

  @Test func gapThatIsMixIsSaidToBeMix() throws {
    var team = MadeUp()
    // Everyone reaches 90 % in the easy queue and 30 % in the hard one; A0 works in the hard one alone.
    var random = SeededGenerator(seed: 4)
    for index in 0..<1200 {
      let agent = index % 4
      let isHard = agent == 0 || random.chance(0.2)
      let isMet = random.chance(isHard ? 0.3 : 0.9)
      team.add(
        id: "x\(index)", agent: "A\(agent)", queue: isHard ? "hard" : "easy",
        results: [isMet ? .met : .missed, nil, nil])
    }
    let page = try #require(team.tally().summary().pages.first)
    let row = try #require(page.agents.first { $0.id == "A0" }?.rows.first { $0.behavior == nil })
    #expect(page.mixDiffers && row.isMostlyMix)
    #expect(page.talkFirst.isEmpty)
  }

  @Test func coachingIsComparedWithTeamMates() throws {
    var team = MadeUp()
    for week in 0..<4 {
      for agent in 0..<3 {
        for call in 0..<40 {
          let share = agent == 0 && week >= 2 ? 8 : 4
          team.add(
            id: "k\(week)-\(agent)-\(call)", agent: "A\(agent)",
            startedAt: MadeUp.monday + Int64(week) * 7 * 86_400_000,
            results: [call % 10 < share ? .met : .missed, nil, nil])
        }
      }
    }
    var options = AggregateOptions()
    // The Wednesday of the second week, which belongs to neither side.
    options.coaching = try CoachingLog(
      parsing: Array("agent,technique,date,kind\nA0,offer-options,2026-11-18,role play\n".utf8), file: "log.csv",
      catalog: MadeUp.catalog)
    let summary = team.tally(options).summary()
    let effect = try #require(summary.pages.last?.coaching.first)
    #expect(effect.before?.opportunities == 40 && effect.after?.opportunities == 80)
    #expect(effect.matesBefore?.opportunities == 80 && effect.matesAfter?.opportunities == 160)
    #expect(abs((effect.effect?.value ?? 0) - 0.4) < 1e-9 && effect.effect?.isClear == true)
    let tables = periodTables(summary)
    #expect(tables.map(\.name) == ["agent_period.csv", "team_period.csv", "coaching_effect.csv"])
    #expect(throws: Problem.self) {
      try CoachingLog(
        parsing: Array("agent,technique,date\nA0,ofer-options,2026-11-18\n".utf8), file: "l", catalog: MadeUp.catalog)
    }
  }
}
