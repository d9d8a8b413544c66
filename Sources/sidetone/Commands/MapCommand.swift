import ArgumentParser
import Console
import Glibc
import Ingestion
import Record

struct MapCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "map",
    abstract: "Drafts a mapping file from a table of your own.",
    discussion: """
      Columns with well-known names are filled in, the others are listed in a comment. The first conversations that the draft \
      gives stand below it, in comments, as NDJSON.

      EXAMPLE
        sidetone map calls.csv > mapping.yaml
        sidetone check weekly.yaml --mapping mapping.yaml
      """)

  @Argument(help: "A CSV file with a header row.")
  var input: String

  func run() throws {
    let draft = try MappingDraft.table(sample(), name: input)
    var text = draft + "\n# The first conversations that this gives:\n"
    for line in try firstRecords(draft) { text += "# \(line)\n" }
    try print(text)
  }

  /// The first 64 KiB, cut at a line's end.
  private func sample() throws -> [UInt8] {
    var bytes: [UInt8] = []
    _ = try Descriptor.reading(input).read(64 << 10, onto: &bytes)
    guard let end = bytes.lastIndex(of: 0x0A) else { return bytes }
    return Array(bytes[...end])
  }

  /// Up to three conversations, read by the draft as it stands.
  private func firstRecords(_ draft: String) throws -> [String] {
    let path = "/tmp/sidetone-map-\(getpid()).yaml"
    try writeWhole(path, Array(draft.utf8))
    defer { _ = unsafe unlink(path) }
    var options = IngestOptions()
    options.mapping = path
    let feed = try IngestFeed(inputs: [input], options: options)
    var block = IngestBlock()
    var batch = Batch()
    guard let unit = try feed.claim(&block) else { return [] }
    feed.decode(unit, &block, into: &batch)
    batch.conversations.removeSubrange(min(3, batch.conversations.count)...)
    batch.rejects.removeSubrange(min(3, batch.rejects.count)...)
    var sink = ByteSink()
    NdjsonEncoder().append(batch, to: &sink)
    return String(decoding: sink.bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}
