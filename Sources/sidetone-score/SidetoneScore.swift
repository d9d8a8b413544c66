import ArgumentParser
import Console
import Record
import Scoring

@main
struct SidetoneScore: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sidetone-score",
    abstract: "Scores conversations (NDJSON in) against a rubric: scorecards with evidence (NDJSON out).",
    discussion: """
      sidetone-score < conversations.ndjson > scorecards.ndjson
      sidetone-score --turns conversations.ndjson     which behaviors' evidence and which cues stand in each turn

      The first line of the output is the rubric's catalog. Lines that can't be read, and rejects of earlier stages,
      stand in the output as such, in their places.
      """)

  @Argument(help: "NDJSON files of conversations; - is standard input.")
  var inputs: [String] = ["-"]

  @Option(help: "The rubric's main file; the built-in rubric if left out.")
  var rubric: String?

  @Flag(help: "Write, for each turn, its behaviors and cues instead of scorecards.")
  var turns = false

  @OptionGroup var filter: FilterOptions

  static func main() { start(Self.self) }

  func run() throws {
    Diagnostics.shared.configure(style: .text, quiet: filter.quiet)
    let work = try ScoreFilter(
      inputs, rubric: try loaded(), turns: turns, isStrict: filter.strict, output: filter.output)
    try work.run(lanes: filter.lanes.count)
    try work.finish()
    let tail = "\(grouped(work.scored)) scored, \(grouped(work.rejected)) rejected"
    Diagnostics.shared.info("sidetone-score: \(grouped(work.scored + work.rejected)) read, \(tail)")
  }

  private func loaded() throws -> Rubric {
    do {
      return try Rubric.load(path: rubric)
    } catch let error as RubricProblems {
      for problem in error.problems { Diagnostics.shared.error(problem) }
      throw ExitStatus.data
    }
  }
}
