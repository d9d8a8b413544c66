import Record

/// Agents' rates: drawn toward the team, against the same mix, against their own period before.
struct AgentRates {
  let plan: RowPlan
  let minimum: Int
  let team: TeamNumbers
  /// What the agents' spread says, a row each.
  let priors: [Shrinkage]

  init(plan: RowPlan, minimum: Int, team: TeamNumbers) {
    self.plan = plan
    self.minimum = minimum
    self.team = team
    priors = plan.rows.indices.map { row in
      Shrinkage(fitting: team.agents.map { $0.ledger.rows[row].proportion })
    }
  }

  /// The rows of every agent, in the team's order, gaps marked over all of them.
  func rows(before: TeamNumbers?) -> [[Summary.RateRow]] {
    var past: [String: Ledger] = [:]
    for agent in before?.agents ?? [] { past[agent.id] = agent.ledger }
    var rows = team.agents.map { self.rows(of: $0, before: past[$0.id]) }
    mark(&rows) { $0.behavior == nil }
    mark(&rows) { $0.behavior != nil }
    return rows
  }

  private func rows(of agent: AgentNumbers, before: Ledger?) -> [Summary.RateRow] {
    var rows: [Summary.RateRow] = []
    for (index, row) in plan.rows.enumerated() {
      let counts = agent.ledger.rows[index]
      guard let rate = counts.rate else { continue }
      let own = counts.proportion
      var result = Summary.RateRow(
        technique: row.technique, behavior: row.behavior, rate: rate, shrunk: priors[index].estimate(own),
        shrunkInterval: priors[index].interval(own), isEnough: counts.isEnough(minimum))
      if let counts = before?.rows[index], let previous = counts.rate {
        result.previous = previous
        result.change = own.difference(from: counts.proportion)
      }
      compare(agent, index, &result)
      rows.append(result)
    }
    Clearness.mark(&rows, where: { $0.behavior == nil }, minimum: minimum)
    Clearness.mark(&rows, where: { $0.behavior != nil }, minimum: minimum)
    return rows
  }

  private func compare(_ agent: AgentNumbers, _ row: Int, _ result: inout Summary.RateRow) {
    guard let expected = expected(agent, row), expected.trials >= Double(minimum) else { return }
    let own = result.rate.proportion
    let gap = own.difference(from: expected)
    result.expected = expected.value
    result.gap = gap
    let crude = own.difference(from: (team.ledger.rows[row] - agent.ledger.rows[row]).proportion)
    let crudeIsOff = crude.interval.low > 0 || crude.interval.high < 0
    let gapIsOff = gap.interval.low > 0 || gap.interval.high < 0
    result.isMostlyMix = result.isEnough && crudeIsOff && !gapIsOff && abs(gap.value) < abs(crude.value) / 2
  }

  /// What team mates reach over the agent's own mix.
  func expected(_ agent: AgentNumbers, _ row: Int) -> Proportion? {
    var strata: [Standardization.Stratum] = []
    strata.reserveCapacity(agent.strata.count + 1)
    var rest = team.ledger.rows[row] - agent.ledger.rows[row]
    for (index, ledger) in agent.strata {
      let mates = team.strata[index].rows[row] - ledger.rows[row]
      rest = rest - mates
      strata.append(
        Standardization.Stratum(opportunities: Double(ledger.rows[row].opportunities), mates: mates.proportion))
    }
    // A stratum that the agent never works in has no weight, but its mates count among the pooled ones.
    strata.append(Standardization.Stratum(opportunities: 0, mates: rest.proportion))
    return Standardization.expected(strata)
  }

  private func mark(_ rows: inout [[Summary.RateRow]], where belongs: (Summary.RateRow) -> Bool) {
    var family: [(agent: Int, row: Int)] = []
    var pValues: [Double] = []
    for agent in rows.indices {
      for index in rows[agent].indices {
        let row = rows[agent][index]
        guard belongs(row), row.isEnough, let gap = row.gap else { continue }
        family.append((agent, index))
        pValues.append(pValue(gap, agent, row))
      }
    }
    for (place, isFound) in zip(family, Multiplicity.discoveries(pValues)) {
      rows[place.agent][place.row].gap?.isClear = isFound
    }
  }

  private func pValue(_ gap: Summary.Difference, _ agent: Int, _ row: Summary.RateRow) -> Double {
    let index = row.behavior.map { plan.ofBehavior[$0] } ?? plan.ofTechnique[row.technique]
    guard let expected = expected(team.agents[agent], index) else { return 1 }
    return Clearness.pValue(gap, row.rate.proportion, expected)
  }

  /// Who is to be talked to first: one-sided tests (only falling short points anyone out) of every agent with enough data in
  /// every technique, one family for the page, the focus techniques weighted so that they hold most of the power.
  func behind(_ rows: [[Summary.RateRow]], focus: [Int]) -> [(agent: Int, row: Int)] {
    var family: [(agent: Int, row: Int)] = []
    var pValues: [Double] = []
    var weights: [Double] = []
    for agent in rows.indices {
      for index in rows[agent].indices {
        let row = rows[agent][index]
        guard row.behavior == nil, row.isEnough, let gap = row.gap else { continue }
        family.append((agent, index))
        pValues.append(gap.value < 0 ? pValue(gap, agent, row) / 2 : 1)
        weights.append(focus.contains(row.technique) ? AgentRates.focusWeight : 1)
      }
    }
    return zip(family, Multiplicity.discoveries(pValues, weights: weights)).filter { $0.1 }.map { $0.0 }
  }

  /// How much heavier a test of a focus technique weighs than another: nearly all of the power is where the team works, and a gap
  /// elsewhere must be plain. Chosen before any data; Benchmarks/README.md has what it finds, and what the best test could.
  static let focusWeight = 50.0
}
