import ArgumentParser
import Console
import Ingestion
import Record

@main
struct SidetoneIngest: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sidetone-ingest",
    abstract: "Reads call-center exports and writes one conversation a line.",
    discussion: """
      Takes CSV, XML and NDJSON exports, folders of them, and archives (zip, 7z, tar, gz, bz2, xz, zst, lz4). What kind of \
      export a file is, its encoding and its dialect are told from its contents. What can't be read becomes a line of kind \
      "rejected" with its place and reason, and the rest goes on.

        sidetone-ingest exports/ | sidetone-normalize | sidetone-score > scorecards.ndjson

      Exit status: 0 done, 3 done with rejects, 65 rejects under --strict, 66 no such input, 74 reading or writing failed.
      """)

  @Argument(help: ArgumentHelp("Exports, folders, archives; - is standard input.", valueName: "export"))
  var inputs: [String] = ["-"]

  @Option(help: ArgumentHelp("Read every input by this mapping.", valueName: "file"))
  var mapping: String?

  @Option(help: ArgumentHelp("Take every input for this kind of export.", valueName: "name"))
  var profile: String?

  @Option(help: ArgumentHelp("Offset of times that name none, such as +01:00.", valueName: "offset"))
  var timezone: String?

  @Flag(help: "Take the files in falling order of their paths, so that of calls with the same id the last one stands.")
  var lastFirst = false

  @Flag(help: "Read everything, write nothing, and count.")
  var dryRun = false

  @OptionGroup var filter: FilterOptions

  static func main() { start(Self.self) }

  func run() throws {
    var options = IngestOptions()
    options.mapping = mapping
    options.profile = profile
    options.timezone = timezone
    options.lastFirst = lastFirst
    options.parallelStreams = false
    do {
      if dryRun { return try scan(options) }
      let work = try IngestRun(inputs: inputs, options: options, strict: filter.strict, output: filter.output)
      try work.run(lanes: filter.lanes.count)
      try work.finish()
      let counts = work.counts
      if !filter.quiet {
        Diagnostics.shared.info(
          "sidetone-ingest: \(counts.conversations) conversations with \(counts.turns) turns written, "
            + "\(counts.rejects) rejected")
      }
      try judge(counts, options)
    } catch IngestError.noSuchInput(let problem) {
      throw Failure(.noInput, problem)
    }
  }

  private func scan(_ options: IngestOptions) throws {
    var options = options
    options.parallelStreams = true
    let counts = try count(&options)
    Diagnostics.shared.info(
      "sidetone-ingest: \(counts.conversations) conversations with \(counts.turns) turns read, "
        + "\(counts.rejects) rejected")
    try judge(counts, options)
  }

  private func count(_ options: inout IngestOptions) throws -> IngestCounts {
    while true {
      do {
        return try IngestScan(feed: IngestFeed(inputs: inputs, options: options)).run(lanes: filter.lanes.count)
      } catch let error as IngestError {
        guard options.adapt(to: error) else { throw error }
      }
    }
  }

  /// Ends with the status that the rejects deserve, by the mapping where it has a word about them.
  private func judge(_ counts: IngestCounts, _ options: IngestOptions) throws {
    let policy = try ErrorPolicy(options)
    let all = counts.conversations + counts.rejects
    try policy.check(bad: counts.rejects, of: all)
    if !policy.tolerates(bad: counts.rejects, of: all) { throw ExitStatus.rejects }
  }
}
