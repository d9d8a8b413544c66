import Record

/// A team's techniques as dots on their intervals, this period against the last, as SVG.
///
/// Blue and orange of Okabe and Ito's palette, told apart by shape as well (dot and diamond); text stays text; light and dark by
/// the reader's setting. No script, no font, no external resource.
struct Chart {
  let summary: Summary
  let page: Summary.TeamPage

  private let rowHeight = 34
  private let left = 210
  private let width = 760
  private let top = 62
  private var plot: Int { width - left - 120 }

  func svg() -> [UInt8] {
    let rows = page.rows.filter { $0.behavior == nil }
    let height = top + rows.count * rowHeight + 34
    let words = RubricWords(rubric: summary.rubric)
    let period = PeriodWords.name(summary.periods[page.period])
    let past = page.previousPeriod.map { PeriodWords.name(summary.periods[$0]) }
    var out = """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" role="img" \
      aria-labelledby="title desc" font-family="system-ui, sans-serif" font-size="13">
      <title id="title">\(Markup.escape(title)): techniques, \(Markup.escape(period))</title>
      <desc id="desc">\(Markup.escape(description(rows, words)))</desc>
      <style>\
      .page{fill:#ffffff}.ink{fill:#1f2328}.dim{fill:#59636e}.grid{stroke:#d1d9e0}\
      .now{stroke:#0072b2;fill:#0072b2}.was{stroke:#b34f00;fill:#ffffff}\
      @media (prefers-color-scheme:dark){.page{fill:#0d1117}.ink{fill:#f0f6fc}.dim{fill:#9198a1}.grid{stroke:#3d444d}\
      .now{stroke:#56b4e9;fill:#56b4e9}.was{stroke:#e69f00;fill:#0d1117}}\
      </style>
      <rect class="page" width="\(width)" height="\(height)"/>
      <text class="ink" x="12" y="24" font-size="15" font-weight="600">\(Markup.escape(title))</text>
      \(legend(period, past))

      """
    for step in 0...4 {
      let x = position(Double(step) / 4)
      out += "<line class=\"grid\" x1=\"\(x)\" y1=\"\(top - 6)\" x2=\"\(x)\" y2=\"\(height - 28)\"/>\n"
      out += "<text class=\"dim\" x=\"\(x)\" y=\"\(height - 12)\" text-anchor=\"middle\">\(step * 25)%</text>\n"
    }
    for (index, row) in rows.enumerated() { out += mark(row, top + index * rowHeight + rowHeight / 2, words) }
    return Array((out + "</svg>\n").utf8)
  }

  private var title: String { page.team.isEmpty ? "Calls without a team" : page.team }

  private func position(_ share: Double) -> String {
    let tenths = Int((Double(left) * 10 + share * Double(plot) * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }

  private func legend(_ period: String, _ past: String?) -> String {
    var out = "<circle class=\"now\" cx=\"18\" cy=\"42\" r=\"5\"/>"
    out += "<text class=\"dim\" x=\"30\" y=\"46\">\(Markup.escape(period)), 95% interval</text>"
    guard let past else { return out }
    out += "<path class=\"was\" stroke-width=\"1.5\" d=\"M300 37l5 5l-5 5l-5-5z\"/>"
    return out + "<text class=\"dim\" x=\"312\" y=\"46\">\(Markup.escape(past))</text>"
  }

  private func mark(_ row: Summary.RateRow, _ y: Int, _ words: RubricWords) -> String {
    let title = Markup.escape(shorten(words.technique(row.technique)))
    var out = "<text class=\"ink\" x=\"\(left - 12)\" y=\"\(y + 4)\" text-anchor=\"end\">\(title)</text>\n"
    let counts = "<text class=\"dim\" x=\"\(width - 12)\" y=\"\(y + 4)\" text-anchor=\"end\">"
    out += counts + "\(Words.fraction(row.rate))</text>\n"
    if let previous = row.previous {
      let x = position(previous.value)
      let (low, high) = (position(previous.interval.low), position(previous.interval.high))
      out +=
        "<line class=\"was\" stroke-dasharray=\"3 3\" x1=\"\(low)\" y1=\"\(y + 8)\" x2=\"\(high)\" y2=\"\(y + 8)\"/>"
      out += "<path class=\"was\" stroke-width=\"1.5\" d=\"M\(x) \(y + 3)l5 5l-5 5l-5-5z\"/>\n"
    }
    let (low, high) = (position(row.rate.interval.low), position(row.rate.interval.high))
    out += "<line class=\"now\" stroke-width=\"3\" x1=\"\(low)\" y1=\"\(y - 4)\" x2=\"\(high)\" y2=\"\(y - 4)\"/>"
    out += "<circle class=\"now\" cx=\"\(position(row.rate.value))\" cy=\"\(y - 4)\" r=\"5\"/>\n"
    return out
  }

  private func shorten(_ title: String) -> String { title.count <= 28 ? title : title.prefix(27) + "…" }

  private func description(_ rows: [Summary.RateRow], _ words: RubricWords) -> String {
    rows.map { "\(words.technique($0.technique)) \(Words.full($0.rate))" }.joined(separator: "; ")
  }
}

/// Text inside XML and HTML.
enum Markup {
  static func escape(_ text: String) -> String {
    var out = ""
    for scalar in Plain.line(text).unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "'": out += "&#39;"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}
