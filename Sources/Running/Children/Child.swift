import Console
import Glibc
import Record
import Synchronization

/// A child process with pipes on its three streams, in a process group of its own so that it can be ended with all it started.
///
/// `posix_spawn` rather than fork: no Foundation, half a millisecond, and nothing of the lanes' threads is copied.
final class Child: Sendable {
  /// Held while a child starts, and while a descriptor is briefly inheritable.
  static let spawning = Mutex(())

  let name: String
  let pid: pid_t

  /// How a child ended.
  enum End: Sendable, Equatable {
    case exit(Int32)
    case signal(Int32)

    var words: String {
      switch self {
      case .exit(let status): "exit status \(status)"
      case .signal(let number): "signal \(number) (\(Self.name(of: number)))"
      }
    }

    private static func name(of number: Int32) -> String {
      let names = [
        SIGHUP: "SIGHUP", SIGINT: "SIGINT", SIGQUIT: "SIGQUIT", SIGILL: "SIGILL", SIGABRT: "SIGABRT", SIGFPE: "SIGFPE",
        SIGKILL: "SIGKILL", SIGSEGV: "SIGSEGV", SIGPIPE: "SIGPIPE", SIGTERM: "SIGTERM", SIGBUS: "SIGBUS",
        SIGTRAP: "SIGTRAP",
      ]
      return names[number] ?? "unknown"
    }
  }

  /// Starts a program, looked up in `PATH`.
  ///
  /// - Parameters:
  ///   - name: what messages call it.
  ///   - arguments: the program first.
  ///   - input, output, errors: descriptors that become its streams; -1 is `/dev/null` for input and ours for the others.
  /// - Throws: `Failure` (`stage`) where it can't be started.
  init(_ name: String, _ arguments: [String], input: Int32, output: Int32, errors: Int32) throws {
    self.name = name
    // A child that stops reading must be an error of `write`, not our end.
    signal(SIGPIPE, SIG_IGN)
    var actions = unsafe posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawnattr_init(&attributes)
    defer {
      unsafe posix_spawn_file_actions_destroy(&actions)
      unsafe posix_spawnattr_destroy(&attributes)
    }
    if input >= 0 {
      unsafe posix_spawn_file_actions_adddup2(&actions, input, 0)
    } else {
      unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    }
    if output >= 0 { unsafe posix_spawn_file_actions_adddup2(&actions, output, 1) }
    if errors >= 0 { unsafe posix_spawn_file_actions_adddup2(&actions, errors, 2) }
    // The parent ignores SIGPIPE and handles SIGTERM; children start with the system's defaults.
    var defaults = sigset_t()
    unsafe sigemptyset(&defaults)
    for signal in [SIGPIPE, SIGXFSZ, SIGTERM, SIGINT, SIGHUP, SIGUSR1] { unsafe sigaddset(&defaults, signal) }
    unsafe posix_spawnattr_setsigdefault(&attributes, &defaults)
    var unblocked = sigset_t()
    unsafe sigemptyset(&unblocked)
    unsafe posix_spawnattr_setsigmask(&attributes, &unblocked)
    unsafe posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP
    unsafe posix_spawnattr_setflags(&attributes, Int16(flags))

    var words: [UnsafeMutablePointer<CChar>?] = unsafe arguments.map { unsafe strdup($0) } + [nil]
    defer { unsafe words.forEach { unsafe free($0) } }
    var pid: pid_t = 0
    let code = Self.spawning.withLock { _ in
      unsafe posix_spawnp(&pid, arguments[0], &actions, &attributes, &words, environ)
    }
    guard code == 0 else {
      let reason = unsafe String(cString: strerror(code))
      throw Failure(
        .stage,
        Problem("stage \"\(name)\" can't be started: \(arguments[0]): \(reason)", hint: "check its path and PATH"))
    }
    self.pid = pid
    ChildRegistry.shared.add(pid)
  }

  /// Waits for its end.
  func wait() -> End {
    var status: Int32 = 0
    while unsafe waitpid(pid, &status, 0) < 0, errno == EINTR {}
    ChildRegistry.shared.remove(pid)
    let signal = status & 0x7F
    return signal == 0 ? .exit(status >> 8 & 0xFF) : .signal(signal)
  }

  /// Asks it and what it started to end.
  func terminate() { _ = kill(-pid, SIGTERM) }
}
