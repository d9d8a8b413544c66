internal import GRDB
import Glibc
import Record
import Synchronization

/// The scorecards of a job, input by input, in one SQLite file that only its owner may read.
///
/// It keeps a rollback journal rather than a write-ahead log: there is one writer and no reader beside it, a run writes its
/// new pages once instead of twice, nothing but the one file is left between runs, and it works on network file systems.
/// Freed pages are overwritten (`secure_delete`). Safe to use from several threads; all changes since `begin` become durable
/// together in `commit`, or not at all.
public final class HistoryFile: Sendable {
  public let path: String
  let queue: DatabaseQueue

  /// Opens a history, makes it where there is none, and brings an older one up to date.
  ///
  /// - Parameter creates: false throws `io` where there is no such file.
  /// - Throws: `HistoryError`.
  public init(path: String, creates: Bool = true) throws(HistoryError) {
    self.path = path
    try Self.makeFile(path, creates: creates)
    var configuration = Configuration()
    // A run is one transaction from its first scorecard to its last.
    configuration.allowsUnsafeTransactions = true
    configuration.prepareDatabase { database in
      // Of use only before the first page is written; later it would write one.
      if try Int.fetchOne(database, sql: "PRAGMA page_count") == 0 {
        try database.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL")
      }
      for pragma in ["journal_mode = DELETE", "secure_delete = ON", "temp_store = MEMORY", "cache_size = -16384"] {
        try database.execute(sql: "PRAGMA \(pragma)")
      }
    }
    queue = try Self.translating(path) { () throws in
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      try Self.checkKind(queue, path)
      if try queue.read({ try !Schema.migrator.hasCompletedMigrations($0) }) { try Schema.migrator.migrate(queue) }
      return queue
    }
  }

  /// Only its owner may read a history; SQLite gives its journal the same mode.
  private static func makeFile(_ path: String, creates: Bool) throws(HistoryError) {
    let number = unsafe open(path, O_RDWR | O_CLOEXEC | (creates ? O_CREAT : 0), 0o600)
    guard number >= 0 else {
      let reason = unsafe String(cString: strerror(errno))
      throw .io(
        Problem(file: path, "can't open the history: \(reason)", hint: "its folder must be there and be writable"))
    }
    close(number)
  }

  private static func checkKind(_ queue: DatabaseQueue, _ path: String) throws {
    let (kind, tables) = try queue.read { database in
      (
        try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0,
        try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
      )
    }
    if tables > 0, kind != Schema.applicationID {
      throw HistoryError.unusable(
        Problem(file: path, "this database is not a history of Sidetone's", hint: "give --history another path"))
    }
    if try queue.read({ try Schema.migrator.hasBeenSuperseded($0) }) {
      throw HistoryError.unusable(
        Problem(
          file: path, "the history was written by a newer version of Sidetone",
          hint: "use that version, or give --history another path"))
    }
  }

  // MARK: Transactions

  /// Begins a run's changes; nobody else can write until they are committed or dropped. Throws `HistoryError`.
  public func begin() throws(HistoryError) {
    try access { try $0.beginTransaction(.immediate) }
  }

  /// Makes the run's changes durable, all at once. Throws `HistoryError`.
  public func commit() throws(HistoryError) { try access { try $0.commit() } }

  /// Drops the run's changes. Throws `HistoryError`.
  public func rollback() throws(HistoryError) {
    try access { if $0.isInsideTransaction { try $0.rollback() } }
  }

  /// Looks over the whole file; the finding, or nil where all is well. Throws `HistoryError`.
  public func damage() throws(HistoryError) -> String? {
    let lines = try access { try String.fetchAll($0, sql: "PRAGMA integrity_check(5)") }
    return lines == ["ok"] ? nil : lines.joined(separator: "; ")
  }

  /// Gives freed pages back to the file system, in place: a history may be larger than memory. Not within a transaction.
  /// Throws `HistoryError`.
  public func compact() throws(HistoryError) {
    try access { try $0.execute(sql: "PRAGMA incremental_vacuum") }
  }

  func access<Result>(_ body: (Database) throws -> Result) throws(HistoryError) -> Result {
    try Self.translating(path) { () throws in try queue.inDatabase(body) }
  }

  /// Puts what SQLite says into the words of a run.
  private static func translating<Result>(_ path: String, _ body: () throws -> Result) throws(HistoryError) -> Result {
    do { return try body() } catch let error as HistoryError { throw error } catch let error as DatabaseError {
      throw translated(error, path)
    } catch { throw .io(Problem(file: path, "the history: \(error)")) }
  }

  private static func translated(_ error: DatabaseError, _ path: String) -> HistoryError {
    let what = error.message ?? "\(error.resultCode)"
    switch error.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      return .busy(
        Problem(file: path, "another run is writing to this history", hint: "wait for it, or give this one --history"))
    case .SQLITE_NOTADB, .SQLITE_CORRUPT, .SQLITE_MISMATCH:
      return .unusable(
        Problem(
          file: path, "the history can't be read: \(what)",
          hint: "put back a copy of it, or move it away: the next run reads all inputs again"))
    default:
      return .io(
        Problem(
          file: path, "the history can't be written or read: \(what)", hint: "nothing was changed; is the disk full?"))
    }
  }
}
