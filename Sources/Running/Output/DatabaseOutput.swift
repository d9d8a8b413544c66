import Aggregation
import TableDatabase

/// The SQLite file of a run: made from the tables that are about to be published.
struct DatabaseOutput {
  private let path: String
  private let tables: String
  private let excel: Bool

  /// Nil where the pipeline asks for none.
  init?(_ pipeline: Pipeline, _ folder: OutputFolder) {
    guard let wanted = pipeline.sqlite else { return nil }
    // A file inside the output folder is published with the folder.
    let prefix = folder.path + "/"
    path = wanted.hasPrefix(prefix) ? "\(folder.temporary)/\(wanted.dropFirst(prefix.count))" : wanted
    tables = folder.temporary
    excel = pipeline.excel
  }

  /// What a run that is stopped has to take away.
  var leftovers: [String] { [TableDatabase.temporary(for: path)] }

  /// Throws `Failure`, or what stopped the run.
  func write(_ stop: StopFlag) throws {
    try TableDatabase(folder: tables, schema: TableSchema.tables, excel: excel).write(to: path) { try stop.check() }
  }
}
