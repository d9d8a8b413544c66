import Aggregation
import ArgumentParser
import Calibration
import Console
import Record
import Running
import Scoring

struct CalibrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "Compares the machine's verdicts with people's, behavior by behavior.",
    discussion: """
      The labels are a CSV with the columns conversation, behavior, verdict (met, partly, missed, not_applicable; present or \
      absent for a turn), and where there are any turn and grader. Writes, for each behavior, support, precision, recall, \
      F1, Cohen's kappa with a bootstrap interval, the confusion of verdicts and the worst disagreements with their words; \
      where two graders labelled the same, their agreement stands beside the machine's. Overrides are counted apart: they say \
      where the machine errs, not how often.

      EXAMPLES
        sidetone calibrate --labels labels.csv exports/
        sidetone calibrate --labels labels.csv weekly.yaml --csv > agreement.csv
        sidetone calibrate --overrides overrides.csv weekly.yaml
      """)

  @Option(help: "The labels, as CSV; may be left out where there are overrides.")
  var labels: String?

  @OptionGroup var verdicts: OverrideArguments

  @OptionGroup var job: JobArguments

  @Flag(help: "Write CSV instead of Markdown.")
  var csv = false

  @Option(help: "How many disagreements a behavior are shown.")
  var disagreements = 5

  func run() throws {
    // The pipeline's folder is entered when it is read: the labels' path is relative to ours.
    let bytes = try labels.map { try readWhole($0) }
    let reading = try Reading(job.pipeline(verdicts))
    let catalog = reading.rubric.catalog
    let known = catalog.behaviors.indices.map { catalog.path(ofBehavior: $0) } + catalog.rules
    var read = try bytes.map { try HumanLabel.read($0, file: labels ?? "", names: known) } ?? []
    read += reading.overrides.entries.compactMap { entry in
      Verdict(rawValue: "\(entry.verdict.name)").map { verdict in
        HumanLabel(override: verdict, of: catalog.path(ofBehavior: entry.behavior), in: entry.call, by: entry.who)
      }
    }
    guard !read.isEmpty else { throw ValidationError("nothing to compare with: give --labels or --overrides") }
    var calibration = Calibration(labels: read, catalog: catalog)
    var turns = TurnVerdicts(rubric: reading.rubric, isNeeded: read.contains { $0.turn != nil })
    try reading.forEach { batch, sheet in
      calibration.add(batch, sheet)
      try turns.add(batch, to: &calibration)
      return true
    }
    let report = calibration.report()
    for label in report.unmatched.prefix(3) {
      Diagnostics.shared.warning(
        Problem(
          file: label.isOverride ? "overrides" : labels ?? "", line: label.line,
          "conversation \(label.conversation) is not in the inputs"))
    }
    try print(csv ? report.csv() : report.markdown(disagreements: disagreements))
  }
}

/// The machine's verdicts on single turns, for labels that are about turns.
private struct TurnVerdicts {
  private var lines: TurnLines?

  init(rubric: Rubric, isNeeded: Bool) { if isNeeded { lines = TurnLines(rubric: rubric) } }

  mutating func add(_ batch: Batch, to calibration: inout Calibration) throws {
    guard lines != nil, batch.conversations.contains(where: { calibration.wants(batch.string($0.id)) }) else { return }
    var sink = ByteSink()
    lines?.append(batch, to: &sink)
    let turns = batch.conversations.flatMap { batch.turns[Int($0.turns.lowerBound)..<Int($0.turns.upperBound)] }
    for (line, turn) in zip(sink.bytes.split(separator: UInt8(ascii: "\n")), turns) {
      let json = try JsonValue(parsing: line)
      let names = (json["behaviors"]?.elements ?? []) + (json["cues"]?.elements ?? [])
      calibration.add(
        turn: Int(turn.number), of: json["id"]?.string ?? "", names: names.compactMap(\.string),
        text: batch.string(turn.text))
    }
  }
}
