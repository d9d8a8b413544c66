import Record
import Testing

@testable import Ingestion

/// Several XML documents in one file, and what else stands between records: no record is lost at a seam.
@Suite struct XmlSeamTests {
  private static let mark = "\u{FEFF}"
  private static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"

  /// What stands between the records of two documents whose root is `<calls>`.
  static let seams: [(name: String, text: String)] = [
    ("nothing but roots", "</calls><calls>"),
    ("declaration", "</calls>\n\(declaration)\n<calls>\n"),
    ("byte order mark", "</calls>\n\(mark)\(declaration)<calls>"),
    ("byte order mark alone", "</calls>\(mark)<calls>"),
    ("comment", "</calls><!-- <call> </calls> --><calls><!-- second -->"),
    ("processing instruction", "</calls>\n<?xml-stylesheet href=\"a.xsl\"?>\n<calls>"),
    ("document type", "</calls><!DOCTYPE calls [<!ENTITY x SYSTEM \"file:///etc/passwd\"> <!-- ]> -->]><calls>"),
    ("another root", "</calls>\(declaration)<week n=\"2\"><day>"),
    ("head of a document", "</calls>\(declaration)<calls><made><at>Monday</at></made>"),
    ("declaration within a document", "\n\(declaration)\n"),
    ("document without an end", "\(declaration)<calls>"),
    ("root without an end", "<calls>"),
    ("foot and head", "<sum>2</sum></calls>\n<calls><sum>3</sum>"),
    ("empty document", "</calls>\(declaration)<calls></calls>\(mark)<calls/>\(declaration)<calls>"),
  ]

  private static func call(_ id: Int, _ text: String = "Hello") -> String {
    "<call id=\"\(id)\"><turn speaker=\"agent\">\(text)</turn></call>"
  }

  private static func ids(_ batch: Batch) -> [String] { batch.conversations.map { batch.string($0.id) } }

  @Test("no record is lost at a seam, by the quick pass nor by libxml2", arguments: seams)
  func keepsAll(_ name: String, _ seam: String) throws {
    let text =
      "<calls>\n\(Self.call(1))\n\(Self.call(2))\(seam)\(Self.call(3))\n\(Self.call(4))\(seam)\(Self.call(5))</calls>\n"
    let batch = try decodeXml(text)
    #expect(Self.ids(batch) == ["1", "2", "3", "4", "5"])
    #expect(batch.rejects.isEmpty)
    #expect(batch.string(try #require(batch.conversations.last).sourceRef) == "calls.xml#record 5")
    try XmlQuickPassTests.expectSame(Array(text.utf8), name)
  }

  @Test(
    "documents of one record each",
    arguments: ["\n", declaration, mark + declaration, mark, "<!-- n --><!DOCTYPE call>"])
  func wholeRecords(_ seam: String) throws {
    let text = (1...4).map { Self.call($0) }.joined(separator: seam)
    let batch = try decodeXml(text)
    #expect(Self.ids(batch) == ["1", "2", "3", "4"])
    #expect(batch.rejects.isEmpty)
    try XmlQuickPassTests.expectSame(Array(text.utf8), "whole records")
  }

  @Test(
    "what stands behind the last record costs none",
    arguments: [
      "</calls><!-- end -->", "<sum>2</sum></calls>", "</calls>\n<?end?>\n", "</calls>\(mark)",
      "</calls>\(declaration)<calls/>",
    ])
  func tails(_ tail: String) throws {
    let text = "<calls>\(Self.call(1))\(Self.call(2))\(tail)"
    let batch = try decodeXml(text)
    #expect(Self.ids(batch) == ["1", "2"])
    #expect(batch.rejects.isEmpty)
    try XmlQuickPassTests.expectSame(Array(text.utf8), tail)
  }

  @Test("a foot behind the records' parent costs none")
  func foot() throws {
    let text = "<week><calls>\(Self.call(1))\(Self.call(2))</calls><foot><sum>2</sum></foot></week>"
    let batch = try decodeXml(text)
    #expect(Self.ids(batch) == ["1", "2"])
    #expect(batch.rejects.isEmpty)
    try XmlQuickPassTests.expectSame(Array(text.utf8), "foot")
  }

