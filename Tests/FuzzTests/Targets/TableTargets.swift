import Record

@testable import Ingestion

extension FuzzTarget {
  /// Tables: the two layouts that are known by their headers, tables by a mapping, and rows brought together.
  static let tables: [FuzzTarget] = [
    FuzzTarget(
      "csv-utterances", words: tableWords,
      seeds: [Seeds.export("utterances-2026-W44.csv")] + Seeds.samples("csv-utterances/utterances.csv") + smallTables
    ) { PlanRun.check("t.csv", $0) },
    FuzzTarget(
      "csv-calls", words: tableWords,
      seeds: [Seeds.export("qa-transcripts.csv")] + Seeds.samples("csv-calls/calls.csv")
        + Seeds.texts(
          "call_id,transcript\n7,\"[00:01] Agent: Hello.\n[00:05] Customer: Note: mine.\"\n8,Agent: x\n",
          "call_id;transcript\n7;<operator>Hello <b>you</b><client>Hi<operator>Bye\n")
    ) { bytes in PlanRun.check("t.csv", bytes) { countOfCalls($0, bytes) } },
    FuzzTarget("csv-metadata", words: tableWords, seeds: [Seeds.export("qa-calls.csv")]) {
      PlanRun.check("t.csv", $0)
    },
    mapped("csv-five9", "five9-calllog", "CallLog_1.csv", Seeds.samples("five9-calllog/CallLog_1.csv")),
    mapped("csv-talkdesk", "talkdesk-calls", "calls.csv", Seeds.samples("talkdesk-calls/calls.csv")),
    mapped("csv-queue-log", "asterisk-queue-log", "queue_log.log", Seeds.samples("asterisk-queue-log/queue_log.log")),
    mapped(
      "csv-salesforce", "salesforce-chat", "LiveChatTranscript.csv",
      Seeds.samples("salesforce-chat/LiveChatTranscript.csv")),
    FuzzTarget("csv-parser", words: tableWords, cases: 1000, seeds: smallTables, check: likePlainReader),
  ]

  private static let tableWords = [
    "call_id", "text", "speaker", "agent", "transcript", "sep=;", "\"\"", ",,", ";;", "=\"0123\"", "1.2E+11", "[None]",
    "\"\n\"", "2026-03-02T10:00:00Z", "call_id,speaker,text\n", "Agent: ", "[00:01]", "<operator>",
  ]

  private static let smallTables = Seeds.texts(
    "call_id,agent_id,speaker,text\n1,a,agent,Hello\n1,a,customer,Hi\n2,b,agent,Yes?\n",
    "call_id;speaker;text\r\n1;a;\"x; \"\"y\"\"\nz\"\r\n1;b;\"\"\r\n2;a;\"\"\"\"\r\n",
    "sep=|\ncall_id|speaker|text\n=\"0012\"|a|x\n|b|y\n1.2E+11|a|z\n'07|a|w\n",
    "conversationId\tparticipantType\ttext\tstart\tend\nc1\tAGENT\tHello\t0.4\t2.1\nc1\tCLIENT\tHi\t2.5\t4\n")

  /// A table by a built-in profile.
  private static func mapped(_ name: String, _ profile: String, _ file: String, _ seeds: [[UInt8]]) -> FuzzTarget {
    let options = PlanRun.options(profile: profile)
    return FuzzTarget(name, words: tableWords, cases: 150, seeds: seeds) {
      PlanRun.check("in/\(file)", $0, options: options)
    }
  }

  /// Each row of a table of calls is a conversation or a reject, but for empty ones and headers.
  private static func countOfCalls(_ found: PlanRun, _ bytes: [UInt8]) -> String? {
    guard let guess = TableSniffer.guess(bytes), guess.layout.shape == .calls, !found.rejects.contains("malformed_row")
    else { return nil }
    let rows = PlainTable(Array(bytes[guess.headBytes...]), delimiter: guess.dialect.delimiter).rows
      .filter { $0.count > 1 || !isBlank($0[0]) }
      .count { $0.map { String(decoding: $0, as: UTF8.self) } != guess.layout.header }
    let all = found.conversations + found.rejects.count
    return rows == all
      ? nil : "\(rows) rows gave \(found.conversations) conversations and \(found.rejects.count) rejects"
  }

  private static func isBlank(_ cell: [UInt8]) -> Bool {
    ByteViews.with(cell) { CellValue.trimmed($0, TextRange(0..<cell.count).indices).isEmpty }
  }

  /// The fast parser against one of a few lines.
  private static let likePlainReader: Check = { bytes in
    for delimiter in CsvDialect.candidates {
      let expected = PlainTable(bytes, delimiter: delimiter)
      let rows = ByteViews.with(bytes) { view in
        var parser = RowParser(view, range: 0..<bytes.count, dialect: CsvDialect(delimiter: delimiter))
        var rows: [[[UInt8]]] = []
        while !parser.isAtEnd, !parser.isUnterminated {
          parser.beginRow()
          var row: [[UInt8]] = []
          repeat { row.append(view.array(parser.cell())) } while !parser.isRowDone
          rows.append(row)
        }
        return parser.isUnterminated ? nil : rows
      }
      if expected.isOpen != (rows == nil) { return "an open quote is seen by one reader only, delimiter \(delimiter)" }
      if let rows, rows != expected.rows { return "other cells, delimiter \(delimiter): \(rows)" }
    }
    return nil
  }
}

/// Bytes in the shape that the table's decoders want them.
enum ByteViews {
  static func with<Result>(_ bytes: [UInt8], _ body: (ByteView) -> Result) -> Result {
    var padded = bytes + Array(repeating: 0, count: ByteView.padding)
    return unsafe padded.withUnsafeMutableBufferPointer { unsafe body(ByteView($0, count: bytes.count)) }
  }
}

/// A CSV reader of a few lines, byte by byte, to hold the fast one against.
struct PlainTable {
  private(set) var rows: [[[UInt8]]] = []
  /// Whether a quote is never closed.
  private(set) var isOpen = false

  init(_ bytes: [UInt8], delimiter: UInt8) {
    var row: [[UInt8]] = []
    var cell: [UInt8] = []
    var index = 0
    var isStart = true
    while index < bytes.count {
      let current = bytes[index]
      index += 1
      if isOpen {
        if current != 0x22 {
          cell.append(current)
        } else if index < bytes.count, bytes[index] == 0x22 {
          cell.append(0x22)
          index += 1
        } else {
          isOpen = false
        }
      } else if isStart, current == 0x22 {
        (isOpen, isStart) = (true, false)
      } else if current == delimiter {
        row.append(cell)
        (cell, isStart) = ([], true)
      } else if current == 0x0A || current == 0x0D {
        if current == 0x0D, index < bytes.count, bytes[index] == 0x0A { index += 1 }
        rows.append(row + [cell])
        (row, cell, isStart) = ([], [], true)
      } else {
        cell.append(current)
        isStart = false
      }
    }
    if !row.isEmpty || !cell.isEmpty || !isStart { rows.append(row + [cell]) }
  }
}
