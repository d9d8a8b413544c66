import Console
import Dispatch
import Glibc
import Record

/// Ends a run cleanly on `SIGTERM`, `SIGINT` and `SIGHUP`: lanes stop at the next unit, children are ended, the temporary
/// folder goes away, the old output stands.
final class StopSignals {
  private var sources: [any DispatchSourceSignal] = []

  /// - Parameter leftovers: what must go away even where lanes don't come to their end.
  init(_ stop: StopFlag, leftovers: [String]) {
    let queue = DispatchQueue(label: "sidetone.signals")
    for number in [SIGTERM, SIGINT, SIGHUP] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        stop.stop(Interrupted(signal: number))
        ChildRegistry.shared.terminateAll()
        // A lane may be blocked where no flag reaches it (a pipe that nobody feeds).
        queue.asyncAfter(deadline: .now() + .milliseconds(400)) {
          for path in leftovers { Folders.remove(path) }
          Interrupted(signal: number).die()
        }
      }
      source.resume()
      sources.append(source)
    }
  }

  /// Signals mean again what they meant before.
  func stop() {
    for source in sources { source.cancel() }
    sources = []
    for number in [SIGTERM, SIGINT, SIGHUP] { signal(number, SIG_DFL) }
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
