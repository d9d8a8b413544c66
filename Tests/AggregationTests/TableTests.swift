import Record
import Testing

@testable import Aggregation

@Suite struct TableTests {
  @Test func rowsOfOneConversation() {
    var team = MadeUp()
    team.add(id: "C,1", name: "Ana \"Red\" Ruiz", results: [.met, nil, .partly], opportunities: 3)
    let rows = team.rows()
    #expect(
      rows.calls.lines == [
        "\"C,1\",\"calls.csv#C,1\",2026-11-09T09:00:00Z,,,q,North,A1,\"Ana \"\"Red\"\" Ruiz\",,0,0,,,,,0.5000,5,"
      ])
    #expect(
      rows.scores.lines == [
        "\"C,1\",offer-options,alternatives,met,3,3,,\"empathy,warm\"",
        "\"C,1\",offer-options,pros-and-cons,not_applicable,,,,",
        "\"C,1\",tone-empathy,emotion-match,partly,3,1.5,,",
      ])
    #expect(
      rows.evidence.lines == [
        "\"C,1\",1,3200,agent,offer-options,alternatives,shown,I am so sorry,\"empathy,warm\""
      ])
  }

  @Test func columnsMatchHeaders() {
    var team = MadeUp()
    team.add(id: "1", results: [.met, .missed, .met])
    let rows = team.rows()
    func cells(_ line: String) -> Int { line.split(separator: ",", omittingEmptySubsequences: false).count }
    #expect(rows.calls.lines.allSatisfy { cells($0) == TableColumns.calls.count })
    #expect(rows.scores.lines.last.map(cells) == TableColumns.scores.count + 1, "the rule's name holds a comma")
    for (name, bytes) in periodTables(team.tally().summary()) {
      let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
      let columns = name == "agent_period.csv" ? TableColumns.agentPeriod : TableColumns.teamPeriod
      #expect(lines.count == 6 && lines.allSatisfy { cells(String($0)) == columns.count }, "\(name)")
    }
  }

  @Test func formulasAreNeutralizedAndNumbersAreNot() {
    func cell(_ text: String) -> String { String(decoding: RowPieces.cell(text), as: UTF8.self) }
    let cases = [
      ("=1+1", "\"'=1+1\""), ("+cmd|' /C calc'!A0", "\"'+cmd|' /C calc'!A0\""), ("-2+3", "\"'-2+3\""),
      ("@SUM(A1)", "\"'@SUM(A1)\""), ("\t=1", "\"'\t=1\""), ("\r=1", "\"'\r=1\""), ("-17", "-17"),
      ("+4912345", "+4912345"),
      ("-1.5", "-1.5"), ("-", "\"'-\""), ("a=b", "a=b"), ("two\nlines", "\"two\nlines\""), ("", ""),
      ("a longer text with no mark at all", "a longer text with no mark at all"),
      ("a longer text, with a comma at place 14", "\"a longer text, with a comma at place 14\""),
      ("ends with a quote \"", "\"ends with a quote \"\"\""), ("=\"x\"", "\"'=\"\"x\"\"\""),
    ]
    for (text, expected) in cases { #expect(cell(text) == expected) }
  }

  @Test func longIdsSurvive() {
    var team = MadeUp()
    team.add(id: "1234567890123456789", agent: "007", results: [.met, nil, nil])
    #expect(team.rows().calls.lines[0].hasPrefix("1234567890123456789,"))
    #expect(team.rows().calls.lines[0].contains(",007,"))
    var excel = AggregateOptions()
    excel.excel = true
    let line = String(decoding: team.rows(excel).calls.bytes, as: UTF8.self)
    #expect(line.hasPrefix("\"=\"\"1234567890123456789\"\"\","))
    #expect(line.contains("\"=\"\"007\"\"\"") && line.hasSuffix("\r\n"))
    #expect(TableRows.headers(excel: true)[0].header.starts(with: [0xEF, 0xBB, 0xBF]))
  }

  @Test func rejectsAreRows() {
    var team = MadeUp()
    team.batch.rejects.append(
      Reject(sourceRef: "a.zip!/b.csv#row 3", stage: .ingest, reason: "malformed_row", detail: "7 cells, expected 12"))
    #expect(team.rows().notScored.lines == ["a.zip!/b.csv#row 3,ingest,malformed_row,\"7 cells, expected 12\""])
  }

  @Test func quotesCanBeLeftOut() {
    var team = MadeUp()
    team.add(id: "1", results: [.met, nil, nil])
    var options = AggregateOptions()
    options.showsQuotes = false
    #expect(team.rows(options).evidence.lines == ["1,1,3200,agent,offer-options,alternatives,shown,,\"empathy,warm\""])
  }
}
