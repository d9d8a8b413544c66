import Testing

@testable import Ingestion

/// A record whose brackets are wrong costs itself, not those behind it.
struct JsonSplitterTests {
  private static func lines(_ text: String, pieces: Int) -> [String] {
    var splitter = JsonSplitter(.items([]))
    var output: [UInt8] = []
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: pieces) {
      splitter.take(Array(bytes[start..<min(start + pieces, bytes.count)]), into: &output)
    }
    splitter.finish(into: &output)
    return String(decoding: output, as: UTF8.self).split(separator: "\n").map {
      String($0).replacing(/^[, ]+|[, ]+$/, with: "")
    }
  }

  @Test(
    "between two good records",
    arguments: [
      (#"{"id":2,"a":[1,{"b":[]}]}"#, [#"{"id":2,"a":[1,{"b":[]}]}"#]),
      (#"{"id":2,"a":[1,2}"#, [#"{"id":2,"a":[1,2}"#]),
      (#"{"id":2,"a":{"b":[1,[2]}"#, [#"{"id":2,"a":{"b":[1,[2]}"#]),
      (#"{"id":2,"a":{"b":1}"#, [#"{"id":2,"a":{"b":1}"#]),
      (#"{"id":2,"a":"x""#, [#"{"id":2,"a":"x""#]),
      (#"{"id":2,"a":1]"#, [#"{"id":2,"a":1]"#]),
      (#"{"id":2,"a":{"b":{"c":{"d":"}{"}"#, [#"{"id":2,"a":{"b":{"c":{"d":"}{"}"#]),
      (#"{"id":2 {"a":1}}"#, [#"{"id":2 {"a":1}}"#]),
      ("[[1],{}]", ["[[1],{}]"]),
    ])
  func keepsNeighbors(record: String, expected: [String]) {
    let text = "[{\"id\":1}, \(record),\n{\"id\":3}, {\"id\":4}]\n"
    for pieces in [1, 2, 7, text.utf8.count] {
      let found = JsonSplitterTests.lines(text, pieces: pieces)
      #expect(found == ["{\"id\":1}"] + expected + ["{\"id\":3}", "{\"id\":4}"], "pieces of \(pieces)")
    }
  }

  @Test("brackets deeper than are kept apart are still counted")
  func deep() {
    let record = "{\"a\":" + String(repeating: "[", count: 300) + String(repeating: "]", count: 300) + "}"
    for pieces in [1, 10_000] {
      #expect(JsonSplitterTests.lines("[\(record),{\"id\":3}]", pieces: pieces) == [record, "{\"id\":3}"])
    }
  }
}
