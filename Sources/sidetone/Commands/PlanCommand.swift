import ArgumentParser
import Console
import Running

struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Shows what a run would read and do, without doing it.",
    discussion: """
      Lists every input with its size, the format and profile it was taken for and why, then the stages and the output \
      folder. Nothing is written.

      EXAMPLE
        sidetone plan weekly.yaml
      """)

  @OptionGroup var job: JobArguments

  @Option(help: "How many lanes the run would use.")
  var lanes: Int?

  func run() throws { try print(Plan(job.pipeline(), lanes: lanes).text) }
}

/// Prints text on standard output. Throws `ClosedPipe` or `Failure`.
func print(_ text: String) throws {
  var output = try BufferedOutput()
  try output.write(text)
  try output.flush()
}
