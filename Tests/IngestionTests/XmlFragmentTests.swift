import Record
import Testing

@testable import Ingestion

/// Conversations of generic XML, decoded from a run of records.
struct XmlFragmentTests {
  static let clean = """
    <?xml version="1.0" encoding="UTF-8"?>
    <conversations>
      <conversation id="C1" agent="A7" team="North &amp; East" queue="billing" started_at="2026-11-02T16:51:23Z" channel="voice">
        <customer><name>Priya Johnson</name></customer>
        <turn n="0" speaker="customer" start_ms="1532" end_ms="2909">Hello &lt;there&gt; &#8364;5</turn>
        <turn n="1" speaker="agent" start_ms="3161" end_ms="4153">Where to?</turn>
      </conversation>
      <conversation id="C2" agent="A8"><turn speaker="agent"><![CDATA[a < b]]></turn></conversation>
    </conversations>
    """

  @Test func readsMetadataAndTurns() throws {
    let batch = try decodeXml(XmlFragmentTests.clean)
    #expect(batch.rejects.isEmpty)
    let first = try #require(batch.conversations.first)
    #expect(batch.conversations.count == 2)
    #expect(batch.string(first.id) == "C1")
    #expect(batch.string(first.agentID) == "A7")
    #expect(batch.string(first.team) == "North & East")
    #expect(batch.string(first.queue) == "billing")
    #expect(batch.string(first.channel) == "voice")
    #expect(batch.string(first.customerName) == "Priya Johnson")
    #expect(batch.string(first.sourceRef) == "calls.xml#record 1")
    #expect(first.startedAt == 1_793_638_283_000)
    #expect(first.turns == 0..<2)
    #expect(batch.string(batch.turns[0].text) == "Hello <there> €5")
    #expect(batch.string(batch.turns[0].label) == "customer")
    #expect(batch.turns[1].startMs == 3161)
    #expect(batch.turns[1].endMs == 4153)
    #expect(batch.turns[1].number == 1)
    #expect(batch.string(batch.turns[2].text) == "a < b")
  }

  @Test func readsOtherNames() throws {
    let batch = try decodeXml(
      """
      <export xmlns="urn:x"><calls><call><call-id>77</call-id><agent><id>a1</id><name>Ana Ruiz</name></agent>
      <StartTime>2026-03-02 10:00:00+01:00</StartTime><Duration>00:05:12</Duration><Rating>4.5</Rating><site>Lyon</site>
      <transcript><utterance><speaker>Agent</speaker><start>1.25</start><text>Hi <b>you</b></text></utterance></transcript></call></calls></export>
      """)
    let call = try #require(batch.conversations.first)
    #expect(batch.string(call.id) == "77")
    #expect(batch.string(call.agentID) == "a1")
    #expect(batch.string(call.agentName) == "Ana Ruiz")
    #expect(call.startedAt == 1_772_442_000_000)
    #expect(call.utcOffsetMinutes == 60)
    #expect(call.durationMs == 312_000)
    #expect(call.csatThousandths == 4500)
    #expect(batch.string(batch.turns[0].text) == "Hi you")
    #expect(batch.string(batch.turns[0].label) == "Agent")
    #expect(batch.turns[0].startMs == 1250)
    #expect(batch.extras.map { batch.string($0.key) + "=" + batch.string($0.value) } == ["site=Lyon"])
  }

  @Test(arguments: [
    ("control character", "Hello \u{0B} you", "Hello \u{FFFD} you"),
    ("reference to a control character", "Hello &#x1F; you", "Hello \u{FFFD} you"),
    ("bare ampersand", "salt & pepper", "salt & pepper"),
    ("HTML reference", "caf&eacute;&nbsp;x", "café\u{A0}x"),
    ("entity nobody declared", "a &xxe; b", "a &xxe; b"),
  ])
  func repairsOneRecord(_ name: String, _ text: String, _ expected: String) throws {
    let batch = try decodeXml(wrap(text))
    #expect(batch.rejects.isEmpty, "\(name)")
    #expect(batch.conversations.count == 3)
    #expect(batch.turns.map { batch.string($0.text) } == ["before", expected, "after"])
  }

