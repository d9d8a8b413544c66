import Record
import Testing

@testable import Ingestion

/// JSON of any size and framing, in the memory of a block.
struct JsonStreamTests {
  private static func mapping(_ record: String, turns: Bool = false) -> String {
    let turn =
      turns
      ? "emits: turns, fields: { conversation_id: id }, turn: { text: t, speaker: s }"
      : "fields: { conversation_id: id, required: true }, turns: { each: \"m[*]\", text: t, speaker: s }"
        .replacing(", required: true", with: "")
    return "version: 1\nsources:\n  s: { match: { path: \"**/*\" }, format: json, record: \"\(record)\", \(turn) }\n"
  }

  private static func ticket(_ id: Int, _ more: String = "") -> String {
    "{\"id\":\(id),\"x\":\"]}\\\"[{\",\"m\":[{\"t\":\"hello \(id)\",\"s\":\"agent\"},{\"t\":\"h\u{E4}\\n\",\"s\":\"customer\"}]\(more)}"
  }

  /// A framing: the record path, and what stands around, between and behind the records.
  struct Framing: Sendable, CustomTestStringConvertible {
    var record: String
    var head: String
    var between: String
    var tail: String
    var testDescription: String { "\(record) \(head)" }
  }

  static let framings = [
    Framing(record: "$[*]", head: "[", between: ",", tail: "]"),
    Framing(record: "$[*]", head: "\u{FEFF}\n[\n  ", between: " ,\r\n\t", tail: "\n]\n"),
    Framing(record: "$", head: "", between: "", tail: ""),
    Framing(record: "$", head: "", between: "\n", tail: "\n"),
    Framing(record: "lines", head: "", between: "\r\n", tail: ""),
    Framing(
      record: "$.results[*]",
      head: "{\"type\":\"a\\\"]\",\"meta\":{\"results\":[{\"id\":0}],\"n\":[1,[2]]},\"results\":[",
      between: ",", tail: "],\"total\":3}"),
    Framing(
      record: "$.data.calls[*]", head: "[{\"data\":{\"calls\":[",
      between: "]}},{\"x\":null,\"data\":{\"k\":-1e5,\"calls\":[",
      tail: "]}}]"),
  ]

  @Test("every framing gives the same records in blocks of any size", arguments: framings)
  func framing(_ framing: Framing) throws {
    let scratch = Scratch()
    let inputs = Scratch()
    let path = scratch.write("m.yaml", JsonStreamTests.mapping(framing.record))
    let records = (1...40).map { JsonStreamTests.ticket($0) }
    inputs.write("a.json", framing.head + records.joined(separator: framing.between) + framing.tail)
    let whole = try Ingested.read([inputs.path], scratch: inputs) { $0.mapping = path }
    #expect(whole.conversations.count == 40)
    #expect(whole.conversations.last == "40  [agent:hello 40|customer:hä]")
    #expect(whole.rejects == [])
    for blockBytes in [64, 100, 1000] {
      let pieces = try Ingested.read([inputs.path], blockBytes: blockBytes, scratch: inputs) { $0.mapping = path }
      #expect(pieces == whole, "blocks of \(blockBytes)")
    }
  }

  @Test(
    "a broken record in an array costs itself",
    arguments: ["{\"id\":tru}", "{\"id\":2,\"m\":[{\"t\":\"\\uZZZZ\"}]}", "{\"id\" 2}"])
  func brokenRecord(_ broken: String) throws {
    let scratch = Scratch()
    let inputs = Scratch()
    let path = scratch.write("m.yaml", JsonStreamTests.mapping("$[*]"))
    let text = "[\(JsonStreamTests.ticket(1)),\(broken),\(JsonStreamTests.ticket(3))]"
    inputs.write("a.json", text)
    for blockBytes in [64, 1 << 20] {
      let found = try Ingested.read([inputs.path], blockBytes: blockBytes, scratch: inputs) { $0.mapping = path }
      #expect(found.conversations.map { $0.prefix { $0 != " " } } == ["1", "3"])
      #expect(found.rejects == ["malformed_json a.json#record 2"])
    }
  }

