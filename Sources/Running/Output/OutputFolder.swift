import Console
import Glibc
import Record

/// The output folder of a run: written beside its place under a temporary name, put there at the end in one step.
///
/// A lock file keeps a second run away. Whoever holds it may clear away what killed runs have left. Readers see the old
/// folder or the new one, never half of one.
final class OutputFolder {
  /// Where files are written until `publish`.
  let temporary: String
  /// Where they will stand.
  let path: String
  private let lock: FolderLock
  private var isPublished = false

  /// Takes the lock, clears what killed runs left, makes the temporary folder.
  ///
  /// - Throws: `Failure`: `locked` where another run is at it, `io` where the folder can't be made, `data` where the
  ///   place is taken by something that Sidetone did not write.
  init(_ path: String) throws {
    let path = Self.withoutTrailingSlash(path)
    self.path = path
    let (parent, name) = Self.split(path)
    if unsafe access(parent, F_OK) != 0 { try Folders.make(parent, mode: 0o755) }
    try Self.checkPlace(path)
    lock = try FolderLock("\(parent)/.\(name).sidetone-lock", for: path)
    for stale in try Folders.list(parent) where stale.hasPrefix(".\(name).sidetone-new-") {
      Folders.remove("\(parent)/\(stale)")
    }
    temporary = "\(parent)/.\(name).sidetone-new-\(getpid())"
    try Folders.make(temporary, mode: 0o750)
  }

  /// What a run that ends without publishing has to take away.
  var leftovers: [String] { [temporary, lock.path] }

  deinit { if !isPublished { Folders.remove(temporary) } }

  /// Puts the folder in its place: exchanged with the old one in one step where the file system can, which all of Linux's
  /// own do; the old one is then removed. Throws `Failure`.
  func publish() throws {
    isPublished = true
    if unsafe access(path, F_OK) != 0 {
      guard unsafe rename(temporary, path) == 0 else { throw systemFailure("can't put the output at", path) }
      return
    }
    if exchange(temporary, path) == 0 { return Folders.remove(temporary) }
    let old = temporary + ".old"
    guard unsafe rename(path, old) == 0, unsafe rename(temporary, path) == 0 else {
      throw systemFailure("can't replace the output at", path)
    }
    Folders.remove(old)
  }

  /// Never replaces a folder that holds something else than a run's output.
  private static func checkPlace(_ path: String) throws {
    guard unsafe access(path, F_OK) == 0 else { return }
    let entries = try Folders.list(path)
    if !entries.isEmpty, !entries.contains("manifest.json") {
      throw Failure(
        .data,
        Problem(
          file: path, "the output folder holds files that are not Sidetone's (no manifest.json)",
          hint: "choose an empty or new folder with --output"))
    }
  }

  private static func withoutTrailingSlash(_ path: String) -> String {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
  }

  static func split(_ path: String) -> (parent: String, name: String) {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
    let parent = String(path[..<slash])
    return (parent.isEmpty ? "/" : parent, String(path[path.index(after: slash)...]))
  }
}

/// `renameat2` with `RENAME_EXCHANGE`, which Glibc's overlay does not name.
@_silgen_name("renameat2")
private func renameat2(
  _ oldFolder: Int32, _ old: UnsafePointer<CChar>, _ newFolder: Int32, _ new: UnsafePointer<CChar>, _ flags: UInt32
) -> Int32

private func exchange(_ left: String, _ right: String) -> Int32 {
  unsafe left.withCString { left in
    unsafe right.withCString { right in unsafe renameat2(AT_FDCWD, left, AT_FDCWD, right, 2) }
  }
}
