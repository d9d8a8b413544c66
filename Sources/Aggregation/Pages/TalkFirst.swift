import Record

/// Whom to talk to first, and whether agents' mixes differ.
struct TalkFirst {
  let tally: Tally
  let plan: RowPlan
  let team: TeamNumbers

  /// One point an agent: a critical miss before any gap, then the gap whose upper bound lies furthest below zero.
  func points(_ rows: [[Summary.RateRow]], behind: [(agent: Int, row: Int)]) -> [Summary.TalkPoint] {
    var points: [Summary.TalkPoint] = []
    for agent in team.agents.indices where !team.agents[agent].id.isEmpty {
      if let point = critical(agent) {
        points.append(point)
      } else if let point = gap(agent, rows, behind) {
        points.append(point)
      }
    }
    return points.sorted { a, b in
      if a.criticalCalls != b.criticalCalls { return a.criticalCalls > b.criticalCalls }
      let (first, second) = (a.row?.gap?.interval.high ?? 0, b.row?.gap?.interval.high ?? 0)
      return first == second ? a.agent < b.agent : first < second
    }
  }

  private func critical(_ agent: Int) -> Summary.TalkPoint? {
    let catalog = tally.catalog
    var worst: Summary.TalkPoint?
    for behavior in catalog.behaviors.indices where catalog.behaviors[behavior].isCritical {
      let missed = team.agents[agent].ledger.rows[plan.ofBehavior[behavior]].missedCalls
      guard missed > worst?.criticalCalls ?? 0 else { continue }
      var point = Summary.TalkPoint(agent: agent, technique: catalog.behaviors[behavior].technique)
      point.criticalBehavior = behavior
      point.criticalCalls = missed
      point.call = tally.calls.low(team.agents[agent].unit).first { call in
        call.isCritical && call.missed.contains(UInt16(behavior))
      }.map { String(decoding: $0.id, as: UTF8.self) }
      worst = point
    }
    return worst
  }

  private func gap(
    _ agent: Int, _ rows: [[Summary.RateRow]], _ behind: [(agent: Int, row: Int)]
  ) -> Summary.TalkPoint? {
    let own = behind.filter { $0.agent == agent }.map { rows[agent][$0.row] }
    guard let row = own.min(by: { ($0.gap?.interval.high ?? 0) < ($1.gap?.interval.high ?? 0) }) else { return nil }
    var point = Summary.TalkPoint(agent: agent, technique: row.technique)
    point.row = row
    return point
  }

  /// Whether any agent's share of opportunities in some stratum is over 20 points off the team's.
  static func mixDiffers(_ team: TeamNumbers, minimum: Int) -> Bool {
    func size(_ ledger: Ledger) -> Double { Double(ledger.rows.reduce(0) { $0 + $1.opportunities }) }
    let all = size(team.ledger)
    guard all > 0 else { return false }
    for agent in team.agents {
      let own = size(agent.ledger)
      // Opportunities stand in a technique's row and in its behavior's: hence twice the minimum.
      guard own >= Double(2 * minimum) else { continue }
      for (index, ledger) in agent.strata {
        let share = size(team.strata[index]) / all
        if abs(size(ledger) / own - share) > 0.2 { return true }
      }
    }
    return false
  }
}
