import ArgumentParser
import Console
import Record
import Scoring

@main
struct SidetoneTrain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sidetone-train",
    abstract: "Learns a small linear model of a behavior from conversations that people have labelled.",
    discussion: """
      sidetone-train --behavior warmth --labelmap labelmap.json -o models/warmth.tsv ami.ndjson offers.ndjson casino.ndjson
      Give it every set whose licence allows shipping what is learned from it: a word is a feature only where several sets use it.
      The report says how well the model agrees with people on conversations and on sets that it has not seen.
      """)

  @Argument(help: "NDJSON files of conversations with labels.")
  var inputs: [String]

  @Option(help: "The behavior's name in the label map.")
  var behavior: String

  @Option(help: "The model's name; the behavior's if left out.")
  var name: String?

  @Option(help: "JSON file that says which labels of which set mean a behavior.")
  var labelmap: String

  @Option(help: "Learn from the labels of these sets only (repeatable).")
  var from: [String] = []

  @Option(name: [.short, .long], help: "Where to write the model; - is standard output.")
  var output = "-"

  @Option(help: "The rubric's main file; the built-in rubric if left out.")
  var rubric: String?

  @Option(help: "A cue of the rubric that is a feature (repeatable).")
  var cue: [String] = []

  @Option(help: "In how many sets a word must be used to be a feature.")
  var minimumSets = 4

  @Option(help: "File of words that are topics of the sets and no features, separated by spaces or newlines.")
  var topics: String?

  @Option(help: "In how many labelled turns a word must stand to be a feature.")
  var minimumTurns = 3

  @Option(help: "Pull toward zero that removes features.")
  var lasso = 0.3

  @Option(help: "Pull toward zero in proportion.")
  var ridge = 0.5

  static func main() { start(Self.self) }

  mutating func run() throws {
    let files = try LabelledFiles(labelmap: labelmap)
    var conversations: [LabelledConversation] = []
    for path in inputs.sorted() { conversations += try files.conversations(path, behavior: behavior) }
    if !from.isEmpty {
      for index in conversations.indices where !from.contains(conversations[index].set) {
        for turn in conversations[index].turns.indices { conversations[index].turns[turn].verdict = nil }
      }
    }
    var options = TrainingOptions()
    options.minimumSets = minimumSets
    options.lasso = lasso
    options.ridge = ridge
    options.cues = cue
    options.minimumTurns = minimumTurns
    if let topics { options.topics = try LabelledFiles.words(topics) }
    let result = try ModelTrainer(
      name: name ?? behavior, rubric: rubric, conversations: conversations, options: options
    ).train()
    var sink = ByteSink()
    sink.bytes = result.file
    var file = try BufferedOutput(path: output)
    try file.write(sink)
    try file.flush()
    for line in result.report.split(separator: "\n") { Diagnostics.shared.info(String(line)) }
  }
}
