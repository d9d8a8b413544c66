public import Record

/// A summary in the making: which pages there are is known, and each team's are made when they are asked for.
///
/// Lanes share the teams, and nobody has to hold the rows of all agents at once.
public struct SummaryDraft: Sendable {
  /// Everything but what stands on the pages: of those only team, slug and period.
  public let outline: Summary
  /// Indices into the outline's pages, a team each.
  public let teams: [Range<Int>]
  private let builder: SummaryBuilder
  /// The builder's number of each team.
  private let numbers: [Int]

  /// - Parameter lanes: how many teams are looked at side by side.
  /// - Throws: a `Problem` where no call falls into the period that was asked for.
  public init(_ tally: Tally, lanes: Int) throws(Problem) {
    self.init(SummaryBuilder(tally, lanes: lanes))
    guard let only = tally.options.onlyPeriod, outline.pages.isEmpty else { return }
    let known = outline.periods.map(\.id).joined(separator: ", ")
    throw Problem("no call falls into period \"\(only)\"", hint: known.isEmpty ? "" : "periods: \(known)")
  }

  init(_ builder: SummaryBuilder) {
    self.builder = builder
    outline = builder.outline()
    var teams: [Range<Int>] = []
    var numbers: [Int] = []
    for (number, team) in builder.teams.enumerated() {
      let start = teams.last?.upperBound ?? 0
      let name = builder.tally.texts.string(team[0].team)
      let end = outline.pages[start...].firstIndex { $0.team != name } ?? outline.pages.count
      if end == start { continue }
      teams.append(start..<end)
      numbers.append(number)
    }
    self.teams = teams
    self.numbers = numbers
  }

  /// The pages of one of `teams`, whole. Teams may be asked for side by side and in any order.
  public func pages(ofTeam team: Int) -> [Summary.TeamPage] { builder.pages(ofTeam: numbers[team]) }

  /// All of it at once.
  func whole() -> Summary {
    var summary = outline
    summary.pages = teams.indices.flatMap(pages)
    return summary
  }
}
