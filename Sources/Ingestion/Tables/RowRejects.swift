import Record

/// What can be wrong with a row, in words.
struct RowRejects {
  let sourceName: String
  private(set) var rejects: [Reject] = []

  init(sourceName: String) { self.sourceName = sourceName }

  mutating func wrongWidth(record: Int, position: Int, found: Int, expected: Int) {
    add(
      record, position, "malformed_row",
      "the row has \(found) cells, its header has \(expected); look for unquoted delimiters or line breaks in the text")
  }

  mutating func unterminated(record: Int, position: Int) {
    add(
      record, position, "malformed_row",
      "a quote is opened in this row and never closed; the row was left out, and reading went on with the next line")
  }

  mutating func noID(record: Int, position: Int, column: String) {
    add(
      record, position, "missing_id",
      "the row has nothing in its column \"\(column)\", so that it belongs to no conversation")
  }

  mutating func scientificID(record: Int, position: Int, value: String) {
    add(
      record, position, "unrecoverable_id",
      "the id \(value) lost digits in a spreadsheet; export the file again and do not open it there before")
  }

  mutating func noTurns(record: Int, position: Int, column: String) {
    add(record, position, "no_turns", "the row has nothing in its column \"\(column)\"")
  }

  private mutating func add(_ record: Int, _ position: Int, _ reason: String, _ detail: String) {
    rejects.append(
      Reject(
        sourceRef: "\(sourceName)#row \(record)", stage: .ingest, reason: reason, detail: detail,
        position: Int32(position)))
  }
}
