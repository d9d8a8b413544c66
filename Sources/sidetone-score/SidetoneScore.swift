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

  @Option(name: [.short, .long], help: "Where to write; - is standard output.")
  var output = "-"

  @Option(help: "The rubric's main file; the built-in rubric if left out.")
  var rubric: String?

  @Flag(help: "Write, for each turn, its behaviors and cues instead of scorecards.")
  var turns = false

  @Option(help: "How many blocks are scored at once; the output does not depend on it.")
  var lanes = 1

  @Flag(help: "Stop at the first line that can't be read.")
  var strict = false

  @Flag(name: [.short, .long], help: "No closing line.")
  var quiet = false

  static func main() { start(Self.self) }

  mutating func validate() throws {
    if lanes < 1 { throw ValidationError("--lanes is 1 or more") }
  }

  mutating func run() throws {
    Diagnostics.shared.configure(style: .text, quiet: quiet)
    var filter = ScoreFilter(rubric: try loaded(), turns: turns, lanes: lanes)
    var output = try BufferedOutput(path: self.output)
    try output.write(filter.head)
    for path in inputs {
      var reader = try LineReader(path: path)
      var isAtEnd = false
      while !isAtEnd {
        filter.beginRound(source: path == "-" ? "<stdin>" : path)
        for lane in 0..<lanes where !isAtEnd { isAtEnd = try !filter.read(&reader, lane: lane) }
        filter.run()
        try write(filter, to: &output)
      }
    }
    try output.flush()
    let tail = "\(grouped(filter.scored)) scored, \(grouped(filter.rejected)) rejected"
    Diagnostics.shared.info("sidetone-score: \(grouped(filter.scored + filter.rejected)) read, \(tail)")
  }

  private func write(_ filter: ScoreFilter, to output: inout BufferedOutput) throws {
    for lane in 0..<filter.filled {
      try output.write(filter.text(lane))
      if strict, let reject = filter.ownReject(lane) {
        try output.flush()
        throw Problem(
          file: reject.sourceRef, "\(reject.detail) (\(reject.reason))", hint: "leave out --strict to go on")
      }
    }
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
