import ArgumentParser
import Console
import Glibc
import Normalization
import Record

@main
struct SidetoneNormalize: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sidetone-normalize",
    abstract:
      "Makes raw conversations canonical: roles, order, times, identity, quality gate, redaction. NDJSON in and out.",
    discussion: """
      What can't be scored (no turns, speakers who can't be told apart, another language, read before) becomes a line of kind \
      "rejected" with its reason. Cards, telephone numbers, e-mail and street addresses, dates of birth, ids and numbers read out \
      are replaced by [card], [phone], [email], [address], [date-of-birth], [id], [iban] and [number].

        sidetone-ingest exports/ | sidetone-normalize --roster roster.csv | sidetone-score > scorecards.ndjson
        sidetone-normalize --role "Desk *=agent" --role visitor=customer conversations.ndjson

      Exit status: 0 done, 3 done with rejects, 65 rejects under --strict, 66 no such input, 74 reading or writing failed.
      """)

  @Argument(help: ArgumentHelp("NDJSON files of conversations; - is standard input.", valueName: "file"))
  var inputs: [String] = ["-"]

  @Option(
    help: ArgumentHelp("CSV with agent_id, agent_name, team; stands above what the records say.", valueName: "file"))
  var roster: String?

  @Option(
    name: .customLong("role"),
    help: ArgumentHelp("What a speaker's label stands for; may end in *.", valueName: "label=role"))
  var roles: [String] = []

  @Option(help: "How unknown speakers are told apart: none, first_speaker_is_agent or words; flagged where it is used.")
  var guess = "none"

  @Option(
    name: .customLong("quality"),
    help: ArgumentHelp(
      "What happens on a finding: swapped_roles, one_speaker_missing, duplicated_turns, impossible_times, other_language or "
        + "tiny = flag, repair or exclude.", valueName: "finding=action"))
  var quality: [String] = []

  @Option(help: ArgumentHelp("The rubric's language.", valueName: "code"))
  var language = "en"

  @Option(
    help: ArgumentHelp("Replace customer ids by a keyed hash; the key is that file's content.", valueName: "file"))
  var customerKeyFile: String?

  @Option(
    help: ArgumentHelp("The same; the key is that environment variable's value.", valueName: "name"))
  var customerKeyEnv: String?

  @Flag(help: "Leave the words as they are.")
  var noRedaction = false

  @Flag(help: "Let a conversation pass whose id was read before.")
  var keepDuplicates = false

  @Option(
    help: ArgumentHelp(
      """
      Of conversations with the same id let the one pass that is preferred: redacted or raw, latest or latest:FIELD, or \
      both (redacted,latest:modified). Without it the first one passes. Reads its input twice.
      """, valueName: "copies"))
  var duplicates: String?

  @OptionGroup var filter: FilterOptions

  static func main() { start(Self.self) }

  func run() throws {
    let work = try NormalizeFilter(
      inputs, options: try options(), copies: try copies(), isStrict: filter.strict, output: filter.output,
      lanes: filter.lanes.count)
    try work.run(lanes: filter.lanes.count)
    try work.finish()
    let counts = work.counts
    if !filter.quiet {
      Diagnostics.shared.info(
        "sidetone-normalize: \(grouped(counts.read)) read, \(grouped(counts.written)) written, "
          + "\(grouped(counts.rejected)) rejected",
        fields: [("read", counts.read), ("written", counts.written), ("rejected", counts.rejected)])
    }
    if counts.rejected > 0 { throw ExitStatus.rejects }
  }

  private func copies() throws -> NormalizeFilter.Copies {
    if keepDuplicates { return .all }
    guard let duplicates else { return .first }
    do throws(Problem) { return .preferred(try CopyPreference(parsing: duplicates)) } catch {
      throw Failure(.usage, Problem("--duplicates: \(error.message)", hint: error.hint))
    }
  }

  private func options() throws -> NormalizeOptions {
    var options = NormalizeOptions()
    options.roleLabels = try roles.map { try RoleLabel.parse($0) }
    options.roleGuess = try RoleGuess.named(guess)
    for setting in quality { try options.quality.set(setting) }
    options.language = language
    options.redacts = !noRedaction
    if let roster { options.roster = try Roster(parsing: try contents(of: roster), file: roster) }
    if let customerKeyFile {
      options.customerKey = try CustomerKey(secret: try contents(of: customerKeyFile))
    } else if let customerKeyEnv {
      guard let secret = unsafe getenv(customerKeyEnv) else {
        throw Problem("the environment variable \(customerKeyEnv) is not set", hint: "it holds the key of the hash")
      }
      options.customerKey = try CustomerKey(secret: unsafe Array(String(cString: secret).utf8))
    } else {
      options.customerKey = try CustomerKey.fromEnvironment()
    }
    return options
  }

  private func contents(of path: String) throws -> [UInt8] {
    let file = try Descriptor.reading(path)
    var bytes: [UInt8] = []
    while try file.read(64 << 10, onto: &bytes) {}
    return bytes
  }
}
