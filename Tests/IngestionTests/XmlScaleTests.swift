import Record
import Testing

@testable import Ingestion

/// Many bad records among thousands: each costs itself.
struct XmlScaleTests {
  private static func record(_ id: Int, _ text: String) -> String {
    "<call id=\"\(id)\" agent=\"a\"><turn speaker=\"agent\">\(text)</turn><turn speaker=\"customer\">Hi</turn></call>\n"
  }

  /// Damage that can be repaired and damage that can't, every so many records.
  private static func file(_ count: Int) -> (bytes: [UInt8], broken: [Int], repaired: Int) {
    var bytes: [UInt8] = Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<calls>\n".utf8)
    var broken: [Int] = []
    var repaired = 0
    for id in 1...count {
      switch id % 100 {
      case 7: bytes += Array(record(id, "stray \u{B} control").utf8)
      case 17: bytes += Array(record(id, "a reference &#x1F; to one").utf8)
      case 27: bytes += Array(record(id, "caf#").utf8).map { $0 == 0x23 ? 0xE9 : $0 }
      case 37: bytes += Array(record(id, "fish & chips").utf8)
      case 47:
        bytes += Array(record(id, "an open <b> tag").utf8)
        broken.append(id)
      case 57:
        bytes += Array(record(id, "x").replacing("speaker=\"agent\"", with: "speaker=agent").utf8)
        broken.append(id)
      default: bytes += Array(record(id, "word").utf8)
      }
      if [7, 17, 27, 37].contains(id % 100) { repaired += 1 }
    }
    return (bytes + Array("</calls>\n".utf8), broken, repaired)
  }

  @Test(
    "of 5,000 records 100 are broken and 200 are odd: 4,900 come out, whatever the blocks",
    arguments: [4096, 100_000, 4 << 20])
  func costsOneRecordEach(blockBytes: Int) throws {
    let scratch = Scratch()
    let (bytes, broken, repaired) = XmlScaleTests.file(5000)
    #expect(broken.count == 100 && repaired == 200)
    scratch.write("a.xml", bytes)
    let found = try Ingested.read([scratch.path], blockBytes: blockBytes, scratch: scratch)
    #expect(found.conversations.count == 4900)
    #expect(found.rejects == broken.map { "malformed_xml a.xml#record \($0)" })
    #expect(found.conversations.contains("27 a [agent:café|customer:Hi]"))
    #expect(found.conversations.contains("7 a [agent:stray \u{FFFD} control|customer:Hi]"))
    let malformed = found.lines.filter { $0.contains("malformed_xml") }
    for (line, id) in zip(malformed, broken) { #expect(line.contains("the record at line \(id + 2) is"), "\(line)") }
    let marked = found.lines.filter { $0.contains("encoding_repaired") }
    #expect(marked.count == 50 && marked.allSatisfy { $0.contains("café") })
  }

  @Test("the same by a mapping")
  func costsOneRecordEachByMapping() throws {
    let scratch = Scratch()
    let inputs = Scratch()
    let (bytes, broken, _) = XmlScaleTests.file(2000)
    inputs.write("a.xml", bytes)
    let mapping = scratch.write(
      "m.yaml",
      "version: 1\nsources:\n  s: { match: { root: calls }, format: xml, record: \"/calls/call\", fields: { conversation_id: \"@id\", "
        + "agent.id: \"@agent\" }, turns: { each: turn, text: \".\", speaker: \"@speaker\" } }\n")
    for blockBytes in [4096, 4 << 20] {
      let found = try Ingested.read([inputs.path], blockBytes: blockBytes, scratch: inputs) { $0.mapping = mapping }
      #expect(found.conversations.count == 1960, "blocks of \(blockBytes)")
      #expect(found.rejects == broken.map { "malformed_xml a.xml#record \($0)" }, "blocks of \(blockBytes)")
    }
  }
}
