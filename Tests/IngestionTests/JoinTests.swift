import Record
import Testing

@testable import Ingestion

/// Metadata and transcripts that arrive apart, in whatever way.
struct JoinTests {
  private static let calls = "call_id,agent_id,team\nc1,a7,East\nc2,a8,West\n"
  private static let talk = "Agent: Hello there.\nCustomer: Hi, my bill is wrong.\n"
  private typealias Member = ArchiveBuilder.Member

  private static let members = [Member("x/c1.txt", talk), Member("meta/calls.csv", calls), Member("x/c2.txt", talk)]

  @Test("metadata is found in archives of every kind, before or behind the transcripts")
  func archives() throws {
    let many = (0..<1500).map { Member("x/n\($0).txt", JoinTests.talk) }
    let archives: [(String, [UInt8])] = [
      ("x.zip", ArchiveBuilder.zip(JoinTests.members)), ("x.tar", ArchiveBuilder.tar(JoinTests.members)),
      ("x.tar.gz", ArchiveBuilder.gzip(ArchiveBuilder.tar(JoinTests.members))),
      ("y.tar.gz", ArchiveBuilder.gzip(ArchiveBuilder.tar([JoinTests.members[1], JoinTests.members[0]]))),
      ("z.zip", ArchiveBuilder.zip(many + JoinTests.members)),
    ]
    for (name, bytes) in archives {
      let scratch = Scratch()
      scratch.write(name, bytes)
      for blockBytes in [256, 4 << 20] {
        let found = try Ingested.read([scratch.path], blockBytes: blockBytes, scratch: scratch)
        #expect(found.conversations.contains { $0.hasPrefix("c1 a7 ") }, "\(name): \(found.conversations.prefix(3))")
        #expect(!found.rejects.contains { $0.hasPrefix("no_turns") || $0.contains("#row 2") })
      }
    }
  }

