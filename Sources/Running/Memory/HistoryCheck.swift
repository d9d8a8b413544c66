import Console
import Glibc
import History
import Record

/// Looks over a job's history.
enum HistoryCheck {
  static func check(_ path: String) -> Doctor.Check {
    if unsafe access(path, F_OK) != 0 {
      return Doctor.Check(name: "history", isWell: true, finding: "\(path) is not there yet: the first run makes it")
    }
    do {
      return try look(path)
    } catch {
      let problem = (error as? Failure)?.problem
      return Doctor.Check(name: "history", isWell: false, finding: problem.map { "\($0)" } ?? "\(path): \(error)")
    }
  }

  private static func look(_ path: String) throws -> Doctor.Check {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { throw systemFailure("can't look at", path) }
    guard status.st_mode & 0o077 == 0 else {
      throw Failure(.data, Problem(file: path, "others than its owner can read it", hint: "chmod 600 \(path)"))
    }
    return try remembering { () throws(HistoryError) in
      let history = try HistoryFile(path: path, creates: false)
      if let damage = try history.damage() {
        throw .unusable(Problem(file: path, "it is damaged: \(damage)", hint: "put back a copy of it"))
      }
      let (inputs, conversations) = (try history.inputs().count, try history.conversations())
      return Doctor.Check(
        name: "history", isWell: true,
        finding: "\(path) is whole: \(counted(Int64(conversations), "conversation")) of "
          + "\(counted(Int64(inputs), "input")), \(byteCount(Int64(status.st_size)))")
    }
  }
}
