import Console
import Dispatch
import Glibc
import Record
import Synchronization

/// Ends a run cleanly on `SIGTERM`, `SIGINT` and `SIGHUP`: lanes stop at the next unit, children are ended, the temporary
/// folder goes away, the old output stands.
///
/// The handler writes to a pipe that a queue watches. Dispatch's own signal sources need the signal ignored beforehand, and
/// what came until they were ready was lost: a busy machine went on with a run that was told to stop.
final class StopSignals {
  private static let numbers = [SIGTERM, SIGINT, SIGHUP]
  private let source: any DispatchSourceRead

  /// - Parameter leftovers: what must go away even where lanes don't come to their end.
  /// - Throws: a `Problem` where the system gives no pipe.
  init(_ stop: StopFlag, leftovers: [String]) throws {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else {
      throw Problem("no pipe for signals: \(unsafe String(cString: strerror(errno)))")
    }
    let (readEnd, writeEnd) = (ends[0], ends[1])
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    let queue = DispatchQueue(label: "sidetone.signals")
    source = DispatchSource.makeReadSource(fileDescriptor: readEnd, queue: queue)
    source.setEventHandler {
      var byte: UInt8 = 0
      guard unsafe read(readEnd, &byte, 1) == 1 else { return }
      let interrupted = Interrupted(signal: Int32(byte))
      stop.stop(interrupted)
      ChildRegistry.shared.terminateAll()
      // A lane may be blocked where no flag reaches it (a pipe that nobody feeds).
      queue.asyncAfter(deadline: .now() + .milliseconds(400)) {
        for path in leftovers { Folders.remove(path) }
        interrupted.die()
      }
    }
    source.setCancelHandler {
      close(readEnd)
      close(writeEnd)
    }
    source.resume()
    SignalPipe.writeEnd.store(writeEnd, ordering: .sequentiallyConsistent)
    // Whoever started the process may have had them blocked, which is inherited.
    var mask = sigset_t()
    unsafe sigemptyset(&mask)
    for number in Self.numbers {
      unsafe sigaddset(&mask, number)
      var action = sigaction()
      unsafe action.__sigaction_handler.sa_handler = { SignalPipe.tell($0) }
      action.sa_flags = Int32(SA_RESTART)
      unsafe sigaction(number, &action, nil)
    }
    unsafe pthread_sigmask(SIG_UNBLOCK, &mask, nil)
  }

  /// Signals mean again what they meant before.
  func stop() {
    for number in Self.numbers { signal(number, SIG_DFL) }
    SignalPipe.writeEnd.store(-1, ordering: .sequentiallyConsistent)
    source.cancel()
  }
}

/// What a signal handler may touch: nothing but a number and a pipe.
private enum SignalPipe {
  static let writeEnd = Atomic<Int32>(-1)

  static func tell(_ number: Int32) {
    let saved = errno
    var byte = UInt8(truncatingIfNeeded: number)
    unsafe _ = write(writeEnd.load(ordering: .sequentiallyConsistent), &byte, 1)
    errno = saved
  }
}

/// The run was told to stop.
public struct Interrupted: Error, Sendable {
  let signal: Int32

  /// Ends the process by the same signal, so that whoever started it sees why.
  public func die() -> Never {
    Glibc.signal(signal, SIG_DFL)
    // Dispatch blocks the signals that it watches.
    var mask = sigset_t()
    unsafe sigemptyset(&mask)
    unsafe sigaddset(&mask, signal)
    unsafe pthread_sigmask(SIG_UNBLOCK, &mask, nil)
    raise(signal)
    exit(128 + signal)
  }
}
