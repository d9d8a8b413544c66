import Record

@testable import Ingestion

extension FuzzTarget {
  /// XML by names that are known and by mappings, the quick pass, the tree, and the sanitizer in front of them.
  static let xml: [FuzzTarget] = [
    FuzzTarget("xml-conversations", words: xmlWords, cases: 150, seeds: documents) { bytes in
      PlanRun.check("calls.xml", bytes, isCutByDamage: true)
    },
    FuzzTarget("xml-quick-pass", words: xmlWords, cases: 500, seeds: documents, check: quickLikeSlow),
    mapped("xml-freshdesk", "freshdesk-xml", "Tickets0.xml", Seeds.samples("freshdesk-xml/Tickets0.xml")),
    mapped(
      "xml-verint", "verint-recording", "240004000000001.xml", Seeds.samples("verint-recording/240004000000001.xml")),
    FuzzTarget("xml-tree", words: xmlWords, cases: 600, seeds: documents + roots, check: tree),
    FuzzTarget("xml-sanitizer", words: xmlWords, cases: 1000, seeds: documents + roots, check: sanitizer),
    FuzzTarget("xml-shape", words: xmlWords, cases: 600, seeds: documents, check: shape),
    FuzzTarget(
      "html-text", words: xmlWords + ["<br>", "<script>", "&nbsp;", "&#128578;"], cases: 600, seeds: roots, check: html),
  ]

  private static let xmlWords = [
    "<conversation ", "</conversation>", "<turn>", "</turn>", "<turn/>", "id=\"", "<!--", "-->", "<![CDATA[", "]]>",
    "&amp;", "&#x1F;",
    "&#1114112;", "&eacute;", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<?", "?>", "<!DOCTYPE a [", "]>",
    "xmlns:x=\"u\"", "x:",
    "</", "/>", "=\"", "='",
  ]

