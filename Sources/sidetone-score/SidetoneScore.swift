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
      """)

  @Argument(help: "NDJSON files of conversations; - is standard input.")
  var inputs: [String] = ["-"]

  @Option(name: [.short, .long], help: "Where to write; - is standard output.")
  var output = "-"

  @Option(help: "The rubric's main file; the built-in rubric if left out.")
  var rubric: String?

  @Flag(help: "Write, for each turn, its behaviors and cues instead of scorecards.")
  var turns = false

  static func main() { start(Self.self) }

  mutating func run() throws {
    let rubric = try loaded()
    var sink = ByteSink()
    var output = try BufferedOutput(path: self.output)
    var lines = TurnLines(rubric: rubric)
    var decoder = NdjsonDecoder(stage: .score)
    var batch = Batch()
    for path in inputs {
      var reader = try LineReader(path: path)
      var line = 1
      while true {
        batch.removeAll()
        guard try reader.next(into: &batch.arena) else { break }
        line += decoder.decode(
          0..<batch.arena.count, firstLine: line, source: path == "-" ? "<stdin>" : path, into: &batch)
        sink.removeAll()
        if turns { lines.append(batch, to: &sink) }
        try output.write(sink)
      }
    }
    try output.flush()
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
