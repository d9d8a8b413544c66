public import Record

/// All pages of a summary: `index.md`, `teams/<team>.md` with its chart, older periods in `teams/<team>/<period>.md`.
///
/// With `html`, the same pages beside them as `.html` files, each complete in itself.
///
/// Equal summaries give equal bytes. Paths are relative to the output folder and safe whatever a team is called.
public func reportFiles(_ summary: Summary, options: ReportOptions = ReportOptions()) -> [(
  path: String, bytes: [UInt8]
)] {
  let site = Site(summary)
  var files: [(path: String, bytes: [UInt8])] = []
  var documents = [IndexPage(site: site).document()]
  for index in summary.pages.indices {
    documents.append(TeamDocument(site: site, page: index).document())
    files.append((site.path(index) + ".svg", Chart(summary: summary, page: summary.pages[index]).svg()))
  }
  let charts = Dictionary(uniqueKeysWithValues: files.map { (String($0.path.dropLast(4)), $0.bytes) })
  for document in documents {
    files.append((document.path + ".md", MarkdownWriter.bytes(document)))
    if options.html { files.append((document.path + ".html", HtmlWriter(charts: charts).bytes(document))) }
  }
  return files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
}

/// Which page stands where.
struct Site {
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
