import Record
import Testing

@testable import Ingestion

/// JSON as exports write it.
struct JsonTreeTests {
  /// The records of a text, each as compact text again; faults as `!message`.
  private func records(_ text: String, _ path: JsonRecords.Path) -> [String] { records(Array(text.utf8), path) }

  private func records(_ bytes: [UInt8], _ path: JsonRecords.Path) -> [String] {
    var found: [String] = []
    var tree = Tree()
    var records = JsonRecords(bytes, 0..<bytes.count, path: path)
    while found.count < 10_000 {
      do throws(JsonTreeError) {
        guard try records.next(into: &tree) else { break }
        found.append(JsonTreeTests.compact(tree, 0))
      } catch {
        found.append("!" + error.message)
      }
    }
    return found
  }

  static func compact(_ tree: Tree, _ node: Int) -> String {
    let items = tree.children(node).map { child in
      let name = tree.nodes[child].name
      let key = name.isEmpty ? "" : String(decoding: tree.bytes[name.indices], as: UTF8.self) + ":"
      return key + compact(tree, child)
    }
    return switch tree.nodes[node].kind {
    case .object: "{" + items.joined(separator: ",") + "}"
    case .array: "[" + items.joined(separator: ",") + "]"
    default: tree.string(node) ?? "null"
    }
  }

  @Test(arguments: [
    ("{\"a\":1}", ["{a:1}"]),
    ("{\"a\":1}{\"a\":2}\n{\"a\":3}", ["{a:1}", "{a:2}", "{a:3}"]),
    ("\u{1E}{\"a\":1}\n\u{1E}{\"a\":2}\n", ["{a:1}", "{a:2}"]),
    ("\u{FEFF}{\"a\":9007199254740993}", ["{a:9007199254740993}"]),
    (
      "{\"id\":1234567890123456789,\"b\":[true,null,NaN,-1.5e3]}",
      ["{id:1234567890123456789,b:[true,null,null,-1.5e3]}"]
    ),
    ("{\"a\":\"\\ud83d\\ude00 \\ud800 \\u00e9\\n\"}", ["{a:\u{1F600} \u{FFFD} é\n}"]),
    ("{\"a\":1}\n{\"a\":\n", ["{a:1}", "!a value was expected"]),
    ("{\"a\":1}\n{bad}\n{\"a\":3}", ["{a:1}", "!a key in quotes or '}' was expected", "{a:3}"]),
    ("{\"a\":1}\n{\"a\":\"trunc", ["{a:1}", "!the text does not end"]),
    ("", []),
  ])
  func readsValues(_ text: String, _ expected: [String]) {
    #expect(records(text, .values) == expected)
  }

  @Test func readsItems() {
    #expect(records("[{\"a\":1},{\"a\":2}]", .items([])) == ["{a:1}", "{a:2}"])
    #expect(records("[{\"a\":1},{\"a\":2},{\"a\":", .items([])) == ["{a:1}", "{a:2}", "!a value was expected"])
    let pages = "{\"n\":{\"entries\":[9]},\"entries\":[1,2],\"x\":[3]}{\"entries\":[4]}"
    #expect(records(pages, .items([Array("entries".utf8)])) == ["1", "2", "4"])
    #expect(records("{\"a\":{\"b\":[1]}}", .items([Array("a".utf8), Array("b".utf8)])) == ["1"])
    #expect(records("{\"a\":5}", .items([Array("b".utf8)])) == [])
  }

  @Test func refusesDepthAndSurvivesIt() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(records(deep, .values) == ["!values are nested deeper than 200"])
    #expect(records("{\"b\":" + deep + "\n{\"a\":1}", .values).last == "{a:1}")
  }

  @Test func readsLatinBytes() {
    #expect(records([0x22, 0x63, 0xE9, 0x22], .values) == ["cé"])
  }

  @Test func endsAtEveryTruncation() {
    let text = Array("[{\"a\":\"x\\u00e9\",\"b\":[1,{\"c\":null}]},{\"a\":2}]".utf8)
    for count in 0..<text.count {
      let found = records(Array(text[..<count]), .items([]))
      #expect(found.count <= 3)
    }
  }
}