  @Test("what is cut short keeps what stands before, and says so", arguments: framings)
  func truncation(_ framing: Framing) throws {
    let scratch = Scratch()
    let inputs = Scratch()
    let path = scratch.write("m.yaml", JsonStreamTests.mapping(framing.record))
    let whole = Array(
      (framing.head + (1...3).map { JsonStreamTests.ticket($0) }.joined(separator: framing.between)).utf8)
    for count in stride(from: 1, to: whole.count, by: 3) {
      inputs.write("a.json", whole[..<count])
      for blockBytes in [64, 1 << 20] {
        let found = try Ingested.read([inputs.path], blockBytes: blockBytes, scratch: inputs) { $0.mapping = path }
        #expect(found.conversations.count <= 3)
        #expect(found.rejects.count <= 2)
        let isBetween = framing.head.isEmpty || framing.record == "lines"
        #expect(isBetween || !found.rejects.isEmpty, "cut at \(count), blocks of \(blockBytes)")
      }
    }
  }

  @Test("a turn a record: rows of a conversation stay together, or are brought together")
  func groups() throws {
    let scratch = Scratch()
    let inputs = Scratch()
    let path = scratch.write("m.yaml", JsonStreamTests.mapping("$.rows[*]", turns: true))
    func row(_ id: Int, _ turn: Int) -> String { "{\"id\":\"c\(id)\",\"t\":\"word \(turn)\",\"s\":\"agent\"}" }
    let adjacent = (0..<20).flatMap { id in (0..<7).map { row(id, $0) } }
    inputs.write("a.json", "{\"rows\":[\(adjacent.joined(separator: ","))]}")
    let whole = try Ingested.read([inputs.path], scratch: inputs) { $0.mapping = path }
    #expect(whole.conversations.count == 20)
    for blockBytes in [64, 300] {
      #expect(try Ingested.read([inputs.path], blockBytes: blockBytes, scratch: inputs) { $0.mapping = path } == whole)
    }
    let mixed = (0..<7).flatMap { turn in (0..<20).map { row($0, turn) } }
    let file = inputs.write("a.json", "{\"rows\":[\(mixed.joined(separator: ","))]}")
    #expect(throws: IngestError.scattered(file: file)) {
      try Ingested.read([inputs.path], scratch: inputs) { $0.mapping = path }
    }
    let grouped = try Ingested.read([inputs.path], scratch: inputs) {
      $0.mapping = path
      $0.groupedFiles = [file]
    }
    #expect(grouped.conversations.sorted() == whole.conversations.sorted())
    #expect(grouped.lines.contains { $0.contains("\"source_ref\":\"a.json#record 20\"") })
  }

  @Test("an array many times the limit of a document streams through")
  func large() throws {
    let scratch = Scratch()
    let inputs = Scratch()
    let path = scratch.write("m.yaml", JsonStreamTests.mapping("$.results[*]"))
    let records = (1...3000).map {
      JsonStreamTests.ticket($0, $0 == 1500 ? ",\"z\":\"\(String(repeating: "z", count: 40_000))\"" : "")
    }
    inputs.write("a.json", "{\"results\":[\(records.joined(separator: ","))]}")
    let found = try Ingested.read([inputs.path], blockBytes: 8192, scratch: inputs) {
      $0.mapping = path
      $0.limits.documentBytes = 20_000
      $0.limits.recordBytes = 20_000
    }
    #expect(found.conversations.count == 2999)
    #expect(found.rejects == ["record_too_large a.json#record 1500"])
  }

  @Test("wrappers without end and keys without end are refused, not kept")
  func hostileWrappers() throws {
    let scratch = Scratch()
    let inputs = Scratch()
    let path = scratch.write("m.yaml", JsonStreamTests.mapping("$.results[*]"))
    let texts = [
      String(repeating: "[", count: 100_000), "{\"" + String(repeating: "k", count: 100_000),
      "{\"results\":[" + String(repeating: "{\"a\":", count: 20_000) + "1" + String(repeating: "}", count: 20_000)
        + "]}",
      "{\"results\":{\"a\":1},\"results\":[", "{results:[1]}",
    ]
    for text in texts {
      inputs.write("a.json", text)
      for blockBytes in [4096, 1 << 20] {
        let found = try Ingested.read([inputs.path], blockBytes: blockBytes, scratch: inputs) { $0.mapping = path }
        #expect(found.conversations.isEmpty)
        #expect(found.rejects.count == 1, "\(text.prefix(20)) in blocks of \(blockBytes): \(found.rejects)")
      }
    }
  }
}
