import Aggregation
import Console
import GRDB
import Glibc
import Record
import Testing

@testable import TableDatabase

/// The database says cell by cell what the CSV files say.
@Suite struct TableDatabaseTests {
  @Test(arguments: [false, true]) func everyCellIsThatOfTheTable(excel: Bool) throws {
    let folder = try Tables.write(excel: excel)
    defer { Tables.remove(folder) }
    let path = folder + "/tables.sqlite"
    try TableDatabase(folder: folder, schema: TableSchema.tables, excel: excel).write(to: path)
    let queue = try DatabaseQueue(path: path)
    for (name, _, columns) in TableSchema.tables where Tables.names.contains(name) {
      let lines = Csv.rows(try readWhole("\(folder)/\(name)"))
      #expect(lines.count > 1 && lines[0] == columns.map(\.name), "\(name)")
      let table = String(name.prefix { $0 != "." })
      let keys =
        table == "scores" ? "conversation_id, technique, behavior" : table == "calls" ? "conversation_id" : "rowid"
      let rows = try queue.read { try Row.fetchAll($0, sql: "SELECT * FROM \(table) ORDER BY \(keys)") }
      // A table with a primary key stands in the order of that.
      let own = lines.dropFirst().map { Tables.plain($0, excel: excel) }
      let expected = keys == "rowid" ? Array(own) : Tables.sorted(own, keys: keys == "conversation_id" ? 1 : 3)
      try #require(rows.count == expected.count, "\(name)")
      for (row, cells) in zip(rows, expected) {
        #expect(Array(row.columnNames) == columns.map(\.name))
        for (place, column) in columns.enumerated() {
          #expect(
            Tables.isSame(row[place] as DatabaseValue, cells[place], column.type),
            "\(name) \(column.name): \(row[place] as DatabaseValue) for “\(cells[place])”")
        }
      }
    }
  }

  @Test func keysAndReferencesHold() throws {
    let folder = try Tables.write(excel: false)
    defer { Tables.remove(folder) }
    let path = folder + "/tables.sqlite"
    try TableDatabase(folder: folder, schema: TableSchema.tables, excel: false).write(to: path)
    let queue = try DatabaseQueue(path: path)
    try queue.read { db in
      #expect(try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").isEmpty)
      #expect(try String.fetchOne(db, sql: "PRAGMA integrity_check") == "ok")
      #expect(try db.primaryKey("scores").columns == ["conversation_id", "technique", "behavior"])
      #expect(try db.foreignKeys(on: "evidence").map(\.destinationTable).sorted() == ["calls", "scores"])
      // The question that an analyst asks first uses an index.
      let plan = try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN SELECT * FROM calls WHERE team = 'North'")
      #expect(plan.contains { ($0["detail"] as String).contains("calls_by_team_agent_id") })
    }
  }

  @Test func sameTablesSameBytesAndRightsOfTheOtherOutputs() throws {
    let folder = try Tables.write(excel: false)
    defer { Tables.remove(folder) }
    let database = TableDatabase(folder: folder, schema: TableSchema.tables, excel: false)
    try database.write(to: folder + "/a.sqlite")
    try database.write(to: folder + "/b.sqlite")
    try database.write(to: folder + "/a.sqlite")
    #expect(try readWhole(folder + "/a.sqlite") == readWhole(folder + "/b.sqlite"))
    var facts = stat()
    #expect(unsafe stat(folder + "/a.sqlite", &facts) == 0 && facts.st_mode & 0o7 == 0)
    #expect(unsafe access(TableDatabase.temporary(for: folder + "/a.sqlite"), F_OK) != 0)
  }

  @Test func aCallThatStandsTwiceIsAnErrorAndTheOldFileStays() throws {
    let folder = try Tables.write(excel: false)
    defer { Tables.remove(folder) }
    try writeWhole(folder + "/old.sqlite", Array("old".utf8))
    let calls = try readWhole(folder + "/calls.csv")
    try writeWhole(folder + "/calls.csv", calls + (calls.split(separator: 0x0A).last ?? []) + [0x0A])
    do {
      try TableDatabase(folder: folder, schema: TableSchema.tables, excel: false).write(to: folder + "/old.sqlite")
      Issue.record("a key that is none was taken")
    } catch let failure as Failure {
      #expect(failure.status == .data && failure.problem.message.contains("calls.conversation_id"))
    }
    #expect(try readWhole(folder + "/old.sqlite") == Array("old".utf8))
  }

  @Test func aPlaceThatCantBeWrittenIsAnInputOutputError() throws {
    let folder = try Tables.write(excel: false)
    defer { Tables.remove(folder) }
    #expect(throws: Failure.self) {
      try TableDatabase(folder: folder, schema: TableSchema.tables, excel: false).write(to: folder + "/no/where.sqlite")
    }
  }
}
