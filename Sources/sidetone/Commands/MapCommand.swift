import ArgumentParser
import Console
import Glibc
import Ingestion
import Record

struct MapCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "map",
    abstract: "Drafts a mapping file from an export of your own.",
    discussion: """
      Looks at the beginning of a file, or of the files of one kind in a folder or archive, and finds the records, their turns \
      and the fields with well-known names; the others are listed in comments. The draft loads as it stands. It names fields \
      and words for roles, no other value of the file.

      Below it stand, in comments, the first conversations that it gives, as NDJSON: these hold what the file holds, names and \
      texts too. Leave them out with --no-records before you pass a draft on.

      EXAMPLE
        sidetone map calls.json > mapping.yaml
        sidetone check weekly.yaml --mapping mapping.yaml
        sidetone run exports/ --mapping mapping.yaml --output out
      """)

  @Argument(
    help: "A table with a header row, JSON (documents, arrays, NDJSON), XML; or a folder or archive of one of them.")
  var input: String

  @Flag(inversion: .prefixedNo, help: "Whether the first conversations stand below the draft.")
  var records = true

  func run() throws {
    let draft: String
    do {
      draft = try MappingDraft.text(of: input)
    } catch IngestError.noSuchInput(let problem) {
      throw Failure(.noInput, problem)
    } catch let problem as Problem {
      throw hinted(problem)
    }
    if let name = profile {
      Diagnostics.shared.info(
        "\(input): the built-in profile \(name) reads this without a mapping; to start from its own: sidetone profile show \(name)"
      )
    }
    guard records else { return try print(draft) }
    let first = try FirstRecords(draft, input)
    try print("\(draft)\n# The first conversations that this gives (\(first.told)):\n")
    for line in first.lines { try print("# \(line)\n") }
  }

  /// The built-in profile that knows the input, where one does.
  private var profile: String? {
    guard let files = try? Profiles.detect(input) else { return nil }
    let names = Set(Profiles.all.map(\.name))
    return files.first { names.contains($0.profile) }?.profile
  }

  /// The same with another way out where no mapping is needed: words with their times are read by readers of their own.
  private func hinted(_ problem: Problem) -> Problem {
    guard let name = profile else { return problem }
    var problem = problem
    problem.hint =
      "no mapping is needed, as the built-in profile \(name) reads it: sidetone run \(input) --output out; to change what it "
      + "takes, edit a copy: sidetone profile show \(name) > mapping.yaml"
    return problem
  }
}

/// What a draft makes of the beginning of the file that it was made from.
private struct FirstRecords {
  /// How many conversations, turns and rejects.
  var told: String
  /// Up to three conversations and rejects.
  var lines: [String]

  init(_ draft: String, _ input: String) throws {
    let path = "/tmp/sidetone-map-\(getpid()).yaml"
    try writeWhole(path, Array(draft.utf8))
    defer { _ = unsafe unlink(path) }
    var options = IngestOptions()
    options.mapping = path
    let feed = try IngestFeed(inputs: [input], options: options)
    var block = IngestBlock()
    var batch = Batch()
    // An archive may begin with a unit that gives nothing.
    for _ in 0..<8 {
      guard let unit = try feed.claim(&block) else { break }
      feed.decode(unit, &block, into: &batch)
      if !batch.conversations.isEmpty { break }
    }
    let clear = batch.turns.count { $0.role != .unknown }
    told = "conversations: \(batch.conversations.count), turns: \(batch.turns.count), of these with a role: \(clear)"
    if !batch.rejects.isEmpty { told += ", rejects: \(batch.rejects.count)" }
    batch.conversations.removeSubrange(min(3, batch.conversations.count)...)
    batch.rejects.removeSubrange(min(3, batch.rejects.count)...)
    var sink = ByteSink()
    NdjsonEncoder().append(batch, to: &sink)
    lines = String(decoding: sink.bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}
