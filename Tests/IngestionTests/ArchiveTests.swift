import Record
import Testing

@testable import Ingestion

/// An archive and what it has to give.
struct ArchiveCase: Sendable, CustomTestStringConvertible {
  typealias Member = ArchiveBuilder.Member

  var name: String
  var bytes: [UInt8]
  var conversations: [String]
  var rejects: [String] = []
  var passphrase: String?

  var testDescription: String { name }

  private static let table = "call_id,agent_id,speaker,text\n1,a,agent,Hello\n1,a,customer,Hi\n"
  private static let second = "call_id,agent_id,speaker,text\n2,b,agent,Yes?\n"
  private static let one = ["1 a [agent:Hello|customer:Hi]"]
  private static let both = ["1 a [agent:Hello|customer:Hi]", "2 b [agent:Yes?]"]
  private static let members = [Member("a.csv", table), Member("b/c.csv", second)]

  static let all: [ArchiveCase] = packed + nested + hostile + names

  private static let packed: [ArchiveCase] = [
    ArchiveCase(name: "zip", bytes: ArchiveBuilder.zip(members), conversations: both),
    ArchiveCase(name: "tar", bytes: ArchiveBuilder.tar(members), conversations: both),
    ArchiveCase(name: "gz", bytes: ArchiveBuilder.gzip(Array(table.utf8)), conversations: one),
    ArchiveCase(name: "tar.gz", bytes: ArchiveBuilder.gzip(ArchiveBuilder.tar(members)), conversations: both),
    ArchiveCase(
      name: "concatenated gz",
      bytes: ArchiveBuilder.gzip(Array(table.utf8)) + ArchiveBuilder.gzip(Array(second.dropFirst(30).utf8)),
      conversations: both),
    ArchiveCase(name: "bz2", bytes: Packed.bytes(Packed.bzip2), conversations: one),
    ArchiveCase(name: "xz", bytes: Packed.bytes(Packed.xz), conversations: one),
    ArchiveCase(name: "zst", bytes: Packed.bytes(Packed.zstd), conversations: one),
    ArchiveCase(name: "lz4", bytes: Packed.bytes(Packed.lz4), conversations: one),
    ArchiveCase(name: "7z", bytes: Packed.bytes(Packed.sevenZip), conversations: one),
    ArchiveCase(name: "tar.zst", bytes: Packed.bytes(Packed.tarZstd), conversations: one),
    ArchiveCase(
      name: "ZipCrypto, right passphrase", bytes: Packed.bytes(Packed.zipCrypto), conversations: one,
      passphrase: "secret"),
    ArchiveCase(
      name: "AES, right passphrase", bytes: Packed.bytes(Packed.zipAes), conversations: one, passphrase: "secret"),
    ArchiveCase(
      name: "ZipCrypto, no passphrase", bytes: Packed.bytes(Packed.zipCrypto), conversations: [],
      rejects: ["needs_passphrase x!/c.csv"]),
    ArchiveCase(
      name: "AES, wrong passphrase", bytes: Packed.bytes(Packed.zipAes), conversations: [],
      rejects: ["needs_passphrase x!/c.csv"], passphrase: "wrong"),
    ArchiveCase(name: "empty zip", bytes: ArchiveBuilder.zip([]), conversations: []),
  ]

  private static let nested: [ArchiveCase] = [
    ArchiveCase(
      name: "zip of csv.gz",
      bytes: ArchiveBuilder.zip([Member(Array("c.csv.gz".utf8), ArchiveBuilder.gzip(Array(table.utf8)))]),
      conversations: one),
    ArchiveCase(
      name: "zip in zip in tar.gz",
      bytes: ArchiveBuilder.gzip(
        ArchiveBuilder.tar([
          Member(
            Array("o.zip".utf8),
            ArchiveBuilder.zip([Member(Array("i.zip".utf8), ArchiveBuilder.zip(members))]))
        ])), conversations: both),
    ArchiveCase(
      name: "7z in tar", bytes: ArchiveBuilder.tar([Member(Array("i.7z".utf8), Packed.bytes(Packed.sevenZip))]),
      conversations: one),
    ArchiveCase(
      name: "nested too deep",
      bytes: (0..<4).reduce(ArchiveBuilder.zip(members)) { inner, _ in
        ArchiveBuilder.zip([Member(Array("i.zip".utf8), inner)])
      }, conversations: [], rejects: ["archive_limit x!/i.zip!/i.zip!/i.zip"]),
  ]

