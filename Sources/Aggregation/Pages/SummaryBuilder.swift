public import Record

extension Tally {
  /// Everything that the pages and period tables say, computed from the counts.
  public func summary() -> Summary { SummaryDraft(SummaryBuilder(self, lanes: 1)).whole() }

  /// The summary of what the options pick.
  /// - Throws: a `Problem` where no call falls into the period that was asked for.
  public func pickedSummary() throws(Problem) -> Summary { try SummaryDraft(self, lanes: 1).whole() }
}

/// Walks over a team's periods in order, each page with the one before at hand.
struct SummaryBuilder: Sendable {
  let tally: Tally
  let plan: RowPlan
  let priorities: Priorities
  let collector: Collector
  /// By team (byte order), then period: a team each.
  let teams: [[TeamPeriod]]
  /// First days of all periods, in order.
  let firsts: [Int32]
  private let periods: [Summary.Period]
  private let slugs: [String: String]
  /// All teams together, a period each.
  private let everyone: [Int32: Ledger]
  var minimum: Int { tally.catalog.minimumOpportunities }

  /// - Parameter lanes: how many teams are looked at side by side.
  init(_ tally: Tally, lanes: Int) {
    self.tally = tally
    plan = RowPlan(catalog: tally.catalog)
    priorities = Priorities(catalog: tally.catalog, minimum: tally.catalog.minimumOpportunities)
    let collector = Collector(tally: tally, plan: plan, stock: StockPhrases(tally))
    self.collector = collector
    let teams = collector.places()
    self.teams = teams
    let firsts = Set(teams.joined().map(\.first)).sorted()
    self.firsts = firsts
    periods = firsts.map { tally.options.period.period(startingOn: $0) }
    slugs = Slug.unique(teams.map { tally.texts.string($0[0].team) })
    let totals = SideBySide.map(teams.count, lanes: lanes) { team in
      teams[team].map { (first: $0.first, ledger: collector.numbers($0).ledger) }
    }
    var everyone: [Int32: Ledger] = [:]
    for (first, ledger) in totals.joined() { everyone[first, default: Ledger(count: plan.rows.count)].add(ledger) }
    self.everyone = everyone
  }

  /// The summary with nothing of its pages but their places.
  func outline() -> Summary {
    let options = tally.options
    var summary = Summary(rubric: tally.catalog, periodKind: options.period.kind, zone: options.zone?.name ?? "")
    summary.showsQuotes = options.showsQuotes
    summary.totals = totals()
    summary.overrides = options.overrides.entries.enumerated().map { index, entry in
      Summary.AppliedOverride(
        call: entry.call, behavior: entry.behavior, machine: tally.applied[index].map { "\($0.machine.name)" } ?? "",
        verdict: "\(entry.verdict.name)", who: entry.who, why: entry.why, when: entry.when)
    }
    summary.periods = periods
    summary.pages = teams.joined().filter(isPicked).map(empty)
    return summary
  }

  /// Whether the options ask for the page; those before it are counted all the same.
  private func isPicked(_ place: TeamPeriod) -> Bool {
    guard let only = tally.options.onlyPeriod else { return true }
    return periods[index(of: place)].id == only
  }

  private func index(of place: TeamPeriod) -> Int { firsts.firstIndex(of: place.first) ?? 0 }

  private func empty(_ place: TeamPeriod) -> Summary.TeamPage {
    let name = tally.texts.string(place.team)
    return Summary.TeamPage(team: name, slug: slugs[name] ?? "team", period: index(of: place))
  }

  /// The pages of one team that the options ask for, by period.
  func pages(ofTeam team: Int) -> [Summary.TeamPage] {
    var before: (numbers: TeamNumbers, page: Summary.TeamPage)?
    var history: [TeamNumbers] = []
    var pages: [Summary.TeamPage] = []
    for place in teams[team] {
      let numbers = collector.numbers(place)
      history.append(numbers)
      var page = empty(place)
      page.stockPhrases = stockPhrases(numbers, collector.stock)
      fill(&page, numbers, before: before, everyone: everyone, periods: firsts)
      page.trend = trend(history, firsts)
      page.coaching = CoachingEffects(tally: tally, plan: plan, minimum: minimum).effects(history, periods, firsts)
      if isPicked(place) { pages.append(page) }
      // A period of which nothing could be counted is nothing to compare with.
      if numbers.calls > 0 { before = place.first == PeriodRule.undated ? nil : (numbers, page) }
    }
    return pages
  }

  private func totals() -> Summary.Totals {
    var totals = Summary.Totals()
    totals.received = tally.received
    for unit in tally.unitCounts {
      totals.scored += unit.scores.calls
      totals.withoutScore += unit.calls - unit.scores.calls
    }
    let reasons = tally.rejects.map { (tally.texts.string($0.key), $0.value) }.sorted { precedes($0.0, $1.0) }
    totals.rejected = reasons.map { Summary.ReasonCount(stageAndReason: $0.0, count: $0.1) }
    return totals
  }

