public import Record

/// All pages of a summary: `index.md`, `teams/<team>.md` with its chart, older periods in `teams/<team>/<period>.md`.
///
/// With `html`, the same pages beside them as `.html` files, each complete in itself.
///
/// Equal summaries give equal bytes. Paths are relative to the output folder and safe whatever a team is called.
public func reportFiles(_ summary: Summary, options: ReportOptions = ReportOptions()) -> [(
  path: String, bytes: [UInt8]
)] {
  let report = Report(summary, options: options)
  let files = summary.pages.indices.flatMap { report.files(ofPage: $0, summary.pages[$0]) }
  return (files + report.index(summary)).sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
}

/// The files of one page at a time, in any order, side by side; a summary's outline is enough to begin with.
public struct Report: Sendable {
  private let site: Site
  private let options: ReportOptions

  /// - Parameter outline: a summary whose pages need to have only team, slug and period.
  public init(_ outline: Summary, options: ReportOptions) {
    site = Site(outline)
    self.options = options
  }

  /// A team's page of a period, and its chart.
  ///
  /// - Parameters:
  ///   - index: the page's place in the outline.
  ///   - page: the whole of it.
  public func files(ofPage index: Int, _ page: Summary.TeamPage) -> [(path: String, bytes: [UInt8])] {
    let path = site.path(index)
    let chart = Chart(summary: site.summary, page: page).svg()
    let document = TeamDocument(site: site, index: index, page: page).document()
    return [(path + ".svg", chart)] + written(document, charts: [path: chart])
  }

  /// The front page.
  ///
  /// - Parameter summary: the outline with whole pages, of which only the agents' rows may lack.
  public func index(_ summary: Summary) -> [(path: String, bytes: [UInt8])] {
    written(IndexPage(site: Site(summary)).document(), charts: [:])
  }

  private func written(_ document: Document, charts: [String: [UInt8]]) -> [(path: String, bytes: [UInt8])] {
    var files = [(document.path + ".md", MarkdownWriter.bytes(document))]
    if options.html { files.append((document.path + ".html", HtmlWriter(charts: charts).bytes(document))) }
    return files
  }
}

/// Which page stands where.
struct Site: Sendable {
  let summary: Summary
  let words: RubricWords
  /// The newest page of each team, by its index; undated pages count as older than all others.
  private let newest: Set<Int>

  init(_ summary: Summary) {
    self.summary = summary
    words = RubricWords(rubric: summary.rubric)
    var newest: [Int] = []
    for (index, page) in summary.pages.enumerated() {
      guard let last = newest.last, summary.pages[last].team == page.team else {
        newest.append(index)
        continue
      }
      if summary.periods[page.period].firstDay != nil { newest[newest.count - 1] = index }
    }
    self.newest = Set(newest)
  }

  func isNewest(_ page: Int) -> Bool { newest.contains(page) }

  /// Path of a page without its extension.
  func path(_ page: Int) -> String {
    let slug = summary.pages[page].slug
    return isNewest(page) ? "teams/\(slug)" : "teams/\(slug)/\(summary.periods[summary.pages[page].period].id)"
  }

  /// The way from one page to another.
  func link(from page: Int, to other: Int) -> String {
    let target = path(other).dropFirst("teams/".count)
    return isNewest(page) ? String(target) : "../" + target
  }

  /// All pages of one page's team, the newest first.
  func siblings(_ page: Int) -> [Int] {
    summary.pages.indices.filter { summary.pages[$0].team == summary.pages[page].team }.reversed()
  }

  func period(_ page: Int) -> Summary.Period { summary.periods[summary.pages[page].period] }

  func team(_ page: Int) -> String {
    let name = summary.pages[page].team
    return name.isEmpty ? "Calls without a team" : name
  }

  /// The word for one period: `week`, `month`, `period`.
  var periodNoun: String { summary.periodKind == "custom" ? "period" : summary.periodKind }
}
