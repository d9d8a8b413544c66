import Record

/// What coachings did: an agent's change over the coaching less the change of team mates who had none in that technique.
///
/// Before is every period that ends before the coaching's day, after every one that begins behind it; the period of the
/// coaching itself belongs to neither.
struct CoachingEffects {
  let tally: Tally
  let plan: RowPlan
  let minimum: Int

  /// Effects of the coachings of one team's agents, as far as its history goes, in the order of the log.
  func effects(
    _ history: [TeamNumbers], _ periods: [Summary.Period], _ firsts: [Int32]
  ) -> [Summary.CoachingEffect] {
    let log = tally.options.coaching.entries
    guard !log.isEmpty else { return [] }
    let known = Set(history.flatMap { $0.agents.map(\.id) })
    return log.filter { known.contains($0.agent) }.compactMap { entry in
      effect(entry, history, coached: Set(log.filter { $0.technique == entry.technique }.map(\.agent)))
    }
  }

  private func effect(
    _ entry: CoachingLog.Entry, _ history: [TeamNumbers], coached: Set<String>
  ) -> Summary.CoachingEffect? {
    guard let technique = tally.catalog.techniques.firstIndex(where: { $0.id == entry.technique }) else { return nil }
    var date = ByteSink()
    date.append(isoDate: entry.day)
    var effect = Summary.CoachingEffect(
      agentID: entry.agent, technique: technique, date: String(decoding: date.bytes, as: UTF8.self), kind: entry.kind)
    let row = plan.ofTechnique[technique]
    var own = (before: Ledger.Counts(), after: Ledger.Counts())
    var mates = own
    for team in history {
      let period = tally.options.period.period(startingOn: team.place.first)
      guard let first = period.firstDay, let last = period.lastDay else { continue }
      for agent in team.agents {
        let counts = agent.ledger.rows[row]
        if agent.id == entry.agent {
          if last < entry.day { own.before = own.before + counts }
          if first > entry.day { own.after = own.after + counts }
        } else if !coached.contains(agent.id) {
          if last < entry.day { mates.before = mates.before + counts }
          if first > entry.day { mates.after = mates.after + counts }
        }
      }
    }
    effect.before = own.before.rate
    effect.after = own.after.rate
    effect.matesBefore = mates.before.rate
    effect.matesAfter = mates.after.rate
    compare(own, mates, &effect)
    return effect
  }

  private func compare(
    _ own: (before: Ledger.Counts, after: Ledger.Counts), _ mates: (before: Ledger.Counts, after: Ledger.Counts),
    _ effect: inout Summary.CoachingEffect
  ) {
    guard own.before.opportunities >= minimum, own.after.opportunities >= minimum else { return }
    let change = own.after.proportion.difference(from: own.before.proportion)
    effect.change = change
    guard mates.before.opportunities >= minimum, mates.after.opportunities >= minimum else { return }
    var difference = differenceOfDifferences(change, mates.after.proportion.difference(from: mates.before.proportion))
    difference.isClear = difference.interval.low > 0 || difference.interval.high < 0
    effect.effect = difference
  }
}