  private func others(_ team: TeamNumbers, _ everyone: [Int32: Ledger]) -> Ledger? {
    guard var rest = everyone[team.place.first] else { return nil }
    for row in rest.rows.indices { rest.rows[row] = rest.rows[row] - team.ledger.rows[row] }
    return rest
  }

  private func fill(
    _ page: inout Summary.TeamPage, _ team: TeamNumbers, before: (numbers: TeamNumbers, page: Summary.TeamPage)?,
    everyone: [Int32: Ledger], periods: [Int32]
  ) {
    page.received = team.calls + team.excluded.reduce(0) { $0 + $1.count }
    page.excluded = team.excluded
    page.scored = team.scores.calls
    page.score = team.scores.score
    if team.place.first != PeriodRule.undated, let before {
      page.previousPeriod = before.page.period
      page.previousScore = before.page.score
      page.scoreChange = team.scores.difference(from: before.numbers.scores)
    }
    let past = page.previousPeriod == nil ? nil : before
    page.rows = TeamRates(plan: plan, minimum: minimum).rows(team.ledger, before: past?.numbers.ledger)
    page.focus = priorities.focus(page.rows)
    let rest = others(team, everyone)
    page.strength = priorities.strength(page.rows, focus: page.focus, others: rest, plan: plan)
    var choice = ProofChoice(tally: tally, place: team.place)
    page.proof = choice.proof(page.focus)
    // With fewer calls than these a lead hears them all.
    if team.scores.calls >= 3 { page.listen = choice.listen(team.agents, focus: page.focus) }
    fillAgents(&page, team, past?.numbers, choice)
    if let past {
      page.lastFocus = moves(past.page.focus, page, now: rest, before: others(past.numbers, everyone))
    }
    page.warnings = warnings(team)
    page.overrides = tally.options.overrides.entries.indices.filter { tally.applied[$0]?.place == team.place }
  }

  private func fillAgents(
    _ page: inout Summary.TeamPage, _ team: TeamNumbers, _ before: TeamNumbers?, _ choice: ProofChoice
  ) {
    let rates = AgentRates(plan: plan, minimum: minimum, team: team)
    let rows = rates.rows(before: before)
    for (index, (agent, rows)) in zip(team.agents, rows).enumerated() {
      let counts = tally.unitCounts[agent.unit]
      var card = Summary.AgentCard(id: agent.id, name: agent.name)
      card.calls = counts.calls
      card.score = agent.scores.score
      card.rows = rows
      card.priorities = priorities.priorities(rows)
      // Empathy and apologies that are mostly one sentence earn no praise.
      let isStock = page.stockPhrases.contains { $0.agent == index }
      card.strength = priorities.strength(rows, team: page.rows, besides: card.priorities) { behavior in
        isStock && tally.phrases.places[behavior] >= 0
      }
      card.callsToHear = choice.calls(agent, priorities: card.priorities.compactMap { rows[$0].behavior })
      page.agents.append(card)
    }
    page.talkFirst = TalkFirst(tally: tally, plan: plan, team: team)
      .points(rows, behind: rates.behind(rows, focus: page.focus.map(\.technique)))
    page.mixDiffers = TalkFirst.mixDiffers(team, minimum: minimum)
  }

  private func moves(
    _ focus: [Summary.Focus], _ page: Summary.TeamPage, now: Ledger?, before: Ledger?
  ) -> [Summary.FocusMove] {
    focus.map { item in
      var move = Summary.FocusMove(technique: item.technique, behavior: item.behavior, before: item.rate)
      let row = page.rows.first { $0.behavior == item.behavior }
      move.after = row?.rate
      move.change = row?.change
      let index = plan.ofBehavior[item.behavior]
      if let now = now?.rows[index], let before = before?.rows[index], now.isEnough(minimum), before.isEnough(minimum) {
        move.elsewhere = now.proportion.difference(from: before.proportion)
      }
      return move
    }
  }

  private func trend(_ history: [TeamNumbers], _ periods: [Int32]) -> [Summary.TrendPoint] {
    history.suffix(12).compactMap { team in
      guard team.place.first != PeriodRule.undated, let score = team.scores.score else { return nil }
      return Summary.TrendPoint(period: periods.firstIndex(of: team.place.first) ?? 0, score: score)
    }
  }

  private func warnings(_ team: TeamNumbers) -> [Summary.WarningCount] {
    Conversation.Flags.names.enumerated().compactMap { bit, name in
      let calls = team.agents.reduce(0) { $0 + Int(tally.unitFlags[$1.unit * Tally.flagCount + bit]) }
      return calls > 0 ? Summary.WarningCount(name: "\(name)", calls: calls) : nil
    }
  }

  private func stockPhrases(_ team: TeamNumbers, _ stock: StockPhrases) -> [Summary.StockPhrase] {
    team.agents.enumerated().compactMap { index, agent in
      guard let finding = stock.findings[agent.unit] else { return nil }
      return Summary.StockPhrase(
        agent: index, words: tally.options.showsQuotes ? finding.text : "", times: finding.times, of: finding.of,
        repeats: finding.repeats,
        loss: agent.scores.calls > 0 ? Double(finding.lost) / Double(agent.scores.calls) / 10_000 : 0)
    }
  }
}
