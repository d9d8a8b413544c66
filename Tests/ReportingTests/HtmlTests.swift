import Record
import Testing

@testable import Reporting

@Suite struct HtmlTests {
  private func page(_ summary: Summary, _ path: String) throws -> [UInt8] {
    var options = ReportOptions()
    options.html = true
    return try #require(reportFiles(summary, options: options).first { $0.path == path }).bytes
  }

  /// A summary whose index has more teams than one sees at a glance.
  private func manyTeams() -> Summary {
    var summary = Samples.summary()
    let page = summary.pages[0]
    summary.pages = (0..<9).map { index in
      var copy = page
      copy.team = "Team \(index)"
      copy.slug = "team-\(index)"
      copy.scored = (index * 7) % 9 + 1
      return copy
    }
    return summary
  }

  @Test func nothingComesFromOutside() throws {
    let html = String(decoding: try page(Samples.summary(), "teams/north.html"), as: UTF8.self)
    for sign in ["src=", "@import", "url(", "<link", "https://"] { #expect(!html.contains(sign), "\(sign)") }
    #expect(html.components(of: "http://") == 1, "only the chart's namespace")
    #expect(
      html.contains("default-src 'none'") && html.contains("prefers-color-scheme:dark") && html.contains("@media print")
    )
    #expect(html.contains("**Click** &lt;b&gt;here&lt;/b&gt;") && !html.contains("<b>here"))
    #expect(html.contains("<svg xmlns") && html.contains("aria-labelledby"))
  }

  @Test func withoutTheFlagThereIsNone() {
    #expect(!reportFiles(Samples.summary()).contains { $0.path.hasSuffix(".html") })
  }

  /// What a reader sees once the page has run: sorting and filtering by keyboard-reachable buttons and a field.
  @Test(.enabled(if: Browser.path != nil, "no Chromium is installed: the rendered page is not checked"))
  func aBrowserSortsAndFilters() throws {
    let driver = """
      <script>addEventListener("load",()=>{const t=document.querySelector("table");
      const b=[...t.querySelectorAll("th button")];b[2].click();
      const up=[...t.tBodies[0].rows].map(r=>r.cells[2].textContent).join(",");b[2].click();
      const down=[...t.tBodies[0].rows].map(r=>r.cells[2].textContent).join(",");
      const f=document.querySelector("input[type=search]");f.value="team 4";f.dispatchEvent(new Event("input"));
      const seen=[...t.tBodies[0].rows].filter(r=>!r.hidden).map(r=>r.cells[0].textContent).join(",");
      f.focus();const focused=document.activeElement===f;
      document.title=["buttons",b.length,up,down,t.querySelector("[aria-sort]").getAttribute("aria-sort"),seen,focused,
      document.documentElement.scrollWidth<=innerWidth].join("|")})</script>
      """
    let html = try page(manyTeams(), "index.html") + Array(driver.utf8)
    let dom = try #require(Browser.dom(of: html))
    #expect(
      dom.contains("<title>buttons|9|1,2,3,4,5,6,7,8,9|9,8,7,6,5,4,3,2,1|descending|Team 4|true|true</title>"),
      "\(dom.split(separator: "\n").first { $0.contains("<title>") } ?? "no title")")
  }

  /// On a narrow screen tables scroll in their own box, the page does not.
  @Test(.enabled(if: Browser.path != nil, "no Chromium is installed: the rendered page is not checked"))
  func aNarrowScreenIsEnough() throws {
    let driver = """
      <script>addEventListener("load",()=>{document.title=[document.documentElement.scrollWidth<=innerWidth,
      document.querySelectorAll("h1").length,document.querySelectorAll("figure svg text").length>3].join("|")})</script>
      """
    let html = try page(Samples.summary(), "teams/north.html") + Array(driver.utf8)
    let dom = try #require(Browser.dom(of: html, width: 500))
    #expect(dom.contains("<title>true|1|true</title>"))
  }
}