  private static let hostile: [ArchiveCase] = [
    ArchiveCase(
      name: "wrong checksum in a zip", bytes: ArchiveBuilder.zip(members, badCrcOf: 0),
      conversations: ["2 b [agent:Yes?]"], rejects: ["damaged_archive_member x!/a.csv"]),
    ArchiveCase(
      name: "wrong checksum of a gz", bytes: ArchiveBuilder.gzip(Array(table.utf8), crc: 1), conversations: [],
      rejects: ["damaged_archive_member x"]),
    ArchiveCase(
      name: "wrong checksum of a tar.gz", bytes: ArchiveBuilder.gzip(ArchiveBuilder.tar(members), crc: 1),
      conversations: [], rejects: ["damaged_archive_member x"]),
    ArchiveCase(
      name: "truncated gz", bytes: Array(ArchiveBuilder.gzip(Array(table.utf8)).dropLast(20)), conversations: [],
      rejects: ["damaged_archive_member x"]),
    ArchiveCase(
      name: "links and devices",
      bytes: ArchiveBuilder.tar([
        Member("etc", "/etc/passwd", type: "2"), Member("hard", "a.csv", type: "1"), Member("dev", "", type: "3"),
        Member("folder/", "", type: "5"), members[0],
      ]), conversations: one, rejects: ["not_a_file x!/etc", "not_a_file x!/hard", "not_a_file x!/dev"]),
    ArchiveCase(
      name: "a workbook",
      bytes: ArchiveBuilder.zip([Member("[Content_Types].xml", "<a/>"), Member("xl/workbook.xml", "<b/>")]),
      conversations: [], rejects: ["spreadsheet x!/[Content_Types].xml"]),
    ArchiveCase(
      name: "an empty member", bytes: ArchiveBuilder.zip([Member("e.csv", ""), members[0]]), conversations: one,
      rejects: ["empty_file x!/e.csv"]),
  ]

  private static let names: [ArchiveCase] = [
    ArchiveCase(
      name: "names that lead elsewhere",
      bytes: ArchiveBuilder.zip([Member("../../etc/x.csv", table), Member("/abs/y.csv", second)]), conversations: both),
    ArchiveCase(
      name: "the same name twice", bytes: ArchiveBuilder.tar([Member("a.csv", table), Member("a.csv", second)]),
      conversations: both),
    ArchiveCase(
      name: "a name in code page 437",
      bytes: ArchiveBuilder.zip([Member([0x81, 0x62, 0x2E, 0x63, 0x73, 0x76], [])]), conversations: [],
      rejects: ["empty_file x!/üb.csv"]),
    ArchiveCase(
      name: "leftovers of systems",
      bytes: ArchiveBuilder.zip([
        Member("__MACOSX/._a.csv", "x"), Member("b/.DS_Store", "x"), Member("Thumbs.db", "x"), Member("~$a.csv", "x"),
        Member("call.wav", "RIFF"), members[0],
      ]), conversations: one),
  ]
}

@Suite struct ArchiveTests {
  @Test("what stands behind a large member that is passed over is read", arguments: [200, 70_000, 2_000_000])
  func behindRecording(bytes: Int) throws {
    let table = "call_id,agent_id,speaker,text\n1,a,agent,Hello\n"
    let recording = ArchiveBuilder.Member("1.wav", String(repeating: "R", count: bytes))
    let tar = ArchiveBuilder.tar([recording, ArchiveBuilder.Member("1.csv", table), recording])
    let scratch = Scratch()
    let plain = scratch.write("x.tar", tar)
    let packed = scratch.write("x.tar.gz", ArchiveBuilder.gzip(tar))
    for path in [plain, packed] {
      let found = try Ingested.read([path], scratch: scratch)
      #expect(found.conversations == ["1 a [agent:Hello]"])
      #expect(found.rejects.isEmpty)
    }
  }

  @Test("an archive gives its conversations, and a reason for what it does not give", arguments: ArchiveCase.all)
  func gives(archive: ArchiveCase) throws {
    let scratch = Scratch()
    let path = scratch.write("x", archive.bytes)
    for blockBytes in [4 << 20, 64] {
      for isParallel in [true, false] {
        let found = try Ingested.read([path], blockBytes: blockBytes, scratch: scratch) {
          $0.passphrase = archive.passphrase
          $0.parallelStreams = isParallel
          $0.temporaryFolder = scratch.path
        }
        #expect(found.conversations == archive.conversations, "blocks of \(blockBytes)")
        #expect(found.rejects == archive.rejects, "blocks of \(blockBytes)")
      }
    }
  }

