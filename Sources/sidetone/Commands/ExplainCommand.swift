import ArgumentParser
import Console
import Glibc
import Record
import Running
import Scoring

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Shows one call turn by turn: what fired in it and why, and how each behavior came out.",
    discussion: """
      The first argument is the call's id, as calls.csv and the pages give it; then the pipeline file or the exports.

      EXAMPLES
        sidetone explain S20260275 weekly.yaml
        sidetone explain S20260275 exports/ --markdown > call.md
      """)

  @Argument(help: "The call's id.")
  var call: String

  @OptionGroup var job: JobArguments

  @Flag(help: "Write Markdown.")
  var markdown = false

  @Flag(help: "No colors, even on a terminal.")
  var plain = false

  func run() throws {
    let reading = try Reading(job.pipeline())
    let isTerminal = unsafe isatty(1) == 1 && getenv("NO_COLOR") == nil
    let style: CallExplanation.Style = markdown ? .markdown : isTerminal && !plain ? .terminal : .plain
    let explanation = CallExplanation(rubric: reading.rubric, style: style)
    var text: String?
    var rejected: Reject?
    try reading.forEach { batch, sheet in
      let found = batch.conversations.firstIndex { batch.string($0.id) == call }
      if let found { text = explanation.text(batch, sheet, found) }
      rejected = rejected ?? batch.rejects.first { $0.detail.contains(call) || $0.sourceRef == call }
      return text == nil
    }
    if let text { return try print(text) }
    if let rejected {
      throw Failure(
        .noInput, Problem(file: rejected.sourceRef, "the call was not scored: \(rejected.reason): \(rejected.detail)"))
    }
    throw Failure(
      .noInput,
      Problem("there is no call \"\(call)\" in the inputs", hint: "ids stand in calls.csv, column conversation_id"))
  }
}
