import Glibc
import Synchronization

/// The children that live, so that a run that is told to stop can take them along.
final class ChildRegistry: Sendable {
  static let shared = ChildRegistry()
  private let pids = Mutex<[pid_t]>([])

  func add(_ pid: pid_t) { pids.withLock { $0.append(pid) } }
  func remove(_ pid: pid_t) { pids.withLock { $0.removeAll { $0 == pid } } }

  /// Ends them all, with what they started.
  func terminateAll() { pids.withLock { for pid in $0 { _ = kill(-pid, SIGTERM) } } }
}
