import Record
import Testing

@testable import Ingestion

@Suite struct DecoderFuzzTests {
  private static let table = #"""
    call_id,agent_id,started_at,csat,speaker,start_ms,end_ms,text
    1,a,2026-03-02T10:00:00Z,4.5,agent,0,900,"Hello, ""you"""
    1,a,2026-03-02T10:00:00Z,4.5,customer,1000,1900,"Hi
    there"
    2,b,2026-03-02T11:00:00+01:00,,agent,0,500,Yes?

    """#
  private static let cells = #"""
    call_id;agent;start;transcript
    778;"Ruiz, Ana";02.03.2026 10:00:00;"[00:01] Agent: Hello, billing.
    [00:04] Customer: Hi, it's ""urgent"".
      second line"
    779;Bo;02.03.2026 11:00:00;<operator>Hello<client>Hi

    """#
  private static let lines = #"""
    {"id":"1","agent_id":"a","started_at":"2026-03-02T10:00:00Z","turns":[{"speaker":"agent","start_ms":0,"end_ms":9,"text":"Hi \\u00e9"}]}
    {"id":"2","legs":[{"agent_id":"b"}],"turns":[{"speaker":"customer","text":"x\\ny"}],"extras":{"k":"v"}}

    """#
  private static let xml = #"""
    <?xml version="1.0"?>
    <conversations><conversation id="1" agent="a"><customer><name>C &amp; D</name></customer>
    <turn n="0" speaker="agent" start_ms="0" end_ms="9">Hi <![CDATA[<b>]]></turn></conversation>
    <!-- between --><conversation id="2" agent="b"><turn speaker="customer">x</turn></conversation></conversations>

    """#

  static let samples: [(name: String, text: String)] = [
    ("t.csv", table), ("c.csv", cells), ("l.ndjson", lines), ("x.xml", xml),
  ]

  /// Whatever a decoder gives must stand within its batch.
  private func check(_ path: String, blockBytes: Int) throws {
    var options = IngestOptions()
    options.blockBytes = blockBytes
    options.limits.recordBytes = 4096
    let feed = try IngestFeed(inputs: [path], options: options)
    var block = IngestBlock()
    var batch = Batch()
    var records = 0
    do {
      while let unit = try feed.claim(&block) {
        feed.decode(unit, &block, into: &batch)
        records += batch.conversations.count + batch.rejects.count
        try #require(isConsistent(batch))
      }
    } catch IngestError.scattered {
      // Damage to an id may well make one come back.
    }
    #expect(records < 1000)
  }

  private func isConsistent(_ batch: Batch) -> Bool {
    let size = batch.arena.count
    func isInside(_ range: TextRange) -> Bool { range.end <= size }
    for conversation in batch.conversations {
      let texts = [
        conversation.id, conversation.sourceRef, conversation.agentID, conversation.agentName, conversation.team,
        conversation.customerName,
      ]
      guard texts.allSatisfy(isInside), conversation.turns.upperBound <= batch.turns.count,
        conversation.legs.upperBound <= batch.legs.count, conversation.extras.upperBound <= batch.extras.count
      else { return false }
      for text in texts where String(validating: batch.arena[text.indices], as: UTF8.self) == nil { return false }
    }
    for turn in batch.turns {
      guard isInside(turn.text), isInside(turn.label),
        String(validating: batch.arena[turn.text.indices], as: UTF8.self) != nil
      else { return false }
    }
    return zip(batch.rejects, batch.rejects.dropFirst()).allSatisfy { $0.position <= $1.position }
  }

  @Test("a file cut at any byte is read as far as it goes", arguments: samples.map(\.name))
  func truncation(name: String) throws {
    let scratch = Scratch()
    let text = DecoderFuzzTests.samples.first { $0.name == name }?.text ?? ""
    let bytes = Array(text.utf8)
    for count in 0...bytes.count {
      let path = scratch.write(name, bytes[..<count])
      try check(path, blockBytes: 4 << 20)
      try check(path, blockBytes: 64)
    }
  }

  @Test("seeded damage never does more than lose conversations", arguments: samples.map(\.name))
  func damage(name: String) throws {
    let scratch = Scratch()
    let text = DecoderFuzzTests.samples.first { $0.name == name }?.text ?? ""
    var random = SeededGenerator(seed: 59)
    let spicy: [UInt8] = [0, 0x22, 0x2C, 0x0A, 0x0D, 0x3B, 0x3C, 0x3E, 0x26, 0x5C, 0x7B, 0xFF, 0xC3, 0xE9, 0x1F]
    for _ in 0..<400 {
      var bytes = Array(text.utf8)
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[place] = spicy.randomElement(using: &random) ?? 0
        case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 2: bytes.insert(spicy.randomElement(using: &random) ?? 0, at: place)
        default: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...20, using: &random)))
        }
        if bytes.isEmpty { bytes = [0x22] }
      }
      let path = scratch.write(name, bytes)
      try check(path, blockBytes: 4 << 20)
      try check(path, blockBytes: 64)
    }
  }
}
