import ArgumentParser
import Console
import Running

@main
struct Sidetone: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sidetone",
    abstract: "Reads a call center's exports and writes coaching summaries, with the evidence.",
    discussion: """
      Give it what the platforms export (CSV, XML, NDJSON, archives, folders of them) and read the pages:

        sidetone run exports/ --output out
        less out/index.md

      For the weekly job, write down once what to read and how, and give that to `run` instead:

        sidetone init exports/ > weekly.yaml
        sidetone check weekly.yaml
        sidetone run weekly.yaml

      EXIT STATUS
      \(exitTable)
      """,
    version: Running.version,
    subcommands: [
      RunCommand.self, PlanCommand.self, CheckCommand.self, ProfileCommand.self, MapCommand.self, ExplainCommand.self,
      RubricCommand.self,
      CalibrateCommand.self, InitCommand.self, PurgeCommand.self, ConfigCommand.self, SchemaCommand.self,
      DoctorCommand.self,
    ])

  static func main() { start(Self.self) }

  /// The table of exit codes, a line each.
  static var exitTable: String {
    ExitStatus.allCases.map { "  \($0.rawValue)\t\($0.meaning)" }.joined(separator: "\n")
  }
}
