public import Console
import Glibc
import Record

/// Tells a command of the user's how a run ended: one JSON object on its standard input.
public enum Notification {
  /// Sends it and waits. What the command does with it can't fail the run; it is only warned of.
  ///
  /// - Parameters:
  ///   - command: a line of shell; nil does nothing.
  ///   - result: nil where the run failed, with `message` saying why.
  public static func send(_ command: String?, status: ExitStatus, result: RunResult?, message: String) {
    guard let command else { return }
    do {
      let child = try start(command, json(status, result, message))
      let end = child.wait()
      if end != .exit(0) { throw Problem("notify: \(end.words)", hint: command) }
    } catch {
      Diagnostics.shared.warning((error as? Problem) ?? (error as? Failure)?.problem ?? Problem("notify failed"))
    }
  }

  /// The pipe is closed when this returns: a line of JSON fits into its buffer.
  private static func start(_ command: String, _ line: [UInt8]) throws -> Child {
    let input = try Pipe("notify")
    let child = try Child(
      "notify", ["/bin/sh", "-c", command], input: input.reading.descriptor.number, output: -1, errors: -1)
    try? input.writing.descriptor.write(line)
    return child
  }

  private static func json(_ status: ExitStatus, _ result: RunResult?, _ message: String) -> [UInt8] {
    var members: [JsonValue.Member] = [
      .init("sidetone", .string(version)), .init("exit_status", .whole(Int(status.rawValue))),
      .init("meaning", .string(status.meaning)), .init("message", .string(message)),
    ]
    if let result {
      members.append(.init("output", .string(result.output)))
      members += result.fields.map { .init($0.0, .whole(Int($0.1))) }
    }
    var sink = ByteSink()
    sink.append(json: .object(members))
    sink.append("\n")
    return sink.bytes
  }
}
