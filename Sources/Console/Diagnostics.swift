public import Record
import Synchronization

/// One-line messages on standard error, as editors read them; or one JSON object a line.
///
/// One for the whole process: several lanes may speak at once, a progress line is wiped and drawn again around each.
public final class Diagnostics: Sendable {
  public enum Style: Sendable { case text, json }
  public enum Level: String, Sendable { case error, warning, info, progress }

  /// The process's own.
  public static let shared = Diagnostics()

  private struct State {
    var style = Style.text
    var isQuiet = false
    var statusLine = ""
    var counts = [Level: Int]()
  }
  private let state = Mutex(State())

  /// Quiet leaves only errors and warnings.
  public func configure(style: Style, quiet: Bool) {
    state.withLock {
      $0.style = style
      $0.isQuiet = quiet
    }
  }

  public var style: Style { state.withLock { $0.style } }
  public var isQuiet: Bool { state.withLock { $0.isQuiet } }

  /// Says an error: `place: error: what; way out`.
  public func error(_ problem: Problem) { say(.error, problem.description, problem: problem) }

  /// Says a warning in the same form.
  public func warning(_ problem: Problem) {
    var text = problem.description
    if let range = text.firstRange(of: "error: ") { text.replaceSubrange(range, with: "warning: ") }
    say(.warning, text, problem: problem)
  }

  /// Says a line of news (the closing line, say), with its figures for `--json-log`; nothing under `--quiet`.
  public func info(_ text: String, fields: [(String, Int64)] = []) {
    if !isQuiet { say(.info, text, fields: fields) }
  }

  /// Draws or replaces the status line at the bottom of a terminal; empty wipes it.
  public func status(_ line: String) {
    state.withLock {
      guard line != $0.statusLine else { return }
      $0.statusLine = line
      Self.put("\r\u{1B}[K\(line)")
    }
  }

  /// Says a status line that was asked for (`SIGUSR1`), quiet or not.
  public func say(progress line: String) { say(.progress, line) }

  private func say(_ level: Level, _ text: String, problem: Problem? = nil, fields: [(String, Int64)] = []) {
    state.withLock {
      $0.counts[level, default: 0] += 1
      let line = $0.style == .json ? Self.json(level, text, problem, fields) : text
      let status = $0.statusLine
      Self.put(status.isEmpty ? "\(line)\n" : "\r\u{1B}[K\(line)\n\(status)")
    }
  }

  private static func json(_ level: Level, _ text: String, _ problem: Problem?, _ fields: [(String, Int64)]) -> String {
    var line = "{\"time\":\"\(utcNow())\",\"level\":\"\(level.rawValue)\""
    if let problem {
      line += ",\"message\":\(quoted(problem.message))"
      if !problem.file.isEmpty { line += ",\"file\":\(quoted(problem.file))" }
      if problem.line > 0 { line += ",\"line\":\(problem.line)" }
      if problem.column > 0 { line += ",\"column\":\(problem.column)" }
      if !problem.hint.isEmpty { line += ",\"hint\":\(quoted(problem.hint))" }
    } else {
      line += ",\"message\":\(quoted(text))"
    }
    for (name, value) in fields { line += ",\"\(name)\":\(value)" }
    return line + "}"
  }

  private static func put(_ text: String) {
    try? Descriptor(standardError: ()).write(Array(text.utf8))
  }
}

/// A JSON string literal.
public func quoted(_ text: String) -> String {
  var out = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": out += "\\\""
    case "\\": out += "\\\\"
    case "\n": out += "\\n"
    case "\t": out += "\\t"
    case "\r": out += "\\r"
    case _ where scalar.value < 0x20:
      let digits = String(scalar.value, radix: 16)
      out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: out.unicodeScalars.append(scalar)
    }
  }
  return out + "\""
}
