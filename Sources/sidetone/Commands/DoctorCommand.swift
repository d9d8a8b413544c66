import ArgumentParser
import Console
import Running

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Checks the set-up: executables, rubric, temporary space; of a job, its output and history.",
    discussion: """
      Says one line a check. Exit status 0 if all is well, 65 if something has to be put right.

      EXAMPLE
        sidetone doctor weekly.yaml
      """)

  @Argument(help: "A pipeline file whose output and history are to be looked at, too.")
  var pipeline: String?

  func run() throws {
    let checks = try Doctor.checks(pipeline.map { try JobArguments.parse([$0]).pipeline() })
    try print(checks.map { "\($0.isWell ? "ok  " : "BAD ") \($0.name): \($0.finding)\n" }.joined())
    if checks.contains(where: { !$0.isWell }) { throw ExitStatus.data }
  }
}
