import Record

@testable import Ingestion

extension FuzzTarget {
  /// JSON of any framing, by mappings, and the readers below them.
  static let json: [FuzzTarget] = [
    mapped("json-zendesk", "zendesk", "tickets.json", Seeds.samples("zendesk/tickets.json", "zendesk/wrapped.json")),
    mapped("json-intercom", "intercom", "conversations.json", Seeds.samples("intercom/conversations.json")),
    mapped("json-dialpad", "dialpad", "records.csv", Seeds.samples("dialpad/records.csv")),
    mapped("json-genesys", "genesys-cloud", "conv-1.json", Seeds.samples("genesys-cloud/conv-1.json")),
    FuzzTarget("json-splitter", words: jsonWords, cases: 1000, seeds: framings, check: splitting),
    FuzzTarget("json-records", words: jsonWords, cases: 600, seeds: framings, check: records),
    FuzzTarget("json-tree", words: jsonWords, cases: 1000, seeds: framings, check: tree),
    FuzzTarget("json-value", words: jsonWords, cases: 1000, seeds: framings, check: value),
  ]

  static let jsonWords = [
    "{\"", "\":", "[{", "}]", "null", "true", "false", "\\u00e9", "\\ud83d\\ude00", "\\ud800", "\\\"", "\\",
    "9149970490000000181",
    "1.5e-3", "\"id\":", "\"text\":", "}\n{", "{}", "[]", "\u{1E}",
  ]

  private static let framings =
    Seeds.samples("zendesk/wrapped.json")
    + Seeds.texts(
      #"{"id":1,"a":[1,2.5,-3e4,"x\n\u00e9\ud83d\ude00",null,true,false,{"b":{}}]}"#,
      #"[{"id":1},{"id":2,"n":NaN},[3],"four",5]"#, "{\"id\":1}\n{\"id\":2}\n\n{\"id\":3}",
      #"{"id":1}{"id":2},{"id":3}"#,
      #"{"results":[{"id":1},{"id":2}],"next":null}{"results":[{"id":3}]}"#,
      #"[{"x":1,"results":[{"id":1}]},{"results":[]},{"results":[{"id":2}]}]"#)

  private static func mapped(_ name: String, _ profile: String, _ file: String, _ seeds: [[UInt8]]) -> FuzzTarget {
    let options = PlanRun.options(profile: profile)
    return FuzzTarget(name, words: jsonWords, cases: 120, seeds: seeds) {
      PlanRun.check("in/\(file)", $0, options: options, isCutByDamage: true)
    }
  }

  private static let paths: [JsonRecords.Path] = [.values, .items([]), .items([Array("results".utf8)])]

  /// Pieces of any size give the same records, each on a line of its own.
  private static let splitting: Check = { bytes in
    for path in paths {
      let whole = split(bytes, path, bytes.count)
      for size in [5, 64] {
        let pieces = split(bytes, path, size)
        if pieces != whole { return "pieces of \(size) give others than the whole, path \(path)" }
      }
      if !whole.lines.isEmpty, whole.lines.last != 10 { return "the last line has no end, path \(path)" }
    }
    return nil
  }

  private struct Split: Equatable {
    var lines: [UInt8] = []
    var fault: String?
  }

  private static func split(_ bytes: [UInt8], _ path: JsonRecords.Path, _ size: Int) -> Split {
    var splitter = JsonSplitter(path)
    var result = Split()
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, start + max(size, 1))
      splitter.take(Array(bytes[start..<end]), into: &result.lines)
      start = end
    }
    splitter.finish(into: &result.lines)
    result.fault = splitter.fault.map { $0.reason + $0.detail }
    return result
  }

  /// Reading goes on behind what is broken, and comes to an end.
  private static let records: Check = { bytes in
    for path in paths + [.lines] {
      var records = JsonRecords(bytes, 0..<bytes.count, path: path)
      var tree = Tree()
      for _ in 0...(bytes.count + 1) * 2 {
        do throws(JsonTreeError) {
          guard try records.next(into: &tree) else { return nil }
          if let fault = faults(in: tree) { return fault }
        } catch {
          if error.offset < 0 || error.offset > bytes.count || error.message.isEmpty { return "error \(error)" }
        }
      }
      return "it does not end, path \(path)"
    }
    return nil
  }

  /// Nodes that lie within each other and texts that are UTF-8; and what a strict reader takes, this one takes.
  private static let tree: Check = { bytes in
    var tree = Tree()
    var reader = JsonTreeReader(bytes, 0..<bytes.count)
    let isRead = (try? reader.value(into: &tree)) != nil
    if isRead, let fault = faults(in: tree) { return fault }
    guard BatchCheck.isUtf8(bytes), let strict = try? JsonValue(parsing: bytes) else { return nil }
    // To the header lines' reader, whatever begins with n is null.
    guard isRead else { return hasNull(strict) ? nil : "refused, though it is JSON: \(strict)" }
    return count(strict) == tree.nodes.count ? nil : "\(tree.nodes.count) nodes for \(strict)"
  }

  private static func hasNull(_ value: JsonValue) -> Bool {
    switch value {
    case .null: true
    case .array(let items): items.contains { hasNull($0) }
    case .object(let members): members.contains { hasNull($0.value) }
    default: false
    }
  }

  private static func count(_ value: JsonValue) -> Int {
    switch value {
    case .array(let items): 1 + items.reduce(0) { $0 + count($1) }
    case .object(let members): 1 + members.reduce(0) { $0 + count($1.value) }
    default: 1
    }
  }

  static func faults(in tree: Tree) -> String? {
    for (index, node) in tree.nodes.enumerated() {
      if Int(node.parent) >= index || node.end <= index || Int(node.end) > tree.nodes.count { return "node \(index)" }
      if node.parent >= 0, tree.nodes[Int(node.parent)].end < node.end { return "node \(index) ends behind its parent" }
      for range in [node.name, node.value] {
        guard range.end <= tree.bytes.count else { return "text of node \(index) beyond the bytes" }
        if !BatchCheck.isUtf8(Array(tree.bytes[range.indices])) { return "text of node \(index) is no UTF-8" }
      }
    }
    return nil
  }

  /// What is read is written so that it is read again.
  private static let value: Check = { bytes in
    guard let value = try? JsonValue(parsing: bytes) else { return nil }
    var sink = ByteSink()
    sink.append(json: value)
    guard BatchCheck.isUtf8(bytes) else { return nil }
    guard let again = try? JsonValue(parsing: sink.bytes) else { return "not read again: \(value)" }
    return again == value ? nil : "\(again) came back for \(value)"
  }
}
