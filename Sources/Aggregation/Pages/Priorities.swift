import Record

/// What to work on and what to praise, by stated rules.
struct Priorities: Sendable {
  let catalog: RubricCatalog
  let minimum: Int

  /// Rates that are surely above this leave nothing to work on.
  static let goodEnough = 0.95

  /// What is met less often than this is no strength, however far others are behind.
  static let praiseworthy = 0.6

  /// A behavior that the other teams meet this often is a matter of course.
  static let matterOfCourse = 0.97

  /// A row's urgency: weight × calls that called for it × the share that is missed beyond doubt (one less the interval's upper
  /// bound). Calls, not opportunities, so that a behavior with a chance in every turn doesn't outweigh all others.
  func urgency(_ row: Summary.RateRow, _ interval: Summary.Interval) -> Double {
    let weight = row.behavior.map { catalog.behaviors[$0].weight } ?? catalog.techniques[row.technique].weight
    return weight * Double(row.rate.calls) * (1 - interval.high)
  }

  /// At most two techniques with the greatest urgency, each with its most urgent behavior.
  func focus(_ rows: [Summary.RateRow]) -> [Summary.Focus] {
    let techniques = rows.filter { row in
      row.behavior == nil && row.isEnough && row.rate.interval.high < Priorities.goodEnough
    }
    let ranked = techniques.sorted { a, b in
      let (first, second) = (urgency(a, a.rate.interval), urgency(b, b.rate.interval))
      return first == second ? a.technique < b.technique : first > second
    }
    var focus: [Summary.Focus] = []
    for row in ranked where focus.count < 2 {
      guard let behavior = mostUrgent(rows, technique: row.technique), let index = behavior.behavior else { continue }
      focus.append(Summary.Focus(technique: row.technique, behavior: index, rate: behavior.rate))
    }
    return focus
  }

  private func mostUrgent(_ rows: [Summary.RateRow], technique: Int) -> Summary.RateRow? {
    let behaviors = rows.filter { $0.technique == technique && $0.behavior != nil && $0.isEnough }
    let best = behaviors.max { a, b in
      let (first, second) = (urgency(a, a.rate.interval), urgency(b, b.rate.interval))
      return first == second ? (a.behavior ?? 0) > (b.behavior ?? 0) : first < second
    }
    return best.flatMap { urgency($0, $0.rate.interval) > 0 ? $0 : nil }
  }

  /// One behavior to praise: the clearest improvement; else the clearest lead over the other teams; else the highest lower
  /// bound. Never one of a focus technique.
  func strength(_ rows: [Summary.RateRow], focus: [Summary.Focus], others: Ledger?, plan: RowPlan) -> Summary.Strength?
  {
    let candidates = rows.filter { row in
      row.behavior != nil && row.isEnough && row.rate.value >= Priorities.praiseworthy
        && !focus.contains { $0.technique == row.technique }
    }
    let improved = candidates.filter { $0.change.map { $0.isClear && $0.value > 0 } ?? false }
    if let best = top(improved, by: { $0.change?.interval.low ?? 0 }) {
      return strength(best, .improved, best.change)
    }
    if let others {
      let leads = candidates.compactMap { row -> (Summary.RateRow, Summary.Difference)? in
        guard let behavior = row.behavior else { return nil }
        let counts = others.rows[plan.ofBehavior[behavior]]
        guard counts.isEnough(minimum) else { return nil }
        let lead = row.rate.proportion.difference(from: counts.proportion)
        return lead.interval.low > 0.02 ? (row, lead) : nil
      }
      if let best = leads.max(by: { ($0.1.interval.low, $1.0.behavior ?? 0) < ($1.1.interval.low, $0.0.behavior ?? 0) })
      {
        return strength(best.0, .aheadOfOthers, best.1)
      }
    }
    // What nearly everybody meets nearly always is no news.
    let news = candidates.filter { row in
      // Where there is nobody to compare with, the team's own rate tells.
      guard let behavior = row.behavior, let others = others?.rows[plan.ofBehavior[behavior]], others.isEnough(minimum)
      else { return row.rate.value < Priorities.matterOfCourse }
      return others.proportion.value < Priorities.matterOfCourse
    }
    return top(news.isEmpty ? candidates : news) { $0.rate.interval.low }.flatMap { strength($0, .steady, nil) }
  }

  private func strength(
    _ row: Summary.RateRow, _ reason: Summary.Strength.Reason, _ difference: Summary.Difference?
  ) -> Summary.Strength? {
    row.behavior.map {
      Summary.Strength(technique: row.technique, behavior: $0, rate: row.rate, reason: reason, difference: difference)
    }
  }

  private func top(_ rows: [Summary.RateRow], by value: (Summary.RateRow) -> Double) -> Summary.RateRow? {
    // The first of equals wins, hence the reversal.
    rows.reversed().max { value($0) < value($1) }
  }

  /// Of one agent: indices of at most two behaviors to work on, of different techniques.
  func priorities(_ rows: [Summary.RateRow]) -> [Int] {
    let candidates = rows.indices.filter { index in
      let row = rows[index]
      return row.behavior != nil && row.isEnough && row.shrunkInterval.high < 0.9
    }
    let ranked = candidates.sorted { a, b in
      let (first, second) = (urgency(rows[a], rows[a].shrunkInterval), urgency(rows[b], rows[b].shrunkInterval))
      return first == second ? a < b : first > second
    }
    var chosen: [Int] = []
    for index in ranked where chosen.count < 2 {
      if !chosen.contains(where: { rows[$0].technique == rows[index].technique }) { chosen.append(index) }
    }
    return chosen
  }

  /// Of one agent: the behavior whose lower bound leads the team's rate most; must be met more often than not.
  /// Never one of a technique to work on, nor a behavior that `isBarred`.
  func strength(
    _ rows: [Summary.RateRow], team: [Summary.RateRow], besides: [Int], isBarred: (Int) -> Bool
  ) -> Int? {
    func lead(_ row: Summary.RateRow) -> Double {
      let rate = team.first { $0.behavior == row.behavior && $0.technique == row.technique }?.rate.value ?? 0
      return row.shrunkInterval.low - rate
    }
    let candidates = rows.indices.filter { index in
      let row = rows[index]
      let isMatterOfCourse = team.contains { $0.behavior == row.behavior && $0.rate.value >= Priorities.matterOfCourse }
      return row.behavior != nil && row.isEnough && row.rate.value >= Priorities.praiseworthy
        && row.shrunkInterval.low >= 0.5 && !isMatterOfCourse && !(row.behavior.map(isBarred) ?? true)
        && !besides.contains { rows[$0].technique == row.technique }
    }
    return candidates.reversed().max { lead(rows[$0]) < lead(rows[$1]) }
  }
}
