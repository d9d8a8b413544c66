import Record

@testable import Scoring

/// A rubric from texts instead of files.
enum SmallRubric {
  static func compiled(_ files: [String: String]) throws -> Rubric {
    let diagnostics = RubricDiagnostics()
    let rubric = Rubric.compile("core.yaml", files: { files[$0].map { Array($0.utf8) } }, diagnostics)
    guard diagnostics.problems.isEmpty, let rubric else { throw RubricProblems(problems: diagnostics.problems) }
    return rubric
  }

  static func compiled(_ text: String) throws -> Rubric { try compiled(["core.yaml": head + text]) }

  /// What is wrong with a rubric, as it would be printed.
  static func problems(_ text: String) -> String {
    do {
      _ = try compiled(text)
      return ""
    } catch {
      return "\(error)"
    }
  }

  static let head = "rubric: 1\nname: small\nversion: \"1\"\n"

  /// The conversation of an example text, scored.
  static func score(_ rubric: Rubric, _ example: String) -> (batch: Batch, sheet: ScoreSheet) {
    var batch = Batch()
    _ = ExampleReader.append(example, to: &batch)
    var sheet = ScoreSheet(behaviorCount: 0)
    var scorer = Scorer(rubric: rubric)
    scorer.score(batch, into: &sheet)
    return (batch, sheet)
  }
}
