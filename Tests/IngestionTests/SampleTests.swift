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
    "transcript-readers",
  ]

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
