import Glibc
import Record
import Testing

@testable import Ingestion

/// Each folder of `Samples` is what a source drops; beside it stands what must come out, as NDJSON.
///
/// `UPDATE_EXPECTED=1` writes the expectations anew.
struct SampleTests {
  static let folder = "\(#filePath.dropLast("SampleTests.swift".count))Samples"

  static let cases = [
    "amazon-connect", "genesys-cloud", "five9-calllog", "nice-cxone", "talkdesk-calls", "verint-recording", "zendesk",
    "freshdesk-xml", "salesforce-chat", "intercom", "dialpad", "uccx", "asterisk-queue-log", "avaya-smdr", "3cx",
    "transcript-readers", "csv-calls", "csv-utterances", "xml-conversations", "sidetone",
  ]

  /// Profiles whose sample is another's, or several formats at once.
  private static let folders = ["stt-json": "transcript-readers", "transcripts-text": "transcript-readers"]

  /// Every profile, built in or of the engine, with the command that shows what its sample gives; the table in
  /// Samples/README.md is held to it.
  @Test func listsACommandForEachProfile() throws {
    var text = """
      # A sample of each source, and the command that makes conversations of it

      Synthetic, each as the platform drops it; what comes out stands beside it in `*.expected.ndjson`. Made by `SampleTests`.

      `sidetone map FILE` drafts a mapping from a table, JSON or XML of any other platform: `MappingDraftTests` drafts from these
      samples as if no profile knew them, and holds ids, turns and roles to what the profile gives.

      | profile | command | conversations | rejects |
      |---|---|---|---|

      """
    for name in Profiles.all.map(\.name) + ["csv-calls", "csv-utterances", "xml-conversations", "sidetone"] {
      let folder = SampleTests.folders[name] ?? name
      let found = try Ingested.read(["\(SampleTests.folder)/\(folder)"])
      #expect(!found.conversations.isEmpty, "\(name) has no sample")
      text += "| \(name) | `sidetone-ingest Tests/IngestionTests/Samples/\(folder)` | \(found.conversations.count) "
      text +=
        "| \(found.rejects.isEmpty ? "none" : Set(found.rejects.map { String($0.prefix { $0 != " " }) }).sorted().joined(separator: ", ")) |\n"
    }
    let path = "\(SampleTests.folder)/README.md"
    if let update = unsafe getenv("UPDATE_EXPECTED"), unsafe String(cString: update) == "1" {
      guard let file = unsafe fopen(path, "w") else { return }
      unsafe fputs(text, file)
      unsafe fclose(file)
    }
    let expected = try MappingCatalog.text(path)
    #expect(text == expected)
  }

  @Test(arguments: cases)
  func givesWhatIsExpected(_ name: String) throws {
    let found = try SampleTests.ingest("\(SampleTests.folder)/\(name)")
    let path = "\(SampleTests.folder)/\(name).expected.ndjson"
    if let update = unsafe getenv("UPDATE_EXPECTED"), unsafe String(cString: update) == "1" {
      guard let file = unsafe fopen(path, "w") else { return }
      unsafe fputs(found, file)
      unsafe fclose(file)
    }
    let expected = try MappingCatalog.text(path)
    #expect(found == expected)
  }

  /// What the feed makes of a folder; the folder's own path is left out.
  static func ingest(_ folder: String, _ options: IngestOptions = IngestOptions()) throws -> String {
    let feed = try IngestFeed(inputs: [folder], options: options)
    var block = IngestBlock()
    var batch = Batch()
    var sink = ByteSink()
    while let unit = try feed.claim(&block) {
      feed.decode(unit, &block, into: &batch)
      NdjsonEncoder().append(batch, to: &sink)
    }
    var text = ""
    for line in String(decoding: sink.bytes, as: UTF8.self).split(separator: "\n") {
      text += line.replacing("\(folder)/", with: "") + "\n"
    }
    return text
  }
}
