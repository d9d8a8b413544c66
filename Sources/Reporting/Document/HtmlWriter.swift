/// Writes a document as one HTML file that needs nothing beside it: styles and script inside, charts inline, no network.
///
/// Light and dark by the reader's setting, printable, usable by keyboard alone; tables sort by their headings' buttons and the
/// longer ones filter. Without scripts it still reads.
struct HtmlWriter {
  /// Charts by their path, as SVG.
  let charts: [String: [UInt8]]

  func bytes(_ document: Document) -> [UInt8] {
    var out = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
      <meta name="color-scheme" content="light dark">
      <title>\(Markup.escape(document.title))</title>
      <style>\(HtmlAssets.style)</style>
      </head>
      <body>
      <a class="skip" href="#main">Skip to the page</a>
      <main id="main">

      """
    for block in document.blocks { append(block, of: document, to: &out) }
    out += "</main>\n<script>\(HtmlAssets.script)</script>\n</body>\n</html>\n"
    return Array(out.utf8)
  }

  private func append(_ block: Block, of document: Document, to out: inout String) {
    switch block {
    case .heading(let level, let words): out += "<h\(level)>\(line(words))</h\(level)>\n"
    case .paragraph(let words): out += "<p>\(line(words))</p>\n"
    case .bullets(let items):
      out += "<ul>\n" + items.map { "<li>\(line($0))</li>\n" }.joined() + "</ul>\n"
    case .quote(let lines):
      out += "<blockquote>\n" + lines.map { "<p>\(line($0))</p>\n" }.joined() + "</blockquote>\n"
    case .table(let table): append(table, to: &out)
    case .image(let path, let alternative):
      let folder = document.path.split(separator: "/").dropLast().joined(separator: "/")
      let chart = charts[folder.isEmpty ? path : folder + "/" + path] ?? []
      out +=
        "<figure aria-label=\"\(Markup.escape(alternative))\">\n\(String(decoding: chart, as: UTF8.self))</figure>\n"
    }
  }

  private func append(_ table: Block.Table, to out: inout String) {
    let caption = Markup.escape(table.caption)
    // Short tables are seen at a glance.
    let filters = table.rows.count > 6 ? " data-filter" : ""
    out += "<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"\(caption)\">\n"
    out += "<table data-sort\(filters)>\n<caption>\(caption)</caption>\n<thead><tr>"
    for column in table.columns {
      out += "<th scope=\"col\"\(column.isNumber ? " class=\"n\"" : "")>\(Markup.escape(column.title))</th>"
    }
    out += "</tr></thead>\n<tbody>\n"
    for row in table.rows {
      out += "<tr>"
      for (place, cell) in row.enumerated() {
        let isNumber = place < table.columns.count && table.columns[place].isNumber
        let order = cell.order.map { " data-order=\"\(HtmlWriter.number($0))\"" } ?? ""
        out += "<td\(isNumber ? " class=\"n\"" : "")\(order)>\(line(cell.words))</td>"
      }
      out += "</tr>\n"
    }
    out += "</tbody>\n</table>\n</div>\n"
  }

  /// Six decimals at most, the same everywhere.
  private static func number(_ value: Double) -> String {
    let scaled = Int64((value * 1_000_000).rounded())
    let fraction = scaled.magnitude % 1_000_000
    let whole = (scaled < 0 ? "-" : "") + String(scaled.magnitude / 1_000_000)
    guard fraction > 0 else { return whole }
    let digits = String(fraction)
    return whole + "." + String(repeating: "0", count: 6 - digits.count) + digits
  }

  private func line(_ words: Rich) -> String {
    words.runs.map { run in
      switch run {
      case .text(let text): Markup.escape(text)
      case .strong(let text): text.isEmpty ? "" : "<strong>\(Markup.escape(text))</strong>"
      case .code(let text): "<code>\(Markup.escape(text))</code>"
      case .link(let text, let target): "<a href=\"\(Markup.escape(target)).html\">\(Markup.escape(text))</a>"
      }
    }.joined()
  }
}
