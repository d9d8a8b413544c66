import Record
import Testing

@Suite struct SideTableTests {
  private func table(_ text: String) throws -> SideTable {
    try SideTable(parsing: Array(text.utf8), file: "labels.csv", required: ["call", "verdict"], optional: ["who"])
  }

  @Test func `quotes, semicolons, a mark and blank lines are read`() throws {
    let table = try table("\u{FEFF}Call; verdict ;who\r\n\"a;1\";met;\"Jo \"\"J\"\" K\nnext\"\r\n\r\nb;missed\n")
    #expect(table.columns == ["call", "verdict", "who"])
    #expect(table.rows.map(\.cells) == [["a;1", "met", "Jo \"J\" K\nnext"], ["b", "missed"]])
    #expect(table.rows.map(\.line) == [2, 5])
    #expect(table[table.rows[1], "who"].isEmpty)
  }

  @Test(arguments: [
    ("", "labels.csv: error: the file is empty; its first line names the columns: call,verdict"),
    ("call\na", "labels.csv:1: error: column \"verdict\" is missing (found call); needed: call, verdict"),
    (
      "call,verdict,hwo\n",
      "labels.csv:1: error: unknown column \"hwo\"; did you mean \"who\"?; columns: call, verdict, who"
    ),
    ("call,verdict\na,b,c\n", "labels.csv:2: error: 3 cells, the header has 2; quote cells that hold the delimiter"),
    ("call,verdict\n\"a,b\n", "labels.csv:2: error: a quoted cell is not closed; close it with a double quote"),
  ])
  func `what is wrong is named with its place`(text: String, message: String) {
    #expect(throws: Problem.self) { try table(text) }
    do { _ = try table(text) } catch { #expect("\(error)" == message) }
  }

  @Test(arguments: [("agnet_id", "agent_id"), ("tem", "team"), ("zzz", nil)])
  func `a near name is suggested`(name: String, expected: String?) {
    #expect(Suggestion.nearest(to: name, among: ["agent_id", "team", "queue"]) == expected)
  }
}
