import ArgumentParser
import Console
import Glibc
import Record
import Reporting

@main
struct SidetoneReport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sidetone-report",
    abstract: "Writes team pages and charts from a summary (NDJSON in, as sidetone-aggregate gives it).",
    discussion: """
      sidetone-aggregate --output out < scorecards.ndjson | sidetone-report --output out
      Writes index.md and, for each team, teams/TEAM.md with its chart teams/TEAM.svg.
      """)

  @Argument(help: "The summary; - is standard input.")
  var input = "-"

  @Option(name: [.short, .long], help: "Folder for the pages.")
  var output = "."

  @Flag(help: "The same pages as self-contained HTML files as well.")
  var html = false

  static func main() { start(Self.self) }

  mutating func run() throws {
    let summary = try Summary(ndjson: readWhole(input), file: input == "-" ? "<stdin>" : input)
    try makeFolder(output)
    var options = ReportOptions()
    options.html = html
    for (path, bytes) in reportFiles(summary, options: options) {
      var folder = output
      for part in path.split(separator: "/").dropLast() {
        folder += "/" + part
        try makeFolder(folder)
      }
      try writeWhole(output + "/" + path, bytes)
    }
  }

  private func makeFolder(_ path: String) throws {
    if unsafe mkdir(path, 0o750) != 0 && errno != EEXIST { throw systemFailure("make the folder", path) }
  }
}