  @Test("a broken record beside a seam costs itself only", arguments: seams)
  func damage(_ name: String, _ seam: String) throws {
    for broken in ["<b>no end", "a & b < c", "it's \"<turn a=>"] {
      for (first, last) in [(Self.call(2, broken), Self.call(3)), (Self.call(2), Self.call(3, broken))] {
        let text = "<calls>\(Self.call(1))\(first)\(seam)\(last)\(Self.call(4))</calls>"
        let batch = try decodeXml(text)
        #expect(Self.ids(batch) == ["1", first == Self.call(2) ? "2" : "3", "4"], "\(name): \(text)")
        #expect(batch.rejects.map(\.reason) == ["malformed_xml"])
        try XmlQuickPassTests.expectSame(Array(text.utf8), name)
      }
    }
  }

  @Test("what looks like a seam within a record is text")
  func notASeam() throws {
    let text =
      "<calls>\(Self.call(1, "<![CDATA[</calls><calls>]]>"))</calls><calls>\(Self.call(2, "<!-- </calls> -->x"))</calls>"
    let batch = try decodeXml(text)
    #expect(batch.turns.map { batch.string($0.text) } == ["</calls><calls>", "x"])
  }

  @Test("a document of other records is told of")
  func strays() throws {
    let text =
      "<calls>\(Self.call(1))</calls>\n\(Self.declaration)\n<tickets><ticket>7</ticket></tickets><calls>\(Self.call(2))</calls><x/>"
    let batch = try decodeXml(text)
    #expect(Self.ids(batch) == ["1", "2"])
    #expect(batch.rejects.map(\.reason) == ["stray_document", "stray_document"])
    #expect(batch.rejects.first?.detail.contains("<tickets>") == true)
    #expect(batch.rejects.first?.detail.hasSuffix("at line 3") == true)
    try XmlQuickPassTests.expectSame(Array(text.utf8), "strays")
  }

  @Test("many documents in blocks of any size", arguments: [64, 333, 4 << 20])
  func blocks(_ blockBytes: Int) throws {
    let scratch = Scratch()
    let document = "\(Self.mark)\(Self.declaration)\n<calls>\(Self.call(1))\(Self.call(2))</calls>\n"
    let path = scratch.write("all.xml", Array(String(repeating: document, count: 30).utf8))
    let read = try Ingested.read([path], blockBytes: blockBytes)
    #expect(read.conversations.count == 60)
    #expect(read.rejects.isEmpty)
  }

  @Test("a mapping reads each document within its own root", arguments: ["", "\(mark)\(declaration)", "<!-- c -->"])
  func mapped(_ seam: String) throws {
    let scratch = Scratch()
    let mapping = scratch.write(
      "m.yaml",
      Array(
        """
        version: 1
        sources:
          s: { match: { root: week }, format: xml, record: "/week/call", fields: { conversation_id: "@id", team: "../@team" },
               turns: { each: turn, text: ".", speaker: "@speaker" } }
        """.utf8))
    let path = scratch.write(
      "a.xml",
      Array(
        "<week team=\"A\">\(Self.call(1))</week>\(seam)<week team=\"B\">\(Self.call(2))</week>\(seam)<week team=\"C\">\(Self.call(3))</week>"
          .utf8))
    let read = try Ingested.read([path]) { $0.mapping = mapping }
    #expect(read.rejects.isEmpty)
    #expect(read.lines.count == 3)
    for (line, team) in zip(read.lines, ["A", "B", "C"]) { #expect(line.contains("\"team\":\"\(team)\"")) }
  }

  @Test("groups of records keep what their own parents say, however the file is cut", arguments: [64, 500, 4 << 20])
  func groups(_ blockBytes: Int) throws {
    let scratch = Scratch()
    let mapping = scratch.write(
      "m.yaml",
      """
      version: 1
      sources:
        s: { match: { root: week }, format: xml, record: "/week/team/call", fields: { conversation_id: "@id", team: "../@name", queue: "../../@site" },
             turns: { each: turn, text: ".", speaker: "@speaker" } }
      """)
    var text = ""
    for site in ["North", "South"] {
      text += "\(Self.declaration)<week site=\"\(site)\">\n"
      for team in 0..<12 {
        text += "<team name=\"\(site)-\(team)\"><lead>L</lead>\n"
        text += (0..<3).map { Self.call(team * 3 + $0) + "\n" }.joined() + "</team>\n"
      }
      text += "</week>\n"
    }
    let path = scratch.write("a.xml", text)
    let read = try Ingested.read([path], blockBytes: blockBytes) { $0.mapping = mapping }
    #expect(read.rejects.isEmpty)
    #expect(read.lines.count == 72)
    for (index, line) in read.lines.enumerated() {
      let site = index < 36 ? "North" : "South"
      #expect(
        line.contains("\"team\":\"\(site)-\(index % 36 / 3)\"") && line.contains("\"queue\":\"\(site)\""), "\(line)")
    }
  }
}
