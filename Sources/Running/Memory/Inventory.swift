import Console
import Glibc
import History
import Ingestion
import Record

/// The inputs as they lie there before a run, each with the hash of its contents.
struct Inventory {
  struct Entry {
    var file: InputFile
    /// Nil where it can't be read; the run will say why.
    var hash: String?
    /// What the file system said before the contents were looked at.
    var facts: FileFacts?
  }

  /// Bytewise by path.
  private(set) var entries: [Entry] = []

  /// Hashes all contents but those of files that look the same as when `known` was read.
  ///
  /// - Throws: `Failure` where an input is not there, or is standard input, which can't be read twice.
  init(_ inputs: [String], known: [String: RememberedInput] = [:]) throws {
    for file in try ingesting({ try IngestFeed.list(inputs) }) {
      if inputs.contains("-"), file.path == "<stdin>" {
        throw Failure(
          .usage,
          Problem("standard input can't be remembered", hint: "give files, or run without --history and --if-changed"))
      }
      let facts = Self.facts(of: file.path)
      let isSame = facts != nil && known[file.path]?.facts == facts
      let hash = isSame ? known[file.path]?.hash : try? IngestFeed.contentHash(of: file.path)
      entries.append(Entry(file: file, hash: hash, facts: facts))
    }
  }

  /// Nil where the file was changed so lately that it could change again without looking different, and where it is not there.
  static func facts(of path: String) -> FileFacts? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    var now = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &now)
    guard max(status.st_mtim.tv_sec, status.st_ctim.tv_sec) + 2 < now.tv_sec else { return nil }
    return FileFacts(
      bytes: Int64(status.st_size), modified: nanoseconds(status.st_mtim), changed: nanoseconds(status.st_ctim),
      inode: Int64(truncatingIfNeeded: status.st_ino))
  }

  private static func nanoseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}

/// Turns what the history throws into failures with their exit statuses.
func remembering<Result>(_ body: () throws(HistoryError) -> Result) throws -> Result {
  do { return try body() } catch {
    switch error {
    case .busy(let problem): throw Failure(.locked, problem)
    case .io(let problem): throw Failure(.io, problem)
    case .unusable(let problem): throw Failure(.data, problem)
    }
  }
}
