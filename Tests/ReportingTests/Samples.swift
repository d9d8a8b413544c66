import Record

/// Summaries made by hand.
enum Samples {
  static let rubric = RubricCatalog(
    name: "test", version: "1", hash: "0123456789abcdef",
    techniques: [.init(id: "offer-options", title: "Offer options", weight: 1, summary: "More than one way out.")],
    behaviors: [
      .init(
        id: "alternatives", title: "Alternatives", technique: 0, weight: 1, observable: "offered a second option",
        opportunityNoun: "refusals", good: "two ways out, and the customer picks", practice: "we can either A or B")
    ], rules: [])

  static func rate(_ met: Int, of count: Int, calls: Int? = nil) -> Summary.Rate {
    let value = Double(met) / Double(count)
    return Summary.Rate(
      calls: calls ?? count, opportunities: count, metHalves: 2 * met, value: value,
      interval: .init(max(0, value - 0.1), min(1, value + 0.1)))
  }

  static func row(_ rate: Summary.Rate, behavior: Int?) -> Summary.RateRow {
    Summary.RateRow(
      technique: 0, behavior: behavior, rate: rate, shrunk: rate.value, shrunkInterval: rate.interval,
      isEnough: rate.opportunities >= 10)
  }

  /// One team, one week.
  static func summary() -> Summary {
    var summary = Summary(rubric: rubric, periodKind: "week", zone: "")
    summary.totals.received = 40
    summary.totals.scored = 40
    summary.periods = [.init(id: "2026-W46", firstDay: 20_766, lastDay: 20_772)]
    var page = Summary.TeamPage(team: "North", slug: "north", period: 0)
    page.received = 40
    page.scored = 40
    page.score = .init(calls: 40, mean: 0.61, interval: .init(0.55, 0.67))
    page.rows = [row(rate(12, of: 40), behavior: nil), row(rate(12, of: 40), behavior: 0)]
    page.focus = [.init(technique: 0, behavior: 0, rate: rate(12, of: 40))]
    page.proof = [
      .init(
        behavior: 0, isShown: false, call: "C1", sourceRef: "x", agent: "A1", turn: 4, startMs: 61_000,
        customerWords: "So that's it? **Click** <b>here</b>", agentWords: "I can't do that.")
    ]
    page.agents = [.init(id: "A1", name: "Ana Ruiz")]
    page.agents[0].calls = 40
    page.agents[0].score = page.score
    page.agents[0].rows = page.rows
    page.agents[0].priorities = [1]
    summary.pages = [page]
    return summary
  }

  /// One call of one agent.
  static func thin() -> Summary {
    var summary = summary()
    summary.totals.received = 1
    summary.totals.scored = 1
    var page = Summary.TeamPage(team: "North", slug: "north", period: 0)
    page.received = 1
    page.scored = 1
    page.score = .init(calls: 1, mean: 0.5, interval: nil)
    page.rows = [row(rate(1, of: 1), behavior: nil), row(rate(1, of: 1), behavior: 0)]
    page.agents = [.init(id: "A1", name: "")]
    page.agents[0].calls = 1
    page.agents[0].score = page.score
    page.agents[0].rows = page.rows
    summary.pages = [page]
    return summary
  }
}
