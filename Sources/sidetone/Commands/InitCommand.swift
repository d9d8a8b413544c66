import ArgumentParser
import Console
import Running

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Writes a commented pipeline file for your exports.",
    discussion: """
      EXAMPLE
        sidetone init exports/ --output out > weekly.yaml
      """)

  @Argument(help: "Export files, folders, archives and patterns.")
  var inputs: [String]

  @Option(name: .shortAndLong, help: "The output folder.")
  var output = "out"

  func run() throws {
    // Whatever can't be read is better said now than on Monday.
    var pipeline = Pipeline()
    pipeline.inputs = inputs
    _ = try Plan(pipeline, lanes: nil)
    try print(PipelineTemplate.text(inputs: inputs, output: output))
  }
}
