import ArgumentParser
import Console
import Running

struct PurgeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "purge",
    abstract: "Erases calls from a job's history and output: old ones, or those of a customer.",
    discussion: """
      What is erased is overwritten in the history, and the output is made anew from what stands. The history notes what was \
      erased, so that no run takes it in again from an export that still holds it; which exports do is said.

      Calls are compared with a date by their own clock; one without a time is never too old. A customer is known by the id \
      in the exports, or by its keyed hash; the history holds neither.

      EXAMPLES
        sidetone purge weekly.yaml --before 2026-01-01
        sidetone purge weekly.yaml --customer C819737 --dry-run
      """)

  @OptionGroup var job: JobArguments

  @Option(help: "Erase calls that began before this day (2026-01-31).")
  var before: String?

  @Option(help: "Erase the calls of this customer; may be given several times.")
  var customer: [String] = []

  @Flag(help: "Only count what would be erased.")
  var dryRun = false

  @OptionGroup var speech: SpeechArguments

  func validate() throws {
    if before == nil, customer.isEmpty { throw ValidationError("give --before DATE or --customer ID") }
    if customer.contains("") { throw ValidationError("--customer must not be empty") }
  }

  func run() throws {
    speech.apply()
    var options = RunOptions()
    options.commandLine = CommandLine.arguments.prefix(2) + ["…"]
    var request = PurgeRequest()
    request.before = before
    request.customers = customer
    request.isDryRun = dryRun
    try print(Purge(job.pipeline(), options: options).run(request).text)
  }
}