  private static let documents =
    [Seeds.export("conversations.xml")] + Seeds.samples("xml-conversations/calls.xml")
    + Seeds.texts(
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <conversations>
      <conversation id="1" agent="A" team='R&amp;D'><turn n="0" speaker="agent" start_ms="5">Hi &amp; hello</turn></conversation>
      <conversation id="2"><agent id="7"><name>Ann O'Neil</name></agent><turn><speaker>Customer</speaker><text> a&lt;b </text></turn></conversation>
      <conversation id="3"><turn>a<![CDATA[b < c]]>d</turn><turn who="agent"/><!-- x --></conversation>
      <conversation id="4"><x:turn xmlns:x="u">p</x:turn></conversation><conversation id="5"/>
      </conversations>
      """,
      "<call id=\"9\"><turn speaker=\"a\">x &#8364;5</turn></call>\n",
      "<export><calls><call><call-id>77</call-id><transcript><utterance><speaker>A</speaker><start>1.25</start><text>Hi <b>you</b></text></utterance></transcript></call></calls></export>"
    )

  private static let roots = Seeds.texts(
    "<a x=\"1\" y='&lt;'><b>t</b>u<c/><![CDATA[v]]>&#233;</a>",
    "<p>One &amp; two<br/>three &nbsp; four</p><ul><li>x</li></ul>",
    "<a xmlns=\"u\" xmlns:p=\"v\"><p:b p:c=\"d\"/></a>")

  private static func mapped(_ name: String, _ profile: String, _ file: String, _ seeds: [[UInt8]]) -> FuzzTarget {
    let options = PlanRun.options(profile: profile)
    return FuzzTarget(name, words: xmlWords, cases: 120, seeds: seeds) {
      PlanRun.check("in/\(file)", $0, options: options, isCutByDamage: true)
    }
  }

  /// The quick pass gives what libxml2 gives.
  private static let quickLikeSlow: Check = { bytes in
    guard let shape = try? XmlShape.sniff(bytes, file: "calls.xml") else { return nil }
    // Within start tags that are none, libxml2 reads nothing and the quick pass what is there.
    var around = Tree()
    guard XmlTreeReader.read(shape.opening + shape.closing, into: &around) == nil else { return nil }
    func decode(isQuick: Bool) -> Batch {
      var decoder = XmlFragmentDecoder(shape: shape)
      decoder.usesQuickPass = isQuick
      var batch = Batch()
      decoder.decode(bytes, shape.contentStart..<bytes.count, firstRecord: 1, into: &batch)
      return batch
    }
    let (quick, slow) = (decode(isQuick: true), decode(isQuick: false))
    if let fault = BatchCheck.fault(quick) ?? BatchCheck.fault(slow) { return fault }
    if quick.conversations.isEmpty, slow.conversations.isEmpty, quick.rejects.isEmpty, !slow.rejects.isEmpty {
      return "the quick pass lost \(slow.rejects.count) rejects"
    }
    return lines(quick) == lines(slow) ? nil : "quick:\n\(lines(quick))\nlibxml2:\n\(lines(slow))"
  }

  /// libxml2's own words depend on where it began to read: its first error need not be the one that stopped it.
  private static func lines(_ batch: Batch) -> String {
    var batch = batch
    for index in batch.rejects.indices { batch.rejects[index].detail = "" }
    var sink = ByteSink()
    NdjsonEncoder().append(batch, to: &sink)
    return String(decoding: sink.bytes, as: UTF8.self)
  }

  /// A tree that fits together; and what is repaired is no less well-formed than it was.
  private static let tree: Check = { bytes in
    var tree = Tree()
    let failure = XmlTreeReader.read(bytes, into: &tree)
    if failure == nil, let fault = FuzzTarget.faults(in: tree) { return fault }
    guard failure == nil, BatchCheck.isUtf8(bytes), !bytes.contains(0) else { return nil }
    var repaired: [UInt8] = []
    _ = XmlSanitizer.repair(bytes, 0..<bytes.count, into: &repaired)
    var again = Tree()
    if let failure = XmlTreeReader.read(repaired, into: &again) { return "no longer well-formed: \(failure.message)" }
    return again.nodes.count == tree.nodes.count ? nil : "\(again.nodes.count) nodes for \(tree.nodes.count)"
  }

  /// UTF-8 without what XML forbids; and nothing is left to repair.
  private static let sanitizer: Check = { bytes in
    var once: [UInt8] = []
    var twice: [UInt8] = []
    let repairs = XmlSanitizer.repair(bytes, 0..<bytes.count, into: &once)
    if !BatchCheck.isUtf8(once) { return "no UTF-8" }
    if once.contains(where: { $0 < 0x20 && ![9, 10, 13].contains($0) }) { return "a control character is left" }
    if repairs == XmlSanitizer.Repairs(), once != bytes { return "changed without a repair" }
    let left = XmlSanitizer.repair(once, 0..<once.count, into: &twice)
    return once == twice ? nil : "repaired again: \(left)"
  }

  /// What is cut by stands where the shape says.
  private static let shape: Check = { bytes in
    for record in [nil, Array("turn".utf8)] {
      guard let shape = try? XmlShape.sniff(bytes, file: "x", allowDoctype: true, record: record) else { continue }
      guard shape.contentStart < bytes.count, bytes[shape.contentStart] == UInt8(ascii: "<") else { return "\(shape)" }
      let range = shape.withoutTail(bytes, shape.contentStart..<bytes.count)
      guard range.lowerBound >= shape.contentStart, range.upperBound <= bytes.count else { return "tail \(range)" }
    }
    return nil
  }

  private static let html: Check = { bytes in
    guard BatchCheck.isUtf8(bytes) else { return nil }
    let plain = HtmlText.plain(bytes, 0..<bytes.count)
    var decoded: [UInt8] = []
    HtmlEntities.decoded(bytes, 0..<bytes.count, into: &decoded)
    return BatchCheck.isUtf8(plain) && BatchCheck.isUtf8(decoded) ? nil : "no UTF-8"
  }
}
