import Record

/// The front page: all teams, newest page of each.
struct IndexPage {
  let site: Site
  var summary: Summary { site.summary }

  func document() -> Document {
    var document = Document(path: "index", title: "Coaching summaries")
    document.heading(1, "Coaching summaries")
    document.say(totals())
    let newest = summary.pages.indices.filter { site.isNewest($0) }
    let pages = newest.filter { !summary.pages[$0].team.isEmpty } + newest.filter { summary.pages[$0].team.isEmpty }
    guard !pages.isEmpty else {
      document.say("No team had a call to score.")
      return document
    }
    document.blocks.append(.table(table(pages)))
    document.say(
      "Scores are out of 100 with their 95% interval. A change is in bold where it is beyond noise; the last column "
        + "counts agents with a gap beyond noise or a critical miss. Teams stand in "
        + "alphabetical order; differences between teams are mostly differences of their calls.")
    notScored(&document)
    return document
  }

  private func totals() -> Rich {
    let totals = summary.totals
    let rejected = totals.rejected.reduce(0) { $0 + $1.count }
    var line: Rich = "\(Words.capitalized(Words.count(totals.scored, "call"))) scored of \(totals.received) received"
    if totals.withoutScore > 0 { line += "; \(totals.withoutScore) called for nothing in the rubric" }
    line += rejected > 0 ? "; \(rejected) not scored, each with its reason in \(code: "not_scored.csv")." : "."
    let shown = Set(summary.pages.map(\.period))
    let dated = summary.periods.indices.filter { shown.contains($0) && summary.periods[$0].firstDay != nil }
      .map { summary.periods[$0] }
    if let last = dated.last {
      line +=
        dated.count == 1
        ? " Period: \(PeriodWords.full(last))." : " \(dated.count) periods, the newest \(PeriodWords.full(last))."
    }
    return line
  }

  private func table(_ pages: [Int]) -> Block.Table {
    var table = Block.Table(
      caption: "Teams with their calls, score, change and focus",
      columns: [
        .init("Team"), .init("Period"), .init("Scored", isNumber: true), .init("Left out", isNumber: true),
        .init("Received", isNumber: true),
        .init("Score", isNumber: true), .init("Change", isNumber: true), .init("Focus"),
        .init("Beyond noise", isNumber: true),
      ], rows: [])
    for index in pages {
      let page = summary.pages[index]
      table.rows.append([
        .init("\(link: site.team(index), to: site.path(index))"),
        .init("\(PeriodWords.name(site.period(index)))", order: site.period(index).firstDay.map(Double.init)),
        .init("\(page.scored)", order: Double(page.scored)),
        .init("\(page.received - page.scored)", order: Double(page.received - page.scored)),
        .init("\(page.received)", order: Double(page.received)),
        score(page), change(page),
        .init("\(Words.list(page.focus.map { site.words.technique($0.technique) }))"),
        .init(
          page.talkFirst.isEmpty ? "nobody" : "\(page.talkFirst.count) of \(page.agents.count)",
          order: Double(page.talkFirst.count)),
      ])
    }
    return table
  }

  private func score(_ page: Summary.TeamPage) -> Block.Table.Cell {
    guard let score = page.score else { return .init("–") }
    guard let interval = score.interval else { return .init("\(Words.points(score.mean))", order: score.mean) }
    return .init(
      "\(Words.points(score.mean)) (\(Words.points(interval.low))–\(Words.points(interval.high)))", order: score.mean)
  }

  private func change(_ page: Summary.TeamPage) -> Block.Table.Cell {
    guard let change = page.scoreChange else { return .init("–") }
    let words = "\(Words.signed(change.value)) (\(Words.span(change.interval)))"
    return change.isClear ? .init("\(strong: words)", order: change.value) : .init("\(words)", order: change.value)
  }

  private func notScored(_ document: inout Document) {
    let rejected = summary.totals.rejected.filter { $0.count > 0 }
    guard !rejected.isEmpty else { return }
    document.heading(2, "Not scored")
    document.blocks.append(
      .table(
        Block.Table(
          caption: "Records that were not scored, by stage and reason",
          columns: [.init("Stage"), .init("Reason"), .init("Records", isNumber: true)],
          rows: rejected.map { item in
            [
              .init("\(item.stage)"), .init("\(item.reason.split(separator: "_").joined(separator: " "))"),
              .init("\(item.count)", order: Double(item.count)),
            ]
          })))
  }
}
