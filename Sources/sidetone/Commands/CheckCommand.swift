import ArgumentParser
import Console
import Running

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Checks a pipeline file, and the mapping, rubric and roster that it names.",
    discussion: """
      Says every problem at once, each with its line and column, as `file:line:column: error: …`, so that an editor can jump \
      to it. Exit status 0 if all is well, 65 if not, 66 if a file is missing.

      EXAMPLE
        sidetone check weekly.yaml
      """)

  @OptionGroup var job: JobArguments

  func run() throws {
    let pipeline = try job.pipeline()
    let plan = try Plan(pipeline, lanes: nil)
    try print("\(plan.summary)\n")
  }
}
