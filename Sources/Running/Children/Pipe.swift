import Console
import Glibc
import Record
import Synchronization

/// A pipe whose ends close themselves and are not inherited.
struct Pipe {
  let reading: OpenFile
  let writing: OpenFile

  /// Throws `Failure`.
  init(_ name: String) throws {
    var ends: [Int32] = [0, 0]
    // Glibc's overlay has no pipe2: between `pipe` and `fcntl` no child may start.
    let isMade = Child.spawning.withLock { _ in
      unsafe pipe(&ends) == 0 && fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0 && fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0
    }
    guard isMade else { throw systemFailure("can't make a pipe", name) }
    // A megabyte each, where the system lets us: fewer switches between the processes.
    _ = fcntlSetPipeSize(ends[1], 1 << 20)
    reading = OpenFile(Descriptor(owning: ends[0], path: name))
    writing = OpenFile(Descriptor(owning: ends[1], path: name))
  }
}

/// `F_SETPIPE_SZ`, which the Glibc overlay does not name.
private func fcntlSetPipeSize(_ descriptor: Int32, _ bytes: Int32) -> Int32 { fcntl(descriptor, 1031, bytes) }
