import Record
import Testing

@testable import Ingestion

/// Packed bytes in memory, handed out in runs of any length.
private final class Runs: ArchiveBytes {
  private let bytes: [UInt8]
  private let longest: Int
  private var random: SeededGenerator
  private var position = 0
  private var run: [UInt8] = []

  init(_ bytes: [UInt8], longest: Int, seed: UInt64 = 1) {
    self.bytes = bytes
    self.longest = longest
    random = SeededGenerator(seed: seed)
  }

  var canSeek: Bool { true }
  var count: Int64 { Int64(bytes.count) }
  func seek(to offset: Int64) { position = min(Int(offset), bytes.count) }

  func next() -> UnsafeRawBufferPointer {
    let count = min(Int.random(in: 1...longest, using: &random), bytes.count - position)
    run = Array(bytes[position..<position + count])
    position += count
    return unsafe run.withUnsafeBytes { unsafe $0 }
  }
}

/// What a reader gives of an archive: each member's bytes, and whether something was wrong.
private struct Unpacked: Equatable {
  var members: [[UInt8]] = []
  var faults: [String] = []

  init(_ open: () throws(SourceFault) -> any MemberReader, step: Int = 1000) {
    do throws(SourceFault) {
      let reader = try open()
      while try reader.nextMember() != nil { read(reader, step) }
    } catch {
      faults.append(error.reason)
    }
  }

  private mutating func read(_ reader: any MemberReader, _ step: Int) {
    var bytes: [UInt8] = []
    do throws(SourceFault) {
      while try reader.read(count: step, into: &bytes) == step {}
    } catch {
      faults.append(error.reason)
    }
    members.append(bytes)
  }
}

@Suite struct InflateTests {
  private static let first = Array("call_id,speaker,text\n1,a,Hello\n".utf8)
  private static let second = Array("2,a,Goodbye\n".utf8)

  private func gunzip(_ bytes: [UInt8], longest: Int = 50, step: Int = 1000) -> Unpacked {
    Unpacked({ () throws(SourceFault) in try GzipReader(Runs(bytes, longest: longest)) }, step: step)
  }

  @Test("streams behind each other are one member, however the bytes come", arguments: [1, 3, 7, 1000])
  func concatenated(longest: Int) {
    let streams = ArchiveBuilder.gzip(Self.first) + ArchiveBuilder.gzip([]) + ArchiveBuilder.gzip(Self.second)
    for zeros in [0, 1, 512] {
      let found = gunzip(streams + [UInt8](repeating: 0, count: zeros), longest: longest, step: longest)
      #expect(found.members == [Self.first + Self.second])
      #expect(found.faults.isEmpty)
    }
  }

  @Test("damage of any stream is told, and the streams behind it are still read")
  func damagedEarlier() {
    let streams = ArchiveBuilder.gzip(Self.first, crc: 1) + ArchiveBuilder.gzip(Self.second)
    #expect(gunzip(streams).members == [Self.first + Self.second])
    #expect(gunzip(streams).faults == ["damaged_archive_member"])
    let garbage = ArchiveBuilder.gzip(Self.first) + Array("no gzip".utf8)
    #expect(gunzip(garbage).members == [Self.first])
    #expect(gunzip(garbage).faults == ["damaged_archive_member"])
    var short = ArchiveBuilder.gzip(Self.first)
    short[short.count - 4] ^= 1
    #expect(gunzip(short + ArchiveBuilder.gzip(Self.second)).faults == ["damaged_archive_member"])
  }

  @Test("a damaged stream of a concatenated gzip is a reject of the file")
  func feed() throws {
    let scratch = Scratch()
    var rows = ArchiveBuilder.gzip(Self.first, crc: 1)
    let words = String(repeating: "word ", count: 40)
    for number in 2..<2000 { rows += ArchiveBuilder.gzip(Array("\(number),a,\(words)\n".utf8)) }
    let path = scratch.write("x", rows)
    let found = try Ingested.read([path], blockBytes: 4096, scratch: scratch)
    #expect(found.conversations.count == 1999)
    #expect(found.rejects == ["damaged_archive_member x"])
  }

