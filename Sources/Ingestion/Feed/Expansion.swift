import Glibc
import Record

/// Turns the arguments of a run into files: folders are walked, the order is bytewise by path, whatever was given first.
enum Expansion {
  /// What an operating system or a spreadsheet leaves behind, and recordings, which hold no text.
  static func isIgnored(name: some StringProtocol) -> Bool {
    if name.hasPrefix(".") || name.hasPrefix("~$") || name == "Thumbs.db" || name == "__MACOSX" { return true }
    let lower = name.lowercased()
    return [".wav", ".mp3", ".ogg", ".opus", ".m4a", ".flac"].contains { lower.hasSuffix($0) }
  }

  /// - Throws: `IngestError.noSuchInput` for a path that isn't there.
  static func files(of inputs: [String]) throws(IngestError) -> [InputFile] {
    var found: [String: Int64] = [:]
    for input in inputs {
      if input == "-" {
        found[OpenFile.standardInput] = 0
        continue
      }
      var status = stat()
      guard unsafe stat(input, &status) == 0 else {
        throw .noSuchInput(OpenFile.problem(input, "cannot be read"))
      }
      if status.st_mode & S_IFMT == S_IFDIR {
        walk(withoutTrailingSlash(input), depth: 0, into: &found)
      } else {
        found[input] = Int64(status.st_size)
      }
    }
    return found.keys.sorted(by: precedes)
      .map { InputFile(path: $0, bytes: found[$0] ?? 0) }
  }

  /// Whether a path whose own status is known is a file, or a link to one; then the status is the file's.
  private static func isFile(_ path: String, _ status: inout stat) -> Bool {
    if status.st_mode & S_IFMT == S_IFREG { return true }
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// Bytewise; a folder of ten thousand files asks often.
  private static func precedes(_ left: String, _ right: String) -> Bool {
    var (left, right) = (left, right)
    return left.withUTF8 { left in
      right.withUTF8 { right in
        guard let first = left.baseAddress, let second = right.baseAddress else { return left.count < right.count }
        let order = unsafe memcmp(first, second, min(left.count, right.count))
        return order == 0 ? left.count < right.count : order < 0
      }
    }
  }

  private static func withoutTrailingSlash(_ path: String) -> String {
    var path = path[...]
    while path.count > 1 && path.hasSuffix("/") { path.removeLast() }
    return String(path)
  }

  /// Links to folders are not followed, so that a loop can't be walked; links to files are.
  private static func walk(_ folder: String, depth: Int, into found: inout [String: Int64]) {
    guard depth < 64, let handle = unsafe opendir(folder) else { return }
    defer { unsafe closedir(handle) }
    let descriptor = unsafe dirfd(handle)
    while let entry = unsafe readdir(handle) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name == "." || name == ".." || isIgnored(name: name) { continue }
      let path = folder == "/" ? "/\(name)" : "\(folder)/\(name)"
      var status = stat()
      guard unsafe fstatat(descriptor, &entry.pointee.d_name.0, &status, AT_SYMLINK_NOFOLLOW) == 0 else { continue }
      if status.st_mode & S_IFMT == S_IFDIR {
        walk(path, depth: depth + 1, into: &found)
      } else if isFile(path, &status) {
        found[path] = Int64(status.st_size)
      }
    }
  }
}
