import ArgumentParser
import Running

/// Options that stand above settings of the pipeline file.
protocol PipelineArguments {
  /// Changes the settings; `absolute` makes a path hold from another folder.
  func apply(to pipeline: inout Pipeline, _ absolute: (String) throws -> String) throws
}

/// What is to come out of a run.
struct ResultArguments: ParsableArguments, PipelineArguments {
  @Option(
    help: """
      week, month, START/DAYS (2026-01-05/14: every 14 days from that day on), or the id of one period (2026-W46, 2026-11), \
      which makes pages for that one only.
      """)
  var period: String?

  @Option(help: "The tables once more in one SQLite file, with keys and indexes.")
  var sqlite: String?

  func apply(to pipeline: inout Pipeline, _ absolute: (String) throws -> String) throws {
    if let period { pipeline.set("period", from: .commandLine) { $0.period = .picked(period) } }
    if let path = try sqlite.map(absolute) { pipeline.set("sqlite", from: .commandLine) { $0.sqlite = path } }
  }
}

/// Verdicts of people.
struct OverrideArguments: ParsableArguments, PipelineArguments {
  @Option(help: "Verdicts of people in the machine's place: CSV with call, behavior, verdict, who, why, when.")
  var overrides: String?

  func apply(to pipeline: inout Pipeline, _ absolute: (String) throws -> String) throws {
    if let path = try overrides.map(absolute) { pipeline.set("overrides", from: .commandLine) { $0.overrides = path } }
  }
}
