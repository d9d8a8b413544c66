import Console
import Glibc
import Record

/// The few things that a run does to folders.
enum Folders {
  /// Makes a folder and those above it that lack. Throws `Failure`.
  static func make(_ path: String, mode: mode_t) throws {
    if unsafe mkdir(path, mode) == 0 || errno == EEXIST { return }
    guard errno == ENOENT, path.contains("/"), path != "/" else { throw cannotMake(path) }
    try make(OutputFolder.split(path).parent, mode: 0o755)
    guard unsafe mkdir(path, mode) == 0 || errno == EEXIST else { throw cannotMake(path) }
  }

  /// A place that is not there is no missing input.
  private static func cannotMake(_ path: String) -> Failure {
    var failure = systemFailure("can't make the folder", path)
    failure.status = .io
    return failure
  }

  /// Names in a folder, bytewise sorted, without `.` and `..`. Throws `Failure`.
  static func list(_ path: String) throws -> [String] {
    guard let folder = unsafe opendir(path) else { throw systemFailure("can't read the folder", path) }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        unsafe tuple.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
  }

  /// Paths and sizes of all files under a folder, by path. Throws `Failure`.
  static func files(_ path: String, below prefix: String = "") throws -> [(name: String, bytes: Int64)] {
    var found: [(name: String, bytes: Int64)] = []
    for name in try list(path) {
      var facts = stat()
      guard unsafe stat("\(path)/\(name)", &facts) == 0 else { throw systemFailure("can't look at", "\(path)/\(name)") }
      if facts.st_mode & S_IFMT == S_IFDIR {
        found += try files("\(path)/\(name)", below: "\(prefix)\(name)/")
      } else {
        found.append(("\(prefix)\(name)", Int64(facts.st_size)))
      }
    }
    return found
  }

  /// Removes a file or a folder with all in it, as far as it can.
  static func remove(_ path: String) {
    if unsafe unlink(path) == 0 { return }
    for name in (try? list(path)) ?? [] { remove("\(path)/\(name)") }
    unsafe rmdir(path)
  }
}
