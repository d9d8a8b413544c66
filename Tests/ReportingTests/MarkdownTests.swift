import Record
import Testing

@testable import Reporting

/// No transcript can inject markup, links or cells.
@Suite struct MarkdownTests {
  @Test func textStaysText() {
    let cases = [
      ("**bold** _it_ `code`", "\\*\\*bold\\*\\* \\_it\\_ \\`code\\`"),
      ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
      ("[x](javascript:alert(1))", "\\[x\\](javascript:alert(1))"), ("a | b", "a \\| b"), ("A&amp;B", "A&amp;amp;B"),
      ("see http://evil.example", "see http\u{2060}://evil.example"),
      ("HTTPS://evil.example", "HTTPS\u{2060}://evil.example"), ("www.evil.example", "www\u{2060}.evil.example"),
      ("a@b.example", "a@\u{2060}b.example"), ("# no heading\n> no quote", "\\# no heading &gt; no quote"),
      ("bell\u{7}rtl\u{202E}x", "bell rtl x"), ("$x$ ~~y~~ \\", "\\$x\\$ \\~\\~y\\~\\~ \\\\"),
      ("Ünïcode “ok” 😀", "Ünïcode “ok” 😀"),
    ]
    for (text, expected) in cases { #expect(MarkdownWriter.escape(text) == expected) }
  }

  @Test func whatIsTakenForPlainNeedsNoEscape() {
    var random = SeededGenerator(seed: 5)
    let pieces = [
      "www", "http", "ftp", "s", ":", ".", "@", "mailto", " ", "R & D", "a.b", "*", "7:30", "it's", "é", "(x)", "\n",
    ]
    var plain = 0
    for _ in 0..<2_000 {
      let text = (0..<random.next() % 5).map { _ in pieces[Int(random.next() % UInt64(pieces.count))] }.joined()
      guard MarkdownWriter.isPlain(text) else { continue }
      plain += 1
      #expect(MarkdownWriter.escapeAll(text) == text)
    }
    #expect(plain > 200)
  }

  @Test func codeSpansHoldAnything() {
    func code(_ text: String) -> String { MarkdownWriter.line("\(code: text)") }
    #expect(code("C001") == "`C001`")
    #expect(code("a`b") == "``a`b``")
    #expect(code("``") == "``` `` ```")
    #expect(code("x|y\n") == "`x\\|y `")
    #expect(code("") == "(none)")
  }

  @Test func linesCannotOpenBlocks() {
    var document = Document(path: "p", title: "t")
    document.say("\("1. first")")
    document.say("\("- dash")")
    document.bullets(["\("+ plus")"])
    document.blocks.append(.quote(["\("one")", "\("2) two")"]))
    #expect(
      String(decoding: MarkdownWriter.bytes(document), as: UTF8.self)
        == "1\\. first\n\n\\- dash\n\n- \\+ plus\n\n> one\n>\n> 2\\) two\n")
  }

  @Test func svgHoldsNoMarkupOfATeam() {
    var summary = Samples.summary()
    summary.pages[0].team = "<script>\"'&"
    let svg = String(decoding: Chart(summary: summary, page: summary.pages[0]).svg(), as: UTF8.self)
    #expect(!svg.contains("<script") && svg.contains("&lt;script&gt;&quot;&#39;&amp;"))
    #expect(!svg.contains("http://") || svg.components(of: "http://") == 1, "only the namespace")
    #expect(svg.utf8.count < 20_000)
  }
}

extension String {
  func components(of needle: String) -> Int { self.ranges(of: needle).count }
}
