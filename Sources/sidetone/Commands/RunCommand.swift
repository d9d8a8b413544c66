import ArgumentParser
import Console
import Record
import Running

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Does the whole job: exports in, coaching summaries and tables out.",
    discussion: """
      Reads the inputs, scores every conversation, and writes the output folder: index.md, one page a team, the tables as \
      CSV, and manifest.json. The folder appears at the end in one step; until then the old one stands, and a run that is \
      stopped or fails leaves it as it was.

      What can't be scored is listed in not_scored.csv with its reason, and the exit status is 3.

      EXAMPLES
        sidetone run exports/ --output out
        sidetone run calls.csv late.zip --output out --lanes 4
        sidetone run weekly.yaml
        sidetone run weekly.yaml --period 2026-W46 --sqlite week-46.sqlite
        sidetone run weekly.yaml --dry-run
      """)

  @OptionGroup var job: JobArguments

  @OptionGroup var results: ResultArguments

  @OptionGroup var verdicts: OverrideArguments

  @Option(help: "How many lanes work side by side; the default is one for each core. The result is the same.")
  var lanes: Int?

  @Flag(help: "Run every stage as a process of its own, joined by pipes. The result is the same.")
  var isolate = false

  @Flag(
    help: "Do nothing if neither the inputs' contents nor any setting has changed; with a history that is always so.")
  var ifChanged = false

  @Flag(help: "Check everything and say what would be done, but write nothing.")
  var dryRun = false

  @OptionGroup var speech: SpeechArguments

  func validate() throws {
    if let lanes, !(1...256).contains(lanes) { throw ValidationError("--lanes must be from 1 to 256") }
  }

  private func message(of error: any Error) -> String {
    (error as? Problems)?.all.first?.description ?? "\(error)"
  }

  func run() throws {
    speech.apply()
    let pipeline = try job.pipeline(results, verdicts)
    if dryRun { return try print(Plan(pipeline, lanes: lanes).text) }
    var options = RunOptions()
    options.lanes = lanes
    options.isolates = isolate
    options.skipsUnchanged = ifChanged
    options.executables = try Executables.folder()
    options.commandLine = CommandLine.arguments
    let result: RunResult
    do { result = try Runner(pipeline, options: options).run() } catch let interrupted as Interrupted {
      interrupted.die()
    } catch {
      let status = report(error) ?? .bug
      Notification.send(pipeline.notify, status: status, result: nil, message: message(of: error))
      throw status
    }
    for notice in result.notices { Diagnostics.shared.info(notice) }
    Diagnostics.shared.info(result.closingLine, fields: result.fields)
    let status: ExitStatus = result.notScored > 0 && !result.isTolerated ? .rejects : .done
    Notification.send(pipeline.notify, status: status, result: result, message: result.closingLine)
    if status != .done { throw status }
  }
}