  @Test("limits stop what unpacks to too much")
  func limits() throws {
    let scratch = Scratch()
    let rows = (0..<3000).map { "\($0),a,agent,word\n" }.joined()
    let table = "call_id,agent_id,speaker,text\n" + rows
    let zip = scratch.write("x", ArchiveBuilder.zip([.init("a.csv", table), .init("b.csv", table)]))
    func reasons(_ set: (inout IngestLimits) -> Void) throws -> [String] {
      let found = try Ingested.read([zip], blockBytes: 4096) { set(&$0.limits) }
      return found.rejects.map { String($0.prefix { $0 != " " }) }
    }
    #expect(try reasons { _ in } == [])
    #expect(try reasons { $0.unpackedBytes = 10_000 }.allSatisfy { $0 == "archive_limit" })
    #expect(try reasons { $0.unpackedBytes = 10_000 }.isEmpty == false)
    #expect(try reasons { $0.entryBytes = 10_000 }.first == "archive_limit")
    #expect(try reasons { $0.entries = 1 } == ["archive_limit"])
    let bomb = scratch.write("y", Packed.bytes(Packed.bomb))
    let found = try Ingested.read([bomb], scratch: scratch) { $0.limits.ratioFreeBytes = 1000 }
    #expect(found.rejects == ["archive_limit y"])
    #expect(try Ingested.read([bomb]).conversations.count == 1)
  }

  @Test("runs of members read by several lanes count each member once")
  func runs() throws {
    let scratch = Scratch()
    let members = (0..<60).map { ArchiveBuilder.Member("\($0).csv", "call_id,speaker,text\n\($0),a,word\n") }
    let path = scratch.write("x", ArchiveBuilder.zip(members))
    var options = IngestOptions()
    options.blockBytes = 128
    options.limits.entries = 60
    let feed = try IngestFeed(inputs: [path], options: options)
    var blocks = [IngestBlock(), IngestBlock(), IngestBlock()]
    var found: [(IngestUnit, [String])] = []
    var batch = Batch()
    var open = Set(blocks.indices)
    while !open.isEmpty {
      for lane in blocks.indices where open.contains(lane) {
        guard let unit = try feed.claim(&blocks[lane]) else {
          open.remove(lane)
          continue
        }
        feed.decode(unit, &blocks[lane], into: &batch)
        #expect(batch.rejects.isEmpty)
        found.append((unit, batch.conversations.map { batch.string($0.id) }))
      }
    }
    let ids = found.sorted { $0.0 < $1.0 }.flatMap(\.1)
    #expect(ids == (0..<60).map(String.init))
  }

  @Test("an archive cut at any byte ends with a reason, and never with anything else")
  func truncation() throws {
    let scratch = Scratch()
    let members = [
      ArchiveBuilder.Member("a.csv", "call_id,speaker,text\n1,a,x\n"), .init("b.csv", "call_id,speaker,text\n2,a,y\n"),
    ]
    for whole in [
      ArchiveBuilder.zip(members), ArchiveBuilder.gzip(ArchiveBuilder.tar(members)), Packed.bytes(Packed.xz),
    ] {
      for count in stride(from: 1, to: whole.count, by: whole.count > 1000 ? 37 : 1) {
        let path = scratch.write("x", whole[..<count])
        let found = try Ingested.read([path])
        #expect(found.conversations.count <= 2)
        #expect(!found.rejects.isEmpty || count > whole.count - 1100, "cut at \(count)")
      }
    }
  }

  @Test("seeded damage never does more than lose conversations")
  func damage() throws {
    let scratch = Scratch()
    var random = SeededGenerator(seed: 53)
    let members = [ArchiveBuilder.Member("a.csv", TableCase.plain), .init("b.csv", TableCase.plain)]
    let wholes = [
      ArchiveBuilder.zip(members), ArchiveBuilder.gzip(ArchiveBuilder.tar(members)), ArchiveBuilder.tar(members),
      Packed.bytes(Packed.sevenZip), Packed.bytes(Packed.xz), Packed.bytes(Packed.zstd), Packed.bytes(Packed.lz4),
      Packed.bytes(Packed.bzip2), Packed.bytes(Packed.zipAes),
    ]
    for round in 0..<600 {
      var bytes = wholes[round % wholes.count]
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      let path = scratch.write("x", bytes)
      let found = try Ingested.read([path], blockBytes: 128) {
        $0.limits.unpackedBytes = 1 << 20
        $0.passphrase = "secret"
      }
      #expect(found.conversations.count + found.rejects.count < 1000)
    }
  }
}
