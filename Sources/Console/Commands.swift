public import ArgumentParser
import CHeap
import Glibc
import Record

/// Runs a command with the house's manners: a closed pipe is a quiet success, errors are one line, exit codes mean something.
///
/// Call it from the `main` of a `@main` command: `static func main() { start(Self.self) }`.
public func start(_ type: (some ParsableCommand).Type) -> Never {
  heap_map_large_blocks()
  signal(SIGPIPE, SIG_IGN)
  // A file that may not grow is an error of `write`, to be told and cleaned up after.
  signal(SIGXFSZ, SIG_IGN)
  // Archive members with non-ASCII names are lost in the C locale; nothing else of the locale is taken.
  _ = unsafe setlocale(LC_CTYPE, "C.UTF-8")
  do {
    var command = try type.parseAsRoot()
    try command.run()
    exit(ExitStatus.done.rawValue)
  } catch {
    guard let status = report(error) else { type.exit(withError: error) }
    exit(status.rawValue)
  }
}

/// Says an error on standard error and gives its exit status; nil for those that ArgumentParser has to say itself.
public func report(_ error: any Error) -> ExitStatus? {
  switch error {
  case let status as ExitStatus:
    return status
  case is ClosedPipe:
    return .done
  case let failure as Failure:
    Diagnostics.shared.error(failure.problem)
    return failure.status
  case let problem as Problem:
    Diagnostics.shared.error(problem)
    return .data
  case let problems as Problems:
    for problem in problems.all { Diagnostics.shared.error(problem) }
    return .data
  default:
    return nil
  }
}
