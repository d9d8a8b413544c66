import Record

/// Turns a tally's flat tables into teams, periods and agents in an order that depends on their names alone.
struct Collector {
  let tally: Tally
  let plan: RowPlan

  /// By team (byte order), then period.
  func teams() -> [TeamNumbers] {
    var cellsOf: [[Int]] = Array(repeating: [], count: tally.units.count)
    for (cell, key) in tally.cells.keys.enumerated() { cellsOf[Int(key.first)].append(cell) }
    var unitsOf: [UInt64: [Int]] = [:]
    for (unit, key) in tally.units.keys.enumerated() { unitsOf[key.first, default: []].append(unit) }
    let places = unitsOf.keys.map(TeamPeriod.init(key:)).sorted { a, b in
      a.team == b.team ? a.first < b.first : tally.texts[a.team].lexicographicallyPrecedes(tally.texts[b.team])
    }
    return places.map { place in team(place, units: unitsOf[place.key] ?? [], cellsOf) }
  }

  private func team(_ place: TeamPeriod, units: [Int], _ cellsOf: [[Int]]) -> TeamNumbers {
    var team = TeamNumbers(place: place, ledger: Ledger(count: plan.rows.count))
    let numbers = strata(units, cellsOf)
    team.strata = Array(repeating: Ledger(count: plan.rows.count), count: numbers.count)
    team.agents = units.map { agent($0, cells: cellsOf[$0], numbers) }.sorted { precedes($0.id, $1.id) }
    for agent in team.agents {
      team.ledger.add(agent.ledger)
      for (index, ledger) in agent.strata { team.strata[index].add(ledger) }
      let counts = tally.unitCounts[agent.unit]
      team.scores = team.scores + counts.scores
      team.calls += counts.calls
    }
    return team
  }

  /// The team's strata, numbered in byte order of their texts.
  private func strata(_ units: [Int], _ cellsOf: [[Int]]) -> [UInt64: Int] {
    let ids = Set(units.flatMap { cellsOf[$0] }.map { tally.cells.keys[$0].second })
    let sorted = ids.sorted { tally.texts[Int32($0)].lexicographicallyPrecedes(tally.texts[Int32($1)]) }
    return Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1, $0) })
  }

  private func agent(_ unit: Int, cells: [Int], _ numbers: [UInt64: Int]) -> AgentNumbers {
    let id = tally.texts.string(Int32(tally.units.keys[unit].second))
    var agent = AgentNumbers(
      unit: unit, id: id, name: tally.texts.string(tally.unitCounts[unit].name),
      ledger: Ledger(count: plan.rows.count), strata: [])
    for cell in cells {
      let ledger = stratum(cell)
      agent.ledger.add(ledger)
      agent.strata.append((numbers[tally.cells.keys[cell].second] ?? 0, ledger))
    }
    agent.strata.sort { $0.index < $1.index }
    countCalls(unit, &agent.ledger)
    return agent
  }

  private func stratum(_ cell: Int) -> Ledger {
    var ledger = Ledger(count: plan.rows.count)
    for behavior in plan.ofBehavior.indices {
      let base = (cell * plan.ofBehavior.count + behavior) * 2
      let counts = Ledger.Counts(
        opportunities: Int(tally.cellBehaviors[base]), halves: Int(tally.cellBehaviors[base + 1]))
      let row = plan.ofBehavior[behavior]
      ledger.rows[row] = counts
      let technique = plan.ofTechnique[plan.rows[row].technique]
      ledger.rows[technique] = ledger.rows[technique] + counts
    }
    return ledger
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

/// Byte order, whatever the locale.
func precedes(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }
