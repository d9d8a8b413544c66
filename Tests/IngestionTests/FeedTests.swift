import Record
import Testing

@testable import Ingestion

@Suite struct FeedTests {
  private let rows = "1,a,agent,Hello\n1,a,customer,Hi\n2,b,agent,Yes?\n"
  private let header = "call_id,agent_id,speaker,text\n"

  @Test("inputs come in the order of their paths, folders are walked, what is no export is passed over")
  func canonicalOrder() throws {
    let scratch = Scratch()
    let second = scratch.write("b.csv", header + "2,b,agent,x\n")
    let first = scratch.write("B/z.csv", header + "1,b,agent,x\n")
    let third = scratch.write("é.csv", header + "3,b,agent,x\n")
    scratch.write(".hidden.csv", header + "4,b,agent,x\n")
    scratch.write("~$lock.csv", header + "5,b,agent,x\n")
    scratch.write("call.wav", "RIFF")
    let expected = ["1 b [agent:x]", "2 b [agent:x]", "3 b [agent:x]"]
    #expect(try Ingested.read([scratch.path]).conversations == expected)
    #expect(try Ingested.read([scratch.path + "/"]).conversations == expected)
    #expect(try Ingested.read([third, second, first, second]).conversations == expected)
  }

  @Test("a path that is not there ends the run before it begins")
  func noSuchInput() {
    #expect(throws: IngestError.self) { try Ingested.read(["/nowhere/at/all.csv"]) }
  }

  @Test("what can't be read costs itself only, and says why")
  func quarantine() throws {
    let scratch = Scratch()
    scratch.write("a.csv", header + rows)
    scratch.write("b.bin", [0, 1, 2, 3, 200, 201])
    scratch.write("c.csv", header + rows.replacing("1,", "3,").replacing("2,", "4,"))
    let found = try Ingested.read([scratch.path], scratch: scratch)
    #expect(found.conversations.count == 4)
    #expect(found.rejects == ["unknown_format b.bin"])
  }

  @Test("many small files come in few units, with the same results as one by one")
  func smallFiles() throws {
    let scratch = Scratch()
    for number in 100..<400 { scratch.write("\(number).csv", header + "\(number),a,agent,text of \(number)\n") }
    let feed = try IngestFeed(inputs: [scratch.path])
    var block = IngestBlock()
    var batch = Batch()
    var units = 0
    var ids: [String] = []
    while let unit = try feed.claim(&block) {
      feed.decode(unit, &block, into: &batch)
      units += 1
      ids += batch.conversations.map { batch.string($0.id) }
    }
    #expect(units == 1)
    #expect(ids == (100..<400).map(String.init))
  }

  @Test("runs of small files give the same on any number of lanes, with archives and damage among them")
  func smallFileRuns() throws {
    let scratch = Scratch()
    for number in 100..<200 { scratch.write("\(number).csv", header + "\(number),a,agent,text of \(number)\n") }
    scratch.write("120.csv", [])
    scratch.write("130.csv", [0, 1, 2, 3, 200, 201])
    let members = (0..<40).map { ArchiveBuilder.Member("m\($0).csv", header + "m\($0),a,agent,from an archive\n") }
    scratch.write("140", ArchiveBuilder.zip(members))
    scratch.write("150.dat", ArchiveBuilder.gzip(ArchiveBuilder.tar([members[7]])))
    scratch.write("160.csv", Array((header + "160,a,agent,sixteen bits\n").utf16.flatMap { [UInt8($0 & 255), 0] }))
    let whole = try Ingested.read([scratch.path], scratch: scratch)
    #expect(whole.conversations.count == 98 + 41)
    #expect(whole.rejects.count == 2)
    #expect(whole.conversations.contains("160 a [agent:sixteen bits]"))
    for blockBytes in [64, 300, 1000] {
      for isParallel in [true, false] {
        for isSeparate in [true, false] {
          let found = try Ingested.read([scratch.path], blockBytes: blockBytes, scratch: scratch) {
            $0.parallelStreams = isParallel
            $0.separatesFiles = isSeparate
          }
          #expect(found.conversations == whole.conversations)
          #expect(found.rejects == whole.rejects)
          #expect(found.lines.sorted() == whole.lines.sorted())
        }
      }
    }
  }

