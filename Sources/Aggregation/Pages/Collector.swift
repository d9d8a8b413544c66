import Record

/// Turns a tally's flat tables into teams, periods and agents in an order that depends on their names alone.
struct Collector: Sendable {
  let tally: Tally
  let plan: RowPlan
  let stock: StockPhrases
  private let cellsOf: [[Int]]
  private let unitsOf: [UInt64: [Int]]

  init(tally: Tally, plan: RowPlan, stock: StockPhrases) {
    self.tally = tally
    self.plan = plan
    self.stock = stock
    var cellsOf: [[Int]] = Array(repeating: [], count: tally.units.count)
    for (cell, key) in tally.cells.keys.enumerated() { cellsOf[Int(key.first)].append(cell) }
    self.cellsOf = cellsOf
    var unitsOf: [UInt64: [Int]] = [:]
    for (unit, key) in tally.units.keys.enumerated() { unitsOf[key.first, default: []].append(unit) }
    for key in tally.excluded.keys where unitsOf[key.first] == nil { unitsOf[key.first] = [] }
    self.unitsOf = unitsOf
  }

  /// By team (byte order), then period: a team each.
  func places() -> [[TeamPeriod]] {
    let places = unitsOf.keys.map(TeamPeriod.init(key:)).sorted { a, b in
      a.team == b.team ? a.first < b.first : tally.texts[a.team].lexicographicallyPrecedes(tally.texts[b.team])
    }
    var teams: [[TeamPeriod]] = []
    for place in places {
      if teams.last?.last?.team == place.team {
        teams[teams.count - 1].append(place)
      } else {
        teams.append([place])
      }
    }
    return teams
  }

  /// The numbers of one team in one period.
  func numbers(_ place: TeamPeriod) -> TeamNumbers { team(place, units: unitsOf[place.key] ?? []) }

  private func team(_ place: TeamPeriod, units: [Int]) -> TeamNumbers {
    var team = TeamNumbers(place: place, ledger: Ledger(count: plan.rows.count))
    let numbers = strata(units)
    team.strata = Array(repeating: Ledger(count: plan.rows.count), count: numbers.count)
    team.agents = units.map { agent($0, cells: cellsOf[$0], numbers) }.sorted { precedes($0.id, $1.id) }
    for agent in team.agents {
      team.ledger.add(agent.ledger)
      for (index, ledger) in agent.strata { team.strata[index].add(ledger) }
      team.scores = team.scores + agent.scores
      team.calls += tally.unitCounts[agent.unit].calls
    }
    team.excluded = excluded(place)
    return team
  }

  /// By stage and reason, in byte order.
  private func excluded(_ place: TeamPeriod) -> [Summary.ReasonCount] {
    let own = tally.excluded.keys.indices.filter { [keys = tally.excluded.keys] in keys[$0].first == place.key }
    let texts = own.map { (tally.texts.string(Int32(tally.excluded.keys[$0].second)), tally.excludedCounts[$0]) }
    return texts.sorted { precedes($0.0, $1.0) }.map { Summary.ReasonCount(stageAndReason: $0.0, count: $0.1) }
  }

  /// The team's strata, numbered in byte order of their texts.
  private func strata(_ units: [Int]) -> [UInt64: Int] {
    // Closures hold what they need of the tally: a copy of all its tables for each comparison would be most of the work.
    let ids = Set(units.flatMap { cellsOf[$0] }.map { [keys = tally.cells.keys] in keys[$0].second })
    let sorted = ids.sorted { [texts = tally.texts] in texts[Int32($0)].lexicographicallyPrecedes(texts[Int32($1)]) }
    return Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1, $0) })
  }

  private func agent(_ unit: Int, cells: [Int], _ numbers: [UInt64: Int]) -> AgentNumbers {
    let id = tally.texts.string(Int32(tally.units.keys[unit].second))
    var agent = AgentNumbers(
      unit: unit, id: id, name: tally.texts.string(tally.unitCounts[unit].name),
      ledger: Ledger(count: plan.rows.count), strata: [], scores: tally.unitCounts[unit].scores)
    // In the order of the strata's names: what is rounded must not depend on who came first.
    let sorted = cells.map { [keys = tally.cells.keys] in (number: numbers[keys[$0].second, default: 0], cell: $0) }
      .sorted { $0.number < $1.number }.map(\.cell)
    for (cell, repeats) in zip(sorted, stock.halves(unit, cells: sorted)) {
      var ledger = stratum(cell)
      takeOff(repeats, &ledger)
      agent.ledger.add(ledger)
      agent.strata.append((numbers[tally.cells.keys[cell].second] ?? 0, ledger))
    }
    countCalls(unit, &agent.ledger)
    agent.scores.lost = stock.findings[unit]?.lost ?? 0
    return agent
  }

  private func stratum(_ cell: Int) -> Ledger {
    var ledger = Ledger(count: plan.rows.count)
    for behavior in plan.ofBehavior.indices {
      let base = (cell * plan.ofBehavior.count + behavior) * 2
      let counts = Ledger.Counts(
        opportunities: tally.cellBehaviors[base], halves: tally.cellBehaviors[base + 1])
      let row = plan.ofBehavior[behavior]
      ledger.rows[row] = counts
      let technique = plan.ofTechnique[plan.rows[row].technique]
      ledger.rows[technique] = ledger.rows[technique] + counts
    }
    return ledger
  }

  /// Takes the halves off that repeats of a stock phrase lose, in the behaviors' rows and in their techniques'.
  private func takeOff(_ repeats: [Int], _ ledger: inout Ledger) {
    for (behavior, place) in tally.phrases.places.enumerated() where place >= 0 && repeats[place] > 0 {
      let row = plan.ofBehavior[behavior]
      ledger.rows[row].repeats += repeats[place]
      ledger.rows[plan.ofTechnique[plan.rows[row].technique]].repeats += repeats[place]
    }
  }

  /// Calls are counted a unit, not a stratum; a technique's are those in which any of its behaviors was judged.
  private func countCalls(_ unit: Int, _ ledger: inout Ledger) {
    for (index, row) in plan.rows.enumerated() {
      if let behavior = row.behavior {
        let base = (unit * plan.ofBehavior.count + behavior) * 2
        ledger.rows[index].calls = Int(tally.unitBehaviors[base])
        ledger.rows[index].missedCalls = Int(tally.unitBehaviors[base + 1])
      } else {
        ledger.rows[index].calls = Int(tally.unitTechniques[unit * plan.ofTechnique.count + row.technique])
      }
    }
  }
}

extension Summary.ReasonCount {
  /// Reads `stage/reason`, as a tally interns it.
  init(stageAndReason text: String, count: Int) {
    let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
    self.init(stage: parts.first ?? "", reason: parts.count > 1 ? parts[1] : "", count: count)
  }
}

/// Byte order, whatever the locale.
func precedes(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }
