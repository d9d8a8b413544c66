import Record
import Testing

@testable import Ingestion

/// The quick pass against libxml2, whose answers count.
@Suite struct XmlQuickPassTests {
  private static let opening = "<?xml version=\"1.0\"?>\n<conversations>\n"
  private static let closing = "\n</conversations>\n"

  /// Conversations in many ways of writing them.
  private static let records = [
    #"<conversation id="1" agent="A"><turn n="0" speaker="agent" start_ms="5">Hi &amp; hello</turn></conversation>"#,
    "<conversation id='2'><agent id=\"7\"><name>Ann O'Neil</name></agent>\n  <turn><speaker>Customer</speaker>"
      + "<text> one &lt;two&gt; &quot;three&quot; </text></turn></conversation>",
    "<conversation id=\"3\"\n  team='T'><note>x<b>y</b>z</note><turn who=\"agent\"/><turn>é ü 漢字 🙂</turn></conversation>",
    "<conversation id=\"4\"><turn speaker=\"R&amp;D\">a<![CDATA[b < c]]>d</turn></conversation>",
    "<conversation id=\"5\"><!-- <conversation> --><turn>It&#39;s</turn></conversation>",
    "<conversation id=\"6\"/>",
    "<conversation id=\"12\"><turn>a&#39;b&#x1F642;&#xe9;&#1;c</turn></conversation>",
    "<conversation id=\"13\"><turn>&#38;&#60;&#xD;&#xFFFE;</turn></conversation>",
    "<conversation id=\"14\"><turn>It&#39;s &#x201c;so&#x201D;</turn></conversation>",
    "<conversation id=\"7\"><turn\tspeaker = \"agent\" >odd</turn ></conversation>",
    "<conversation id=\"8\"><turn>line\r\nline</turn>\r\n</conversation>",
    "<conversation id=\"9\" note=\"a\tb\"><message from=\"x\" beginOffsetMillisLong=\"1\">w</message></conversation>",
    "<conversation id=\"10\"><x:turn xmlns:x=\"u\">p</x:turn></conversation>",
    "<conversation id=\"11\"><turn>a]b]]c</turn><customer><name>Z</name></customer></conversation>",
  ]

  /// What a decoder makes of a document, as the record's lines.
  private static func lines(_ bytes: [UInt8], isQuick: Bool) throws -> [String] {
    let shape = try XmlShape.sniff(bytes, file: "calls.xml")
    var decoder = XmlFragmentDecoder(shape: shape)
    decoder.usesQuickPass = isQuick
    var batch = Batch()
    decoder.decode(bytes, shape.contentStart..<bytes.count, firstRecord: 1, firstLine: 3, into: &batch)
    var sink = ByteSink()
    NdjsonEncoder().append(batch, to: &sink)
    return String(decoding: sink.bytes, as: UTF8.self).split(separator: "\n").map(withoutWords)
  }

  /// libxml2's own words depend on where it began to read: its first error need not be the one that stopped it.
  private static func withoutWords(_ line: Substring) -> String {
    let mark = "well-formed XML: "
    guard line.contains("malformed_xml"), let end = line.utf8.indices.first(where: { line[$0...].hasPrefix(mark) })
    else { return String(line) }
    return String(line[..<end])
  }

  static func expectSame(_ bytes: [UInt8], _ note: String) throws {
    // Damage in front of the first record is found before any of it is decoded.
    guard let theirs = try? lines(bytes, isQuick: false) else { return }
    let ours = try lines(bytes, isQuick: true)
    #expect(ours == theirs, "\(note): \(String(decoding: bytes, as: UTF8.self))")
  }

  @Test("each way of writing a conversation gives what libxml2 gives, alone and among others")
  func ways() throws {
    for record in Self.records {
      try Self.expectSame(Array((Self.opening + record + Self.closing).utf8), "alone")
    }
    var random = SeededGenerator(seed: 3)
    for _ in 0..<60 {
      let many = (0..<40).map { _ in Self.records[Int.random(in: 0..<Self.records.count, using: &random)] }
      try Self.expectSame(Array((Self.opening + many.joined(separator: "\n  ") + Self.closing).utf8), "among others")
    }
  }

  @Test("seeded damage is judged as libxml2 judges it")
  func damage() throws {
    var random = SeededGenerator(seed: 4)
    let pieces = [
      "<", ">", "&", "&amp;", "\"", "'", "/", "]]>", "\0", "\u{1}", "\r", "=", " ", "<!--", "é", "xmlns", ":",
    ]
    // After damage, libxml2's way and ours may disagree about where a record begins if a comment holds a start tag.
    let records = Self.records.filter { !$0.contains("<!-- <") }
    // The first tag stays whole: it tells what a record is.
    let start = Self.opening.utf8.count + "<conversation".utf8.count
    for round in 0..<1500 {
      let first = round % records.count
      let body = records[first] + "\n" + records[(first * 7 + round) % records.count]
      var bytes = Array((Self.opening + body + Self.closing).utf8)
      for _ in 0...round % 3 {
        let at = Int.random(in: start..<bytes.count, using: &random)
        switch round % 4 {
        case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: at)
        case 2: bytes.insert(contentsOf: pieces[Int.random(in: 0..<pieces.count, using: &random)].utf8, at: at)
        default: bytes.swapAt(at, Int.random(in: start..<bytes.count, using: &random))
        }
      }
      try Self.expectSame(bytes, "round \(round)")
    }
  }

  @Test("the quick pass reads plain records, and stops in front of others")
  func stops() {
    var state = XmlRecordState()
    state.recordName = Array("conversation".utf8)
    let plain = Self.records[0] + "\n" + Self.records[1] + "\n" + Self.records[2] + Self.records[5]
    for (text, stop) in [(plain, plain.utf8.count), (plain + Self.records[4], plain.utf8.count)] {
      let bytes = Array(text.utf8)
      let stopped = unsafe bytes.withUnsafeBufferPointer { buffer in
        unsafe withUnsafeMutablePointer(to: &state) { state in
          unsafe state.pointee.beginParse()
          var pass = unsafe XmlQuickPass(buffer, recordName: Array("conversation".utf8), state: state)
          return pass?.records(from: 0)
        }
      }
      #expect(stopped == stop)
    }
    #expect(state.batch.conversations.count == 8)
  }
}