  @Test("lanes that read runs of their own say what each file was, and its hash", arguments: [1, 3])
  func smallFilesAreDescribed(lanes: Int) throws {
    let scratch = Scratch()
    for number in 100..<130 { scratch.write("\(number).csv", header + "\(number),a,agent,text\n") }
    scratch.write("110", ArchiveBuilder.gzip(Array((header + rows).utf8)))
    scratch.write("111.csv", "nothing that anyone knows")
    var options = IngestOptions()
    options.blockBytes = 200
    let feed = try IngestFeed(inputs: [scratch.path], options: options)
    var blocks = (0..<lanes).map { _ in IngestBlock() }
    var batch = Batch()
    var units: [(unit: IngestUnit, ids: [String])] = []
    var open = Set(0..<lanes)
    while !open.isEmpty {
      for lane in open.sorted() {
        guard let unit = try feed.claim(&blocks[lane]) else {
          open.remove(lane)
          continue
        }
        feed.decode(unit, &blocks[lane], into: &batch)
        units.append((unit, batch.conversations.map { batch.string($0.id) }))
      }
    }
    units.sort { $0.unit < $1.unit }
    let ids = units.flatMap(\.ids)
    let numbers = Array(100..<110) + [1, 2, 110] + Array(112..<130)
    #expect(ids == numbers.map { String($0) })
    let files = feed.files
    var formats = [String](repeating: "csv", count: 31)
    formats[10] = "gz"
    formats[12] = "unknown"
    #expect(files.map(\.format) == formats)
    for file in files { #expect(try file.hash == IngestFeed.contentHash(of: file.path)) }
  }

  @Test("each input's hash is that of its contents, whatever the blocks", arguments: [64, 1 << 20, 3 << 20, 4 << 20])
  func hashes(blockBytes: Int) throws {
    let scratch = Scratch()
    var text = header
    var number = 0
    while text.utf8.count < 2_300_000 {
      text += "\(number),a,agent,\(String(repeating: "word ", count: 2000))\n"
      number += 1
    }
    scratch.write("large.csv", text)
    scratch.write("small.csv", header + rows)
    var options = IngestOptions()
    options.blockBytes = blockBytes == 64 ? 100_000 : blockBytes
    let feed = try IngestFeed(inputs: [scratch.path], options: options)
    var block = IngestBlock()
    var batch = Batch()
    while let unit = try feed.claim(&block) { feed.decode(unit, &block, into: &batch) }
    let bytes = Array(text.utf8)
    let pieces = stride(from: 0, to: bytes.count, by: 1 << 20).map { start in
      Fingerprint.xxh64(Array(bytes[start..<min(bytes.count, start + 1 << 20)]))
    }
    let folded = pieces.flatMap { piece in (0..<8).map { UInt8(truncatingIfNeeded: piece >> ($0 * 8)) } }
    #expect(feed.files[0].hash == Fingerprint.hex(Fingerprint.xxh64(folded)))
    #expect(feed.files[1].hash != nil)
  }

  @Test("metadata in a table of its own joins transcripts by id, in any case; rows without partner are listed")
  func joins() throws {
    let scratch = Scratch()
    scratch.write("calls.csv", "call_id,agent_id,team,csat\nA1,ana,East,4.5\nB2,bo,West,\n")
    scratch.write("texts.csv", "call_id,transcript\na1,Agent: Hello\n")
    let found = try Ingested.read([scratch.path], scratch: scratch)
    #expect(found.conversations == ["a1 ana [Agent:Hello]"])
    #expect(found.lines[0].contains("\"team\":\"East\""))
    #expect(found.lines[0].contains("\"csat\":4.5"))
    #expect(found.rejects == ["no_transcript calls.csv#row 3"])
  }

  @Test("metadata within a zip joins the transcripts beside it")
  func joinsWithinZip() throws {
    let scratch = Scratch()
    let zip = scratch.write(
      "z.zip",
      ArchiveBuilder.zip([
        .init("a-texts.csv", "call_id,transcript\nA1,Agent: Hello\n"),
        .init("b-calls.csv", "call_id,agent_id,team\nA1,ana,East\nB2,bo,West\n"),
      ]))
    for isParallel in [true, false] {
      let found = try Ingested.read([zip], scratch: scratch) { $0.parallelStreams = isParallel }
      #expect(found.conversations == ["A1 ana [Agent:Hello]"])
      #expect(found.rejects == ["no_transcript z.zip!/b-calls.csv#row 3"])
    }
  }

  @Test("lines and elements are cut anywhere without a trace", arguments: [64, 100, 333, 4 << 20])
  func otherFormats(blockBytes: Int) throws {
    let scratch = Scratch()
    let lines = (1...30).map {
      "{\"id\":\"\($0)\",\"agent_id\":\"a\",\"turns\":[{\"speaker\":\"agent\",\"text\":\"word \($0)\"}]}\n"
    }
    let json = scratch.write("c.ndjson", lines.joined())
    let elements = (1...30).map {
      "<!-- </conversation> --><conversation id=\"\($0)\" agent=\"a\"><turn speaker=\"agent\"><![CDATA[</conversation>]]>word \($0)"
        + "</turn></conversation >\n"
    }
    let xml = scratch.write("c.xml", "<conversations>\n" + elements.joined() + "</conversations>\n")
    let fromLines = try Ingested.read([json], blockBytes: blockBytes, scratch: scratch)
    #expect(fromLines.conversations.count == 30)
    #expect(fromLines.rejects.isEmpty)
    #expect(fromLines.lines[29].contains("#line 30"))
    let fromElements = try Ingested.read([xml], blockBytes: blockBytes, scratch: scratch)
    #expect(fromElements.conversations == (1...30).map { "\($0) a [agent:</conversation>word \($0)]" })
    #expect(fromElements.rejects.isEmpty)
    #expect(fromElements.lines[29].contains("#record 30"))
  }

  @Test("a record beyond the limit is left out and the rest goes on")
  func tooLarge() throws {
    let scratch = Scratch()
    let long = String(repeating: "x", count: 5000)
    let path = scratch.write(
      "t.csv",
      header + "1,a,agent,ok\n2,a,agent,\"\(long)\"\n3,a,agent,ok\n4,a,agent,\"open\n"
        + (5..<400).map { "\($0),a,agent,ok\n" }.joined())
    let found = try Ingested.read([path], blockBytes: 512, scratch: scratch) { $0.limits.recordBytes = 2000 }
    #expect(found.conversations.count == 2 + 395)
    #expect(found.rejects == ["record_too_large t.csv#row 3", "record_too_large t.csv#row 5"])
    let lines = scratch.write(
      "t.ndjson",
      "{\"id\":\"1\",\"turns\":[{\"speaker\":\"a\",\"text\":\"\(long)\"}]}\n{\"id\":\"2\",\"turns\":[{\"speaker\":\"a\",\"text\":\"x\"}]}\n"
    )
    let fromLines = try Ingested.read([lines], blockBytes: 512, scratch: scratch) { $0.limits.recordBytes = 2000 }
    #expect(fromLines.conversations == ["2  [a:x]"])
    #expect(fromLines.rejects == ["record_too_large t.ndjson#line 1"])
  }

  @Test("a conversation beyond the limit is one reject, and none of its rows comes through", arguments: [512, 4096])
  func tooLargeConversation(blockBytes: Int) throws {
    let scratch = Scratch()
    let giant = String(repeating: "2,a,agent,word after word\n", count: 2000)
    for last in ["", "3,a,agent,ok\n", "x\n3,a,agent,ok\n", "3,a,agent,ok"] {
      let path = scratch.write("t.csv", header + "1,a,agent,ok\n" + giant + last)
      let found = try Ingested.read([path], blockBytes: blockBytes, scratch: scratch) {
        $0.limits.recordBytes = 2000
        $0.limits.conversationBytes = 20_000
      }
      let others = found.conversations.count
      #expect(others == (last.isEmpty ? 1 : 2), "\(last)")
      #expect(found.rejects.first == "conversation_too_large t.csv#row 3")
      #expect(found.rejects.count == (last.hasPrefix("x") ? 2 : 1))
      if !last.isEmpty {
        let row = last.hasPrefix("x") ? "#row 2004\"" : "#row 2003\""
        #expect(found.lines.contains { $0.contains(row) && $0.contains("\"id\":\"3\"") })
      }
    }
  }
}