  @Test("gzip: what libarchive unpacks is what we unpack, damaged or not")
  func likeLibarchive() {
    var random = SeededGenerator(seed: 11)
    let wholes = [Packed.bytes(Packed.bomb), ArchiveBuilder.gzip(Self.first) + ArchiveBuilder.gzip(Self.second)]
    for round in 0..<400 {
      var bytes = wholes[round % 2]
      // Headers are left whole: libarchive takes what has an odd one for no gzip at all.
      let body = round % 2 == 0 ? 10..<bytes.count : 10..<40
      for _ in 0..<round % 3 {
        bytes[Int.random(in: body, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
      }
      let ours = gunzip(bytes, longest: 1 + round)
      let theirs = Unpacked { () throws(SourceFault) in
        try ArchiveHandle(Runs(bytes, longest: 1 + round), kind: .gzip, passphrase: nil)
      }
      if ours.faults.isEmpty {
        #expect(ours == theirs)
      } else if round % 3 == 0 {
        Issue.record("undamaged bytes gave \(ours.faults)")
      }
    }
  }

  @Test("zip: where we see no damage, libarchive unpacks the same")
  func zipLikeLibarchive() throws {
    var random = SeededGenerator(seed: 12)
    let members = [ArchiveBuilder.Member("a.csv", TableCase.plain), .init("b/c.csv", "x"), .init("d.csv", "")]
    let whole = ArchiveBuilder.zip(members)
    var readable = 0
    for round in 0..<600 {
      var bytes = whole
      for _ in 0..<round % 3 {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
      }
      let runs = Runs(bytes, longest: 1 + round)
      guard let directory = ZipDirectory(runs) else { continue }
      let ours = Unpacked { () throws(SourceFault) in try ZipReader(runs, directory) }
      guard ours.faults.isEmpty else { continue }
      readable += 1
      let theirs = Unpacked { () throws(SourceFault) in
        try ArchiveHandle(Runs(bytes, longest: 1 << 16), kind: .zip, passphrase: nil)
      }
      if theirs.faults.isEmpty { #expect(ours == theirs, "round \(round)") }
    }
    #expect(readable >= 200)
  }

  @Test("a deflated member is inflated and checked")
  func deflated() throws {
    // The gzip's deflate stream, taken out of its wrapping, as a member of a zip.
    let gzip = Packed.bytes(Packed.bomb)
    let text = gunzip(gzip).members[0]
    let packed = Array(gzip[10..<gzip.count - 8])
    for damage in [false, true] {
      var zip = ArchiveBuilder.zip([.init(Array("a.csv".utf8), packed)])
      let sizes =
        ArchiveBuilder.little(ArchiveBuilder.crc(text) ^ (damage ? 1 : 0), 4)
        + ArchiveBuilder.little(packed.count, 4) + ArchiveBuilder.little(text.count, 4)
      let directory = 30 + 5 + packed.count
      for (method, place) in [(8, 14), (directory + 10, directory + 16)] {
        zip.replaceSubrange(method..<method + 2, with: [8, 0])
        zip.replaceSubrange(place..<place + 12, with: sizes)
      }
      let runs = Runs(zip, longest: 100)
      let found = Unpacked { () throws(SourceFault) in try ZipReader(runs, try required(ZipDirectory(runs))) }
      #expect(found.members.map(\.count) == [text.count])
      #expect(found.members == [text], "inflated otherwise")
      #expect(found.faults == (damage ? ["damaged_archive_member"] : []))
    }
  }

  @Test("the CRC is that of the standard")
  func crc() {
    #expect(ArchiveBuilder.crc(Array("123456789".utf8)) == 0xCBF4_3926)
  }
}

/// `#require` throws any error; readers throw faults.
private func required<Value>(_ value: Value?) throws(SourceFault) -> Value {
  guard let value else { throw SourceFault(reason: "none", detail: "") }
  return value
}