  @Test func readsLatinBytesThatClaimToBeUtf8() throws {
    let text = Array(wrap("caf#").utf8).map { $0 == UInt8(ascii: "#") ? 0xE9 : $0 }
    let batch = try decodeXml(bytes: text)
    #expect(batch.turns.map { batch.string($0.text) } == ["before", "café", "after"])
    #expect(batch.conversations.map { $0.flags.contains(.encodingRepaired) } == [false, true, false])
  }

  @Test(arguments: ["<b>no end", "</turn></conversation></x>", "<turn a=1>", "<<<", "a ]]> b <"])
  func quarantinesTheBrokenRecordOnly(_ broken: String) throws {
    let batch = try decodeXml(wrap(broken))
    #expect(batch.conversations.map { batch.string($0.id) } == ["1", "3"])
    #expect(batch.turns.map { batch.string($0.text) } == ["before", "after"])
    let reject = try #require(batch.rejects.first)
    #expect(batch.rejects.count == 1)
    #expect(reject.reason == "malformed_xml")
    #expect(reject.sourceRef == "calls.xml#record 2")
    #expect(reject.detail.contains("line 3"))
  }

  @Test func keepsWhatStandsBeforeTheBreak() throws {
    let whole = Array(XmlFragmentTests.clean.utf8)
    for count in 60..<whole.count {
      var batch = Batch()
      guard let shape = try? XmlShape.sniff(Array(whole[..<count]), file: "calls.xml"), shape.contentStart < count
      else {
        continue
      }
      var decoder = XmlFragmentDecoder(shape: shape)
      decoder.decode(whole, shape.contentStart..<count, firstRecord: 1, into: &batch)
      #expect(batch.conversations.count + batch.rejects.count >= 1)
      #expect(batch.conversations.count <= 2)
      #expect(batch.rejects.count <= 1)
      for conversation in batch.conversations { #expect(Int(conversation.turns.upperBound) <= batch.turns.count) }
    }
  }

  @Test func refusesADocumentType() {
    let text =
      "<?xml version=\"1.0\"?>\n<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n<a><call id=\"1\"/></a>"
    #expect(throws: Problem.self) { try XmlShape.sniff(Array(text.utf8), file: "calls.xml") }
    #expect(throws: Never.self) { try XmlShape.sniff(Array(text.utf8), file: "calls.xml", allowDoctype: true) }
  }

  @Test func neverReadsAnEntityFromDisk() throws {
    let text = """
      <?xml version="1.0"?>
      <!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY % p SYSTEM "file:///etc/hosts"> %p;]>
      <a><call id="1"><turn>&x; end</turn></call></a>
      """
    let batch = try decodeXml(text, allowDoctype: true)
    #expect(batch.turns.map { batch.string($0.text) } == ["&x; end"])
  }

  @Test func limitsDepthAndText() throws {
    let deep = wrap(String(repeating: "<b>", count: 300) + String(repeating: "</b>", count: 300))
    let batch = try decodeXml(deep)
    #expect(batch.conversations.count == 2)
    #expect(batch.rejects.map(\.reason) == ["malformed_xml"])
  }

  @Test func takesTheWholeDocumentAsOneRecord() throws {
    let batch = try decodeXml("<call id=\"9\"><turn speaker=\"a\">x</turn></call>\n")
    #expect(batch.conversations.map { batch.string($0.id) } == ["9"])
    #expect(batch.turns.count == 1)
  }

  /// Three records; the given text is the second one's turn.
  private func wrap(_ text: String) -> String {
    """
    <conversations>
    <conversation id="1"><turn>before</turn></conversation>
    <conversation id="2"><turn>\(text)</turn></conversation>
    <conversation id="3"><turn>after</turn></conversation>
    </conversations>
    """
  }
}

func decodeXml(_ text: String, allowDoctype: Bool = false) throws -> Batch {
  try decodeXml(bytes: Array(text.utf8), allowDoctype: allowDoctype)
}

func decodeXml(bytes: [UInt8], allowDoctype: Bool = false) throws -> Batch {
  let shape = try XmlShape.sniff(bytes, file: "calls.xml", allowDoctype: allowDoctype)
  var batch = Batch()
  var decoder = XmlFragmentDecoder(shape: shape)
  decoder.decode(
    bytes, shape.contentStart..<bytes.count, firstRecord: 1, firstLine: shape.linesBefore + 1, into: &batch)
  return batch
}
