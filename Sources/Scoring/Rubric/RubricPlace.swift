public import Record

/// Where something stands in a rubric's files.
struct RubricPlace: Hashable, Sendable {
  var file: String
  var line: Int
  var column: Int

  func problem(_ message: String, hint: String = "") -> Problem {
    Problem(file: file, line: line, column: column, message, hint: hint)
  }
}

/// Everything that is wrong with a rubric: all of it, so that one round of repair is enough.
public struct RubricProblems: Error, Sendable, CustomStringConvertible {
  public let problems: [Problem]
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}

/// Gathers problems while a rubric is read.
final class RubricDiagnostics {
  private(set) var problems: [Problem] = []

  func add(_ place: RubricPlace, _ message: String, hint: String = "") {
    let problem = place.problem(message, hint: hint)
    if !problems.contains(problem) { problems.append(problem) }
  }

  func add(_ problem: Problem) { problems.append(problem) }
}