  @Test("metadata is found in archives within archives, as deep as they may be nested, and read once")
  func nested() throws {
    typealias Build = ArchiveBuilder
    func inner(_ id: String, _ table: String) -> [Member] {
      [Member("x/\(id).txt", JoinTests.talk), Member("meta/calls.csv", table)]
    }
    let head = "call_id,agent_id,team\n"
    let first = inner("c1", head + "c1,a7,East\n")
    let second = inner("c2", head + "c2,a8,West\n")
    let zips = [
      Member(Array("in/1.zip".utf8), Build.zip(first)), Member(Array("in/2.zip".utf8), Build.zip(second)),
    ]
    let mixed = [
      Member(Array("1.tar.gz".utf8), Build.gzip(Build.tar(first))), Member(Array("2.tar".utf8), Build.tar(second)),
    ]
    let apart = [
      Member("c1.txt", JoinTests.talk), Member(Array("m.csv.gz".utf8), Build.gzip(Array(JoinTests.calls.utf8))),
      Member(Array("t.zip".utf8), Build.zip([Member("c2.txt", JoinTests.talk)])),
    ]
    let deep = [
      Member(Array("b.zip".utf8), Build.zip([Member(Array("c.tgz".utf8), Build.gzip(Build.tar(first + second)))]))
    ]
    let damaged = [Member(Array("0.zip".utf8), Array(Build.zip(first).dropLast(40)))] + zips
    let archives: [(String, [UInt8])] = [
      ("zips.tar.gz", Build.gzip(Build.tar(zips))), ("zips.tar", Build.tar(zips)), ("zips.zip", Build.zip(zips)),
      ("zips.zip.gz", Build.gzip(Build.zip(zips))), ("mixed.zip", Build.zip(mixed)), ("apart.tar", Build.tar(apart)),
      ("apart.zip", Build.zip(apart)), ("deep.zip", Build.zip(deep)), ("deep.tar.gz", Build.gzip(Build.tar(deep))),
      ("damaged.tar.gz", Build.gzip(Build.tar(damaged))),
    ]
    for (name, bytes) in archives {
      for (isParallel, blockBytes) in [(true, 4 << 20), (true, 256), (false, 4 << 20)] {
        let scratch = Scratch()
        scratch.write(name, bytes)
        let found = try Ingested.read([scratch.path], blockBytes: blockBytes, scratch: scratch) {
          $0.parallelStreams = isParallel
        }
        let agents = Set(found.conversations.map { $0.prefix(5) })
        #expect(agents == ["c1 a7", "c2 a8"], "\(name): \(found)")
        let isDamaged = name.hasPrefix("damaged")
        #expect(isDamaged || found.rejects.isEmpty, "\(name): \(found.rejects)")
        #expect(isDamaged || found.conversations.count == 2)
        for team in ["East", "West"] { #expect(found.lines.contains { $0.contains("\"team\":\"\(team)\"") }) }
      }
    }
  }

  @Test(
    "metadata behind a large table in an archive that is read from front to back: noticed, and found the second time")
  func late() throws {
    let words = String(repeating: "word ", count: 1000)
    let table = "call_id,agent_id,speaker,text\n" + (0..<250).map { "z\($0),a1,agent,\(words)\n" }.joined()
    let tar = ArchiveBuilder.tar([Member("a.csv", table)] + JoinTests.members)
    for (name, bytes) in [("x.tar", tar), ("x.tar.gz", ArchiveBuilder.gzip(tar))] {
      let scratch = Scratch()
      let path = scratch.write(name, bytes)
      for blockBytes in [256, 4 << 20] {
        #expect(throws: IngestError.lateMetadata(file: path)) {
          try Ingested.read([path], blockBytes: blockBytes, scratch: scratch)
        }
        var options = IngestOptions()
        let mayHelp = options.adapt(to: .lateMetadata(file: path))
        let mayHelpAgain = options.adapt(to: .lateMetadata(file: path))
        #expect(mayHelp && !mayHelpAgain)
        let found = try Ingested.read([path], blockBytes: blockBytes, scratch: scratch) {
          $0.thoroughArchives = options.thoroughArchives
        }
        #expect(
          found.conversations.count == 252, "\(found.conversations.filter { !$0.hasPrefix("z") }) \(found.rejects)")
        #expect(found.conversations.contains { $0.hasPrefix("c1 a7 ") })
      }
      #expect(try IngestFeed.mayBeScattered([path], options: IngestOptions()))
    }
  }

  @Test("an archive that is called like a hundred plain files is searched the second time")
  func unsearched() throws {
    let scratch = Scratch()
    for number in 100..<200 { scratch.write("n\(number).txt", JoinTests.talk) }
    let path = scratch.write("z.txt", ArchiveBuilder.zip(JoinTests.members))
    for isParallel in [true, false] {
      #expect(throws: IngestError.lateMetadata(file: path)) {
        try Ingested.read([scratch.path], scratch: scratch) { $0.parallelStreams = isParallel }
      }
      let found = try Ingested.read([scratch.path], scratch: scratch) {
        $0.parallelStreams = isParallel
        $0.thoroughArchives = [path]
      }
      #expect(found.conversations.contains { $0.hasPrefix("c1 a7 ") })
      #expect(found.conversations.count == 102)
    }
  }

  @Test("a compressed table of metadata beside the transcripts")
  func compressed() throws {
    let scratch = Scratch()
    scratch.write("calls.csv.gz", ArchiveBuilder.gzip(Array(JoinTests.calls.utf8)))
    scratch.write("c1.txt", JoinTests.talk)
    let found = try Ingested.read([scratch.path], scratch: scratch)
    #expect(found.conversations.map { $0.prefix(5) } == ["c1 a7"])
    #expect(found.rejects == ["no_transcript calls.csv.gz#row 3"])
  }

  @Test("two hops: a transcript names a recording, the recording a call, the call its agent, whatever the files' order")
  func twoHops() throws {
    let scratch = Scratch()
    let inputs = Scratch()
    let mapping = scratch.write(
      "m.yaml",
      """
      version: 1
      sources:
        calls: { match: { path: "**/*calls.csv" }, format: csv, emits: conversation, fields: { conversation_id: id, agent.id: agent } }
        recordings: { match: { path: "**/*rec.csv" }, format: csv, emits: conversation, fields: { conversation_id: recording, related_ids: call } }
        talks: { match: { path: "**/*.txt" }, reader: labelled-text, fields: { conversation_id: { from: $filename, regex: '^(\\w+)', pick: 1 } } }
      joins:
        - { from: recordings, into: talks, on: conversation_id }
        - { from: recordings, into: calls, on: { left: related_ids, right: conversation_id } }
      """)
    for (first, second) in [("a", "b"), ("b", "a")] {
      let folder = "\(first)\(second)"
      inputs.write("\(folder)/\(first)-calls.csv", "id,agent\nK1,a7\nK2,a8\n")
      inputs.write("\(folder)/\(second)-rec.csv", "recording,call\nr9,K1\n")
      inputs.write("\(folder)/r9.txt", JoinTests.talk)
      let found = try Ingested.read(["\(inputs.path)/\(folder)"], scratch: inputs) { $0.mapping = mapping }
      #expect(found.conversations.map { $0.prefix(5) } == ["r9 a7"])
      #expect(found.rejects == ["no_transcript \(folder)/\(first)-calls.csv#row 3"])
    }
  }

  @Test("ten thousand lonely rows are told in several closing units, each once")
  func lonelyRows() throws {
    let scratch = Scratch()
    let rows = (0..<120_000).map { "c\($0),a\($0 % 7)\n" }.joined()
    scratch.write("calls.csv", "call_id,agent_id\n" + rows)
    scratch.write("c5.txt", JoinTests.talk)
    let found = try Ingested.read([scratch.path], scratch: scratch)
    #expect(found.conversations.count == 1)
    #expect(found.rejects.count == 119_999)
    #expect(Set(found.rejects).count == 119_999)
    #expect(found.rejects.last == "no_transcript calls.csv#row 120001")
  }
}
