import Aggregation
import ArgumentParser
import Console
import Glibc
import Record

@main
struct SidetoneAggregate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sidetone-aggregate",
    abstract: "Counts scorecards (NDJSON in) into tables and the numbers behind the pages (NDJSON out).",
    discussion: """
      sidetone-score < conversations.ndjson | sidetone-aggregate --output out | sidetone-report --output out
      Tables (calls.csv, scores.csv, evidence.csv, not_scored.csv, agent_period.csv, team_period.csv) go to the folder, the
      summary that sidetone-report puts into words goes to standard output.
      """)

  @Argument(help: "NDJSON files of scorecards, as sidetone-score writes them; - is standard input.")
  var inputs: [String] = ["-"]

  @Option(name: [.short, .long], help: "Folder for the tables; without it only the summary is written.")
  var output: String?

  @Option(help: "The same tables in one SQLite file, with keys and indexes; needs --output.")
  var sqlite: String?

  @OptionGroup var settings: AggregateSettings

  @OptionGroup var lanes: LaneOptions

  static func main() { start(Self.self) }

  func validate() throws {
    if sqlite != nil && output == nil { throw ValidationError("--sqlite needs --output, where the tables stand") }
  }

  func run() throws {
    let work = try AggregateRun(inputs, settings: settings, folder: output)
    try work.run(lanes: lanes.count)
    try work.finish(sqlite: sqlite)
  }
}

/// How the calendar is cut and what may be shown: options of the command.
struct AggregateSettings: ParsableArguments {
  @Option(
    help: """
      week, month, or START/DAYS (2026-01-05/14: every 14 days from that day on). An id (2026-W46, 2026-11) makes pages for \
      that week or month only.
      """)
  var period = "week"

  @Option(help: "Pages for one period only, by its id; as above, and for periods of your own.")
  var only: String?

  @Option(help: "IANA time zone that periods and started_at follow; each call's own clock if left out.")
  var timezone: String?

  @Option(help: "Coaching log: CSV with agent_id, technique, date, kind.")
  var coaching: String?

  @Option(help: "Verdicts of people: CSV with call, behavior, verdict, who, why, when.")
  var overrides: String?

  @Flag(help: "Leave all words of calls out of every output.")
  var noQuotes = false

  @Flag(help: "Byte-order mark, CRLF and long ids as text, for spreadsheets.")
  var excel = false

  func options(_ catalog: RubricCatalog) throws -> AggregateOptions {
    var options = AggregateOptions()
    let picked = try PeriodRule.picked(period)
    options.period = picked.rule
    options.onlyPeriod = only ?? picked.id
    if let timezone { options.zone = try ZoneRules(named: timezone) }
    options.showsQuotes = !noQuotes
    options.excel = excel
    if let coaching {
      options.coaching = try CoachingLog(parsing: readWhole(coaching), file: coaching, catalog: catalog)
    }
    if let overrides {
      options.overrides = try Overrides(parsing: readWhole(overrides), file: overrides, catalog: catalog)
    }
    return options
  }
}
