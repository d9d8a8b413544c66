import Console
import Glibc
import Record

/// An exclusive lock as a file that lives as long as the run; the system lets go of it however the run ends.
final class FolderLock {
  let path: String
  private let descriptor: Descriptor

  /// Throws `Failure` (`locked`) where another run holds it.
  init(_ path: String, for what: String) throws {
    self.path = path
    while true {
      let number = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
      guard number >= 0 else { throw systemFailure("can't make the lock file", path) }
      let descriptor = Descriptor(owning: number, path: path)
      guard flock(number, LOCK_EX | LOCK_NB) == 0 else {
        throw Failure(
          .locked, Problem(file: what, "another run is writing here", hint: "wait for it, or give this one --output"))
      }
      // Its owner may have unlinked it between our open and our lock; then it locks nothing.
      if Self.isSame(number, path) {
        self.descriptor = descriptor
        return
      }
    }
  }

  deinit { unsafe unlink(path) }

  private static func isSame(_ number: Int32, _ path: String) -> Bool {
    var (held, named) = (stat(), stat())
    return unsafe fstat(number, &held) == 0 && stat(path, &named) == 0 && held.st_ino == named.st_ino
  }
}
