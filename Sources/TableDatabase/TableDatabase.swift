import Console
internal import GRDB
import Glibc
public import Record

/// Writes the finished tables of an output folder into one SQLite file, so that an analyst can query at once.
///
/// The tables and columns are those of the CSV files, in their order: whole numbers as INTEGER, other numbers and shares as REAL,
/// flags as 0 and 1, an empty cell as NULL, and texts without the apostrophe that keeps a spreadsheet from taking them for a
/// formula. Rows are streamed, so memory stays bounded; the file depends on nothing but the tables and the SQLite library.
public struct TableDatabase: Sendable {
  /// One table and the file it stands in.
  struct Source: Sendable {
    var name: String
    var columns: [SchemaField]
    var path: String
  }

  let sources: [Source]
  let excel: Bool

  /// - Parameters:
  ///   - folder: where the CSV files stand; a table whose file is missing was not asked for and is left out.
  ///   - schema: the tables' files and columns, conversations before what refers to them.
  ///   - excel: whether the files were written for spreadsheets, with long ids as formulas.
  public init(folder: String, schema: [(name: String, grain: String, columns: [SchemaField])], excel: Bool) {
    sources = schema.compactMap { table in
      let path = "\(folder)/\(table.name)"
      guard unsafe access(path, F_OK) == 0 else { return nil }
      return Source(name: String(table.name.prefix { $0 != "." }), columns: table.columns, path: path)
    }
    self.excel = excel
  }

  /// Writes the file under a temporary name beside its place and renames it, so that readers see the old one or the new one.
  ///
  /// - Parameter check: called every few thousand rows; what it throws ends the writing.
  /// - Throws: `Failure`: `io` where it can't be written, `data` where a table's key is not one.
  public func write(to path: String, check: () throws -> Void = {}) throws {
    let temporary = TableDatabase.temporary(for: path)
    _ = unsafe unlink(temporary)
    do {
      // Made here so that it has the rights of the other outputs from the first byte on.
      _ = try Descriptor.writing(temporary)
      try fill(temporary, shown: path, check)
      guard unsafe rename(temporary, path) == 0 else { throw systemFailure("can't put the database at", path) }
    } catch {
      _ = unsafe unlink(temporary)
      throw error
    }
  }

  /// The name that a file is written under until it is whole.
  public static func temporary(for path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return ".\(path).sidetone-new" }
    let name = path.index(after: slash)
    return "\(path[..<name]).\(path[name...]).sidetone-new"
  }

  private func fill(_ temporary: String, shown path: String, _ check: () throws -> Void) throws {
    do {
      var configuration = Configuration()
      configuration.foreignKeysEnabled = false
      configuration.prepareDatabase { db in
        // Nobody sees the file before it is whole, so a journal would guard nothing.
        try db.execute(
          sql: """
            PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
            PRAGMA cache_size = -32768; PRAGMA application_id = \(TableDatabase.applicationID);
            """)
      }
      let queue = try DatabaseQueue(path: temporary, configuration: configuration)
      try queue.write { db in
        for source in sources {
          try db.execute(sql: TableKeys.creation(of: source))
          try TableLoader(source, db, excel: excel).load(check)
        }
        for source in sources { for index in TableKeys.indexes(of: source) { try db.execute(sql: index) } }
      }
      try queue.close()
    } catch let error as DatabaseError {
      throw TableDatabase.failure(error, path)
    }
  }

  /// "SdTn", so that `file` and other programs can tell whose file it is.
  private static let applicationID = 0x5364_546E

  private static func failure(_ error: DatabaseError, _ path: String) -> Failure {
    let message = error.message ?? "\(error.resultCode)"
    guard error.resultCode == .SQLITE_CONSTRAINT else {
      return Failure(.io, Problem(file: path, "can't write the database: \(message)"))
    }
    return Failure(
      .data,
      Problem(
        file: path, "a row stands twice in the tables: \(message)",
        hint: "the database needs each conversation once; sidetone-normalize drops repeated ones"))
  }
}
