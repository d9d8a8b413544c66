import ArgumentParser
import Console
import Running

struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Shows every setting, its value, and where the value comes from.",
    discussion: """
      A value comes from the command line, else from the environment (SIDETONE_HISTORY, SIDETONE_LANES, SIDETONE_OUTPUT, \
      SIDETONE_RUBRIC), else \
      from the pipeline file, else it is the default.

      EXAMPLE
        sidetone config weekly.yaml
      """)

  @OptionGroup var job: JobArguments

  func run() throws {
    let pipeline = try job.pipeline()
    try print(pipeline.settings.map { "\($0.name)\t\($0.value)\t\($0.origin)\n" }.joined())
  }
}
