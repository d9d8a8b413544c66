import Glibc
import Record
import Testing

@testable import Ingestion

/// What hostile and damaged inputs give, written down in HOSTILE.md; the test holds the table to the truth.
///
/// `UPDATE_EXPECTED=1` writes it anew.
struct HostileTests {
  private static let table = "\(#filePath.dropLast("HostileTests.swift".count))HOSTILE.md"
  private static let secret = "the-contents-of-a-private-file"

  /// Conversations that came out, and why others did not, the first reason's words shortened.
  private func row(_ example: HostileCase, _ secretPath: String) throws -> String {
    let scratch = Scratch()
    let folder = Scratch()
    scratch.write(example.file, example.make(secretPath))
    let mapping = example.mapping.map { folder.write("m.yaml", $0) }
    let found = try Ingested.read([scratch.path], scratch: scratch) {
      $0.mapping = mapping
      $0.passphrase = example.passphrase
      if let ratio = example.ratio { $0.limits.ratio = ratio }
      if let record = example.record { ($0.limits.recordBytes, $0.limits.documentBytes) = (record, record) }
    }
    let all = found.lines.joined(separator: "\n")
    #expect(!all.contains(HostileTests.secret), "\(example.name) gave away a file")
    #expect(all.utf8.count < 30_000_000)
    var reasons: [String] = []
    for (reject, detail) in zip(found.rejects, found.details).prefix(3) {
      let words = Ingested.without(scratch.path + "/", detail)
      reasons.append("`\(reject)`: \(words.prefix(110))\(words.count > 110 ? "…" : "")")
    }
    if found.rejects.count > 3 { reasons.append("and \(found.rejects.count - 3) more") }
    let ids = found.conversations.map { String($0.prefix { $0 != " " }).replacing("\0", with: "\\0").prefix(24) }
    let cell = reasons.joined(separator: "<br>").replacing("|", with: "\\|").replacing("\n", with: " ")
      .replacing("\0", with: "\\0")
    return "| \(example.name) | \(ids.isEmpty ? "none" : ids.joined(separator: ", ")) | \(cell) |\n"
  }

  @Test("hostile inputs cost the record or the member, with a reason, and never more")
  func hostileInputs() throws {
    let scratch = Scratch()
    let secretPath = scratch.write("secret.txt", HostileTests.secret)
    var text = """
      # Hostile and damaged inputs, and what each gives

      Made by `HostileTests`, which fails where this no longer holds. Most inputs have a good record 1 before the bad one and a
      good record 3 behind it. The second column has the conversations that come out, the third the lines of `not_scored.csv`.

      """
    for (title, cases) in HostileCases.all {
      text += "\n## \(title)\n\n| input | conversations | reasons |\n|---|---|---|\n"
      for example in cases { text += try row(example, secretPath) }
    }
    text += "\n## Cut at every byte\n\n| format | cuts | most conversations | cuts with a reason |\n|---|---|---|---|\n"
    for (name, file, bytes) in HostileTests.wholes { text += try cuts(name, file, bytes) }
    if let update = unsafe getenv("UPDATE_EXPECTED"), unsafe String(cString: update) == "1" {
      guard let file = unsafe fopen(HostileTests.table, "w") else { return }
      unsafe fputs(text, file)
      unsafe fclose(file)
    }
    let expected = try MappingCatalog.text(HostileTests.table)
    #expect(text == expected)
    var usage = rusage()
    unsafe getrusage(CInt(0), &usage)
    #expect(usage.ru_maxrss < 1_500_000, "\(usage.ru_maxrss) kB were used")
  }

  // MARK: Truncation

  private static let rows = "call_id,agent_id,speaker,text\n1,a,agent,Hello\n1,a,customer,\"Hi, you\"\n2,a,agent,Yes\n"
  private static let talk = "Agent: Hello, billing.\nCustomer: Hi\nAgent: Bye\n"
  private static let wholes: [(String, String, [UInt8])] = [
    ("CSV, a row an utterance", "x.csv", Array(rows.utf8)),
    (
      "CSV, a transcript a cell", "x.csv",
      Array("call_id,agent,transcript\n1,a,\"Agent: Hi\nCustomer: Yes\"\n2,a,Agent: No\n".utf8)
    ),
    ("CSV in UTF-16", "x.csv", [0xFF, 0xFE] + rows.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }),
    (
      "NDJSON", "x.ndjson",
      Array(
        "{\"id\":\"1\",\"turns\":[{\"speaker\":\"agent\",\"text\":\"Hi\"}]}\n{\"id\":\"2\",\"turns\":[{\"speaker\":\"agent\",\"text\":\"Ho\"}]}\n"
          .utf8)
    ),
    (
      "JSON array", "x.json",
      Array(
        "[{\"id\":1,\"requester_id\":1,\"comments\":[{\"plain_body\":\"a\"}]},{\"id\":2,\"requester_id\":1,\"comments\":[{\"plain_body\":\"b\"}]}]"
          .utf8)
    ),
    (
      "XML", "x.xml",
      Array(
        "<?xml version=\"1.0\"?><calls><call id=\"1\"><turn speaker=\"agent\">Hi</turn></call><call id=\"2\"><turn speaker=\"agent\">Ho</turn></call></calls>"
          .utf8)
    ),
    (
      "WebVTT", "x.vtt",
      Array("WEBVTT\n\n00:00.400 --> 00:02.100\n<v Ana>Hello &amp; hi\n\n00:02.500 --> 00:04.000\n<v Bo>Yes\n".utf8)
    ),
    (
      "SRT", "x.srt",
      Array("1\n00:00:00,400 --> 00:00:02,100\nAna: Hello\n\n2\n00:00:02,500 --> 00:00:04,000\nBo: Yes\n".utf8)
    ),
    ("labelled text", "x.txt", Array(talk.utf8)),
    ("zip", "x.zip", ArchiveBuilder.zip([.init("a.csv", rows), .init("b.csv", rows.replacing("\n", with: "\n9"))])),
    ("tar", "x.tar", ArchiveBuilder.tar([.init("a.csv", rows)])),
    ("gzip", "x.csv.gz", ArchiveBuilder.gzip(Array(rows.utf8))),
    ("bzip2", "x.csv.bz2", Packed.bytes(Packed.bzip2)), ("xz", "x.csv.xz", Packed.bytes(Packed.xz)),
    ("zstd", "x.csv.zst", Packed.bytes(Packed.zstd)), ("lz4", "x.csv.lz4", Packed.bytes(Packed.lz4)),
    ("7z", "x.7z", Packed.bytes(Packed.sevenZip)),
  ]

  private func cuts(_ name: String, _ file: String, _ whole: [UInt8]) throws -> String {
    let scratch = Scratch()
    var most = 0
    var told = 0
    for count in 0..<whole.count {
      scratch.write(file, whole[..<count])
      let found = try Ingested.read([scratch.path], scratch: scratch) { $0.temporaryFolder = scratch.path }
      most = max(most, found.conversations.count)
      if !found.rejects.isEmpty { told += 1 }
    }
    return "| \(name) | \(whole.count) | \(most) | \(told) |\n"
  }
}
