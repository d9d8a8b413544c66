import Testing

@testable import Ingestion

/// What damage costs, and how it is told, does not depend on where blocks are cut.
struct BlockSizeTests {
  private static func ticket(_ id: Int) -> String {
    "{\"id\":\(id),\"requester_id\":1,\"comments\":[{\"plain_body\":\"Hello, \(id)\",\"author_id\":1},"
      + "{\"plain_body\":\"Hi\",\"author_id\":2}]}"
  }

  private static func call(_ id: Int) -> String {
    "<call id=\"\(id)\" agent=\"a\"><turn speaker=\"agent\">Hello, \(id)</turn>\n<turn speaker=\"customer\">Hi</turn></call>"
  }

  /// Sixty records, and in the place of some of them damage, one kind after the other.
  private static func records(_ whole: (Int) -> String, _ damage: [String]) -> [String] {
    (1...60).map { id in id % 7 == 3 ? damage[id / 7 % damage.count] : whole(id) }
  }

  private static let badJson = [
    "{\"id\" 2}", "{\"id\":nope}", "{\"id\":4,\"comments\":TRUE}", "nil", "{\"id\":6,\"a\":\"\\x\"}",
  ]

  private static let badXml = [
    "<call id=\"x\"><turn speaker=\"agent\">Hi</call>", "<call id=\"x\"><turn speaker=agent>Hi</turn></call>",
    "<call id=\"x\"><turn speaker=\"agent\">a &bogus; <b></turn></call>", "<call id=\"x\" id=\"y\"/>",
    "<call id=\"x\" agent='a/b' />",
    "<call id=\"x\"><turn speaker=\"agent\">caf\u{FFFD} \u{B}</turn></call>",
  ]

  static let files: [(name: String, text: String)] = [
    ("a.json", "[\n" + records(ticket, badJson).joined(separator: ",\n") + "\n]\n"),
    ("b.ndjson", records(ticket, badJson).joined(separator: "\n") + "\n"),
    ("c.json", "{\"tickets\":[" + records(ticket, ["{\"id\" 2}", "{\"id\":nope}"]).joined(separator: ",") + "]}"),
    ("d.xml", "<?xml version=\"1.0\"?>\n<calls>\n" + records(call, badXml).joined(separator: "\n") + "\n</calls>\n"),
    ("cut.xml", String(("<calls>\n" + (1...40).map(call).joined(separator: "\n")).dropLast(30))),
    ("cut.json", String(("[" + (1...40).map(ticket).joined(separator: ",\n")).dropLast(30))),
  ]

  @Test("a damaged file gives the same, whatever the blocks", arguments: files.map(\.name))
  func sameWhateverTheBlocks(name: String) throws {
    let text = try #require(BlockSizeTests.files.first { $0.name == name }).text
    let scratch = Scratch()
    scratch.write(name, text)
    let whole = try Ingested.read([scratch.path], scratch: scratch)
    #expect(whole.conversations.count > 30 && !whole.rejects.isEmpty)
    for blockBytes in [64, 300, 1000, 3000] {
      let found = try Ingested.read([scratch.path], blockBytes: blockBytes, scratch: scratch)
      #expect(found.lines == whole.lines, "blocks of \(blockBytes)")
    }
  }
}
