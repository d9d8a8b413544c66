import Aggregation
import Console
import GRDB
import Glibc
import Record

/// Tables of a few awkward calls in a folder of the test's own, and what their cells mean.
enum Tables {
  static let names = [
    "calls.csv", "scores.csv", "evidence.csv", "not_scored.csv", "agent_period.csv", "team_period.csv",
    "overrides_applied.csv",
  ]

  private static let catalog = RubricCatalog(
    name: "test", version: "1", hash: "0123456789abcdef",
    techniques: [.init(id: "offer-options", title: "Offer options", weight: 1, summary: "")],
    behaviors: [
      .init(id: "alternatives", title: "", technique: 0, weight: 1),
      .init(id: "pros-and-cons", title: "", technique: 0, weight: 1),
    ], rules: ["options", "empathy,warm"])

  /// Names that a careless reader or writer of CSV gets wrong.
  private static let awkward = [
    "Ana", "=1+1", "'=1+1", "''-x", "'quoted'", "a \"b\", c", "two\nlines", "-5", "-5x", "@me", "00123", "ünï", "'",
    "\tx", "",
  ]

  static func write(excel: Bool) throws -> String {
    var template = Array("/tmp/sidetone-test-XXXXXX".utf8CString)
    _ = unsafe mkdtemp(&template)
    let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    var options = AggregateOptions()
    options.excel = excel
    options.overrides = Overrides([
      .init(call: "00000000000000007", behavior: 0, verdict: .met, who: "Kim", why: "=said, \"it\"", when: "2026-11-12")
    ])
    let (batch, sheet) = calls()
    var tally = Tally(catalog: catalog, options: options)
    tally.add(batch, sheet)
    var rows = TableRows(catalog: catalog, options: options)
    rows.render(batch, sheet)
    let bodies = [rows.calls, rows.scores, rows.evidence, rows.notScored]
    for ((name, header), body) in zip(TableRows.headers(excel: excel), bodies) {
      try writeWhole("\(folder)/\(name)", header + body.bytes)
    }
    for (name, bytes) in periodTables(tally.summary(), excel: excel) { try writeWhole("\(folder)/\(name)", bytes) }
    return folder
  }

  private static func calls() -> (Batch, ScoreSheet) {
    var batch = Batch()
    var sheet = ScoreSheet(behaviorCount: 2)
    for (index, name) in awkward.enumerated() {
      var call = Conversation()
      let digits = String(index)
      call.id = batch.append((String(repeating: "0", count: 17 - digits.utf8.count) + digits).utf8)
      call.sourceRef = batch.append("a.csv#\(index)".utf8)
      call.team = batch.append((index % 3 == 0 ? "" : "North").utf8)
      call.agentID = batch.append((index % 2 == 0 ? "007" : "A\(index)").utf8)
      call.agentName = batch.append(name.utf8)
      call.startedAt = index == 4 ? Conversation.noTime : 1_794_214_800_000 + Int64(index) * 60_000
      call.durationMs = 61_234
      call.csatThousandths = index % 2 == 0 ? 4500 : Int32.min
      let words = batch.append(name.utf8)
      call.turns = Int32(index)..<Int32(index + 1)
      batch.turns.append(Turn(text: words, startMs: Int64(index) * 1000, endMs: 3000, number: 0, role: .agent))
      batch.conversations.append(call)
      var card = Scorecard()
      card.score = index == 2 ? -1 : Int32(index * 611)
      card.evidence = Int32(sheet.evidence.count)..<Int32(sheet.evidence.count + 1)
      sheet.evidence.append(Evidence(turn: 0, behavior: 1, rule: 1, polarity: .shown, words: words))
      var result = BehaviorResult()
      (result.status, result.opportunities, result.metHalves) = (.partly, 2, UInt16(index % 5))
      sheet.results += [BehaviorResult(), result]
      sheet.cards.append(card)
    }
    batch.rejects.append(Reject(sourceRef: "=x", stage: .ingest, reason: "malformed_row", detail: "found, \"this\""))
    return (batch, sheet)
  }

  static func remove(_ folder: String) {
    for name in names + ["tables.sqlite", "a.sqlite", "b.sqlite", "old.sqlite"] {
      _ = unsafe unlink("\(folder)/\(name)")
    }
    unsafe rmdir(folder)
  }

  /// A row's cells without what makes them safe for spreadsheets.
  static func plain(_ cells: [String], excel: Bool) -> [String] {
    cells.map { cell in
      if excel, cell.hasPrefix("=\"") { return String(cell.dropFirst(2).dropLast()) }
      guard cell.hasPrefix("'"), let first = cell.drop(while: { $0 == "'" }).first else { return cell }
      return "=+-@\t\r".contains(first) ? String(cell.dropFirst()) : cell
    }
  }

  static func sorted(_ rows: [[String]], keys: Int) -> [[String]] {
    rows.sorted { a, b in
      for key in 0..<keys where a[key] != b[key] { return a[key].utf8.lexicographicallyPrecedes(b[key].utf8) }
      return false
    }
  }

  static func isSame(_ value: DatabaseValue, _ cell: String, _ type: String) -> Bool {
    switch value.storage {
    case .null: return cell.isEmpty
    case .int64(let number):
      return type == "flag" ? (number == 1 ? "true" : "false") == cell : type == "integer" && String(number) == cell
    case .double(let number): return ["number", "share"].contains(type) && Double(cell) == number
    case .string(let text): return ["text", "time", "list"].contains(type) && text == cell && !cell.isEmpty
    case .blob: return false
    }
  }
}

/// A plain reader of CSV, one character at a time: slow, and no relative of the one that is tested.
enum Csv {
  static func rows(_ bytes: [UInt8]) -> [[String]] {
    var rows: [[String]] = []
    var (row, cell) = ([String](), [UInt8]())
    var isQuoted = false
    var last: UInt8 = 0
    for byte in bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...] {
      if byte == UInt8(ascii: "\"") {
        // The second of two quotes inside a quoted cell is one of its characters.
        if !isQuoted, last == byte { cell.append(byte) }
        isQuoted.toggle()
      } else if isQuoted || (byte != UInt8(ascii: ",") && byte != 0x0A && byte != 0x0D) {
        cell.append(byte)
      } else if byte == UInt8(ascii: ",") || byte == 0x0A {
        row.append(String(decoding: cell, as: UTF8.self))
        cell = []
        if byte == 0x0A {
          rows.append(row)
          row = []
        }
      }
      last = byte
    }
    return rows
  }
}
