import Record
import Testing

@testable import Aggregation

/// What the statistics promise, checked on made-up agents whose true skill is known. Seeded: every run draws the same.
@Suite struct SimulationTests {
  /// A page of agents: how many opportunities each, and each agent's true rate a technique.
  private static func pointsOut(
    _ skills: [[Double]], opportunities: Int, focus: [Int], _ random: inout SeededGenerator
  ) -> Set<Int> {
    let techniques = skills[0].count
    let catalog = RubricCatalog(
      name: "t", version: "1", hash: "",
      techniques: (0..<techniques).map { .init(id: "t\($0)", title: "", weight: 1, summary: "") },
      behaviors: (0..<techniques).map { .init(id: "b", title: "", technique: $0, weight: 1) }, rules: [])
    let plan = RowPlan(catalog: catalog)
    var team = TeamNumbers(place: TeamPeriod(first: 0, team: 0), ledger: Ledger(count: plan.rows.count))
    for (agent, rates) in skills.enumerated() {
      var ledger = Ledger(count: plan.rows.count)
      for (technique, rate) in rates.enumerated() {
        var counts = Ledger.Counts(opportunities: opportunities, halves: 0, calls: opportunities)
        for _ in 0..<opportunities where random.chance(rate) { counts.halves += 2 }
        ledger.rows[plan.ofTechnique[technique]] = counts
        ledger.rows[plan.ofBehavior[technique]] = counts
      }
      team.agents.append(AgentNumbers(unit: agent, id: "A\(agent)", name: "", ledger: ledger, strata: [(0, ledger)]))
      team.ledger.add(ledger)
    }
    team.strata = [team.ledger]
    let rates = AgentRates(plan: plan, minimum: 10, team: team)
    return Set(rates.behind(rates.rows(before: nil), focus: focus).map(\.agent))
  }

  /// Equal true skill: at most 10 % of pages point anyone out.
  @Test func equalSkillIsLeftAlone() {
    var random = SeededGenerator(seed: 20_261_109)
    let pages = 500
    var pointing = 0
    for page in 0..<pages {
      let rates = (0..<15).map { _ in 0.3 + 0.65 * random.unit() }
      let skills = Array(repeating: rates, count: 4 + page % 9)
      let found = Self.pointsOut(skills, opportunities: 20 + page % 60, focus: [0, 1], &random)
      if !found.isEmpty { pointing += 1 }
    }
    #expect(Double(pointing) / Double(pages) <= 0.10, "\(pointing) of \(pages) pages")
  }

  /// A real gap of 15 points in a focus technique, with 60 opportunities each, is found as often as any fair test could find it.
  ///
  /// `bound` is the power of the uniformly most powerful unbiased test of two rates (Fisher's, randomized: K. D. Tocher, Biometrika
  /// 37 (1950), 130–144) of 60 against 420 opportunities at the level that leaves equals alone on nine pages of ten (0.00977 for
  /// one of eight agents in the focus technique), computed with SciPy 1.17. Chance is widest in the middle: 80 % is in reach where
  /// team mates are at 93 % or more, and out of anyone's reach below.
  @Test(arguments: [(0.95, 0.881), (0.93, 0.823), (0.90, 0.743), (0.80, 0.563)])
  func realGapIsFoundAsOftenAsItCanBe(mates: Double, bound: Double) {
    var random = SeededGenerator(seed: 46)
    let pages = 300
    var found = 0
    for _ in 0..<pages {
      var skills = Array(repeating: Array(repeating: mates, count: 15), count: 8)
      skills[3][0] = mates - 0.15
      if Self.pointsOut(skills, opportunities: 60, focus: [0], &random).contains(3) { found += 1 }
    }
    let share = Double(found) / Double(pages)
    // Three standard errors of so many pages, which is what a fair test may miss the bound by.
    #expect(share >= bound - 3 * (bound * (1 - bound) / Double(pages)).squareRoot(), "\(found) of \(pages) pages")
    if mates >= 0.95 { #expect(share >= 0.80, "\(found) of \(pages) pages") }
  }

  /// Wilson's interval covers the true rate in 95 % ± 1 %, averaged over rates and sizes as they occur on a page.
  @Test func wilsonCovers() {
    var random = SeededGenerator(seed: 7)
    var covered = 0
    let draws = 12_000
    for draw in 0..<draws {
      let rate = 0.05 + 0.9 * random.unit()
      let trials = 20 + draw % 180
      var met = 0
      for _ in 0..<trials where random.chance(rate) { met += 1 }
      let interval = Proportion(Double(met), of: Double(trials)).wilson()
      if interval.low <= rate && rate <= interval.high { covered += 1 }
    }
    #expect(abs(Double(covered) / Double(draws) - 0.95) <= 0.01, "\(covered) of \(draws)")
  }

  /// So does Newcombe's for a difference.
  @Test func newcombeCovers() {
    var random = SeededGenerator(seed: 8)
    var covered = 0
    let draws = 8000
    for draw in 0..<draws {
      let (a, b) = (0.1 + 0.8 * random.unit(), 0.1 + 0.8 * random.unit())
      let (m, n) = (20 + draw % 120, 30 + draw % 170)
      var (first, second) = (0, 0)
      for _ in 0..<m where random.chance(a) { first += 1 }
      for _ in 0..<n where random.chance(b) { second += 1 }
      let interval = Proportion(Double(first), of: Double(m))
        .difference(from: Proportion(Double(second), of: Double(n))).interval
      if interval.low <= a - b && a - b <= interval.high { covered += 1 }
    }
    #expect(abs(Double(covered) / Double(draws) - 0.95) <= 0.01, "\(covered) of \(draws)")
  }

  /// Shrunken rates are nearer to the truth than raw ones where agents differ little and calls are few.
  @Test func shrinkingHelps() {
    var random = SeededGenerator(seed: 9)
    var (raw, shrunk) = (0.0, 0.0)
    for _ in 0..<200 {
      let truth = (0..<10).map { _ in 0.55 + 0.15 * random.unit() }
      let agents = truth.map { rate -> Proportion in
        var met = 0.0
        for _ in 0..<12 where random.chance(rate) { met += 1 }
        return Proportion(met, of: 12)
      }
      let prior = Shrinkage(fitting: agents)
      for (rate, agent) in zip(truth, agents) {
        raw += (agent.value - rate) * (agent.value - rate)
        shrunk += (prior.estimate(agent) - rate) * (prior.estimate(agent) - rate)
      }
    }
    #expect(shrunk < raw / 2)
  }
}
