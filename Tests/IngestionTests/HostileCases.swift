import Testing

@testable import Ingestion

/// An input that means harm, or came to harm: what it is, and how it is made.
struct HostileCase: Sendable {
  var name: String
  /// Name of the file.
  var file: String
  /// Makes its bytes; gets the path of a file whose contents must never come out.
  var make: @Sendable (_ secret: String) -> [UInt8]
  var mapping: String?
  var passphrase: String?
  var ratio: Int64?
  /// Most bytes of a record, where they are not the usual ones.
  var record: Int?

  init(
    _ name: String, _ file: String, mapping: String? = nil, passphrase: String? = nil, ratio: Int64? = nil,
    record: Int? = nil, _ make: @escaping @Sendable (_ secret: String) -> [UInt8]
  ) {
    (self.name, self.file, self.mapping, self.passphrase) = (name, file, mapping, passphrase)
    (self.ratio, self.record) = (ratio, record)
    self.make = make
  }
}

/// The hostile inputs, by kind.
enum HostileCases {
  static let all: [(title: String, cases: [HostileCase])] = [
    ("XML", xml), ("JSON", json), ("Tables", tables), ("Archives", archives),
  ]

  // MARK: XML

  private static func call(_ id: Int, _ text: String = "Hello") -> String {
    "<call id=\"\(id)\" agent=\"a\"><turn speaker=\"agent\">\(text)</turn><turn speaker=\"customer\">Hi</turn></call>\n"
  }

  private static func calls(_ middle: String, head: String = "") -> [UInt8] {
    Array("\(head)<calls>\n\(call(1))\(middle)\(call(3))</calls>".utf8)
  }

  /// The same file by a mapping that lets document types pass: they are still never expanded.
  private static let allowing =
    "version: 1\nsources:\n  s: { match: { root: calls }, format: xml, record: \"/calls/call\", xml: { allow_doctype: true }, "
    + "fields: { conversation_id: \"@id\", agent.id: \"@agent\" }, turns: { each: turn, text: \".\", speaker: \"@speaker\" } }\n"

  /// A document type in its refused and in its allowed form.
  private static func doctype(_ name: String, _ make: @escaping @Sendable (String) -> [UInt8]) -> [HostileCase] {
    [HostileCase(name, "x.xml", make), HostileCase("\(name), `allow_doctype: true`", "x.xml", mapping: allowing, make)]
  }

  private static let xml: [HostileCase] =
    doctype("entity of a file") { secret in
      calls(call(2, "&x;"), head: "<!DOCTYPE calls [<!ENTITY x SYSTEM \"file://\(secret)\">]>")
    }
    + doctype("entity of a web address") { _ in
      calls(call(2, "&x;"), head: "<!DOCTYPE calls [<!ENTITY x SYSTEM \"http://127.0.0.1:1/x\">]>")
    }
    + doctype("parameter entity of a file") { secret in
      calls(
        call(2, "&x;"), head: "<!DOCTYPE calls [<!ENTITY % p SYSTEM \"file://\(secret)\"> %p; <!ENTITY x \"%p;\">]>")
    }
    + doctype("document type in a file") { secret in
      calls(call(2, "&x;"), head: "<!DOCTYPE calls SYSTEM \"file://\(secret)\">")
    }
    + doctype("billion laughs") { _ in
      var head = "<!DOCTYPE calls [<!ENTITY a0 \"lol\">"
      for level in 1...9 { head += "<!ENTITY a\(level) \"\(String(repeating: "&a\(level - 1);", count: 10))\">" }
      return calls(call(2, "&a9;"), head: head + "]>")
    }
    + doctype("quadratic blow-up") { _ in
      let head = "<!DOCTYPE calls [<!ENTITY a \"\(String(repeating: "a", count: 50_000))\">]>"
      return calls(call(2, String(repeating: "&a;", count: 20_000)), head: head)
    }
    + [
      HostileCase("XInclude of a file", "x.xml") { secret in
        calls(call(2, "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" parse=\"text\" href=\"\(secret)\"/>"))
      },
      HostileCase("elements 300 deep", "x.xml") { _ in
        calls(call(2, String(repeating: "<b>", count: 300) + String(repeating: "</b>", count: 300)))
      },
      HostileCase("elements 100,000 deep", "x.xml") { _ in calls(call(2, String(repeating: "<b>", count: 100_000))) },
      HostileCase("text of 12 MB", "x.xml") { _ in calls(call(2, String(repeating: "word ", count: 2_400_000))) },
      HostileCase("CDATA of 12 MB", "x.xml") { _ in
        calls(call(2, "<![CDATA[\(String(repeating: "word ", count: 2_400_000))]]>"))
      },
      HostileCase("attribute of 12 MB", "x.xml") { _ in
        calls(call(2).replacing("agent=\"a\"", with: "agent=\"\(String(repeating: "a", count: 12_000_000))\""))
      },
      HostileCase("control character", "x.xml") { _ in calls(call(2, "a\u{B}b")) },
      HostileCase("reference to a control character", "x.xml") { _ in calls(call(2, "a&#x1F;b")) },
      HostileCase("NUL in a text", "x.xml") { _ in calls(call(2, "a\0b")) },
      HostileCase("NUL in a name", "x.xml") { _ in calls(call(2).replacing("<turn ", with: "<tu\0rn ")) },
      HostileCase("claims UTF-8, has byte E9", "x.xml") { _ in
        calls(call(2, "caf#"), head: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>").map { $0 == 0x23 ? 0xE9 : $0 }
      },
      HostileCase("claims Windows-1252, is", "x.xml") { _ in
        calls(call(2, "caf#"), head: "<?xml version=\"1.0\" encoding=\"windows-1252\"?>").map { $0 == 0x23 ? 0xE9 : $0 }
      },
      HostileCase("claims UTF-8, is UTF-16", "x.xml") { _ in
        let text = String(decoding: calls(call(2), head: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"), as: UTF8.self)
        return [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
      },
      HostileCase("line end before the declaration", "x.xml") { _ in
        calls(call(2), head: "\n <?xml version=\"1.0\"?>")
      },
      HostileCase("two documents in one file", "x.xml") { _ in
        calls("") + Array("<?xml version=\"1.0\"?>".utf8) + calls("")
      },
      HostileCase("a browser's copy, with marks before tags", "x.xml") { _ in
        Array("<calls>\n- \(call(1))- \(call(2))</calls>".utf8)
      },
      HostileCase("tag that is not closed", "x.xml") { _ in calls(call(2).replacing("</call>", with: "")) },
      HostileCase("cut short", "x.xml") { _ in Array(calls(call(2)).dropLast(60)) },
    ]

  // MARK: JSON

  private static func ticket(_ id: String, _ text: String = "Hello") -> String {
    "{\"id\":\(id),\"requester_id\":1,\"comments\":[{\"plain_body\":\"\(text)\",\"author_id\":1},{\"plain_body\":\"Hi\",\"author_id\":2}]}"
  }

  private static func tickets(_ middle: String) -> [UInt8] { Array("[\(ticket("1")),\(middle),\(ticket("3"))]".utf8) }

  private static let json: [HostileCase] = [
    HostileCase("id of 19 digits", "x.json") { _ in tickets(ticket("9149970490000000181")) },
    HostileCase("half of a surrogate pair", "x.json") { _ in tickets(ticket("2", "\\ud800 x")) },
    HostileCase("NaN, control characters, NULs", "x.json") { _ in
      tickets(ticket("2", "a\u{1}\0b").dropLast() + ",\"n\":NaN}")
    },
    HostileCase("byte order mark", "x.json") { _ in [0xEF, 0xBB, 0xBF] + tickets(ticket("2")) },
    HostileCase("nested 300 deep", "x.json") { _ in
      tickets("{\"id\":2,\"a\":" + String(repeating: "[", count: 300) + String(repeating: "]", count: 300) + "}")
    },
    HostileCase("nested 100,000 deep, never closed", "x.json") { _ in tickets(String(repeating: "[", count: 100_000)) },
    HostileCase("text of 12 MB", "x.json") { _ in tickets(ticket("2", String(repeating: "word ", count: 2_400_000))) },
    HostileCase("record of 9 MB (limit 1 MB)", "x.json", record: 1 << 20) { _ in
      tickets(ticket("2", String(repeating: "word ", count: 1_800_000)))
    },
    HostileCase("record without sense", "x.json") { _ in tickets("{\"id\" 2}") },
    HostileCase("values behind each other on one line", "x.json") { _ in
      Array((ticket("1") + ticket("2") + ticket("3")).utf8)
    },
    HostileCase("cut short", "x.json") { _ in Array(tickets(ticket("2")).dropLast(40)) },
  ]

  // MARK: Tables

  private static let header = "call_id,agent_id,speaker,text\n"

  private static func rows(_ middle: [UInt8], header: String = header) -> [UInt8] {
    Array("\(header)1,a,agent,Hello\n1,a,customer,Hi\n".utf8) + middle
      + Array("3,a,agent,Hello\n3,a,customer,Hi\n".utf8)
  }

  private static func rows(_ middle: String) -> [UInt8] { rows(Array(middle.utf8)) }

  private static let tables: [HostileCase] = [
    HostileCase("NUL in a cell", "x.csv") { _ in rows("2,a,agent,Hel\0lo\n2,a,customer,Hi\n") },
    HostileCase("NUL in an id", "x.csv") { _ in rows("2\0x,a,agent,Hello\n2\0x,a,customer,Hi\n") },
    HostileCase("cell of 12 MB", "x.csv") { _ in rows("2,a,agent,\"\(String(repeating: "word ", count: 2_400_000))\"\n")
    },
    HostileCase("quote that is never closed", "x.csv") { _ in rows("2,a,agent,\"Hello\n2,a,customer,Hi\n") },
    HostileCase("row with too many cells", "x.csv") { _ in rows("2,a,agent,Hello,there\n") },
    HostileCase("row with too few cells", "x.csv") { _ in rows("2,a\n") },
    HostileCase("row without id", "x.csv") { _ in rows(",a,agent,Hello\n") },
    HostileCase("id that a spreadsheet rounded", "x.csv") { _ in rows("1.23E+11,a,agent,Hello\n") },
    HostileCase("id wrapped as a formula", "x.csv") { _ in rows("=\"0123\",a,agent,Hello\n=\"0123\",a,customer,Hi\n") },
    HostileCase("header once more in the middle", "x.csv") { _ in rows(header) },
    HostileCase("title and totals", "x.csv") { _ in Array("Weekly report\n\n".utf8) + rows("Total,2\n") },
    HostileCase("same column twice", "x.csv") { _ in
      Array("call_id,agent_id,speaker,text,text\n1,a,agent,Hello,x\n1,a,customer,Hi,y\n".utf8)
    },
    HostileCase("line ends of three kinds", "x.csv") { _ in rows("2,a,agent,Hello\r2,a,customer,Hi\r\n") },
    HostileCase("Windows-1252 with byte 81", "x.csv") { _ in
      rows(Array("2,a,agent,caf".utf8) + [0xE9, 0x81, 0x0A] + Array("2,a,customer,Hi\n".utf8))
    },
    HostileCase("UTF-16 with tabs", "x.txt") { _ in
      let text = String(decoding: rows("2,a,agent,Hello\n2,a,customer,Hi\n"), as: UTF8.self).replacing(",", with: "\t")
      return [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    },
    HostileCase("formulas in cells", "x.csv") { _ in rows("2,a,agent,=HYPERLINK(A1)\n2,a,customer,@SUM(1)\n") },
    HostileCase("cut short in a quoted cell", "x.csv") { _ in
      rows("2,a,agent,Hello\n2,a,customer,\"Hi").dropLast(32) + []
    },
    HostileCase("header and nothing else", "x.csv") { _ in Array(header.utf8) },
    HostileCase("no bytes at all", "x.csv") { _ in [] },
    HostileCase("noise", "x.csv") { _ in (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* $0 &* 31 ^ $0 >> 3) } },
  ]

  // MARK: Archives

  private typealias Member = ArchiveBuilder.Member

  private static let member = Member("a.csv", "\(header)1,a,agent,Hello\n1,a,customer,Hi\n")
  private static let other = Member("b.csv", "\(header)2,a,agent,Hello\n2,a,customer,Hi\n")

  private static func nest(_ depth: Int) -> [UInt8] {
    var bytes = ArchiveBuilder.zip([member])
    for _ in 1..<depth { bytes = ArchiveBuilder.zip([Member(Array("n.zip".utf8), bytes)]) }
    return bytes
  }

  private static let archives: [HostileCase] = [
    HostileCase("gzip that unpacks to 158 times its size (limit 100)", "x.csv.gz", ratio: 100) { _ in
      ArchiveBuilder.gzipBomb("\(header)1,a,agent,Hello\n2,a,agent,", matches: 300_000)
    },
    HostileCase("the same within a zip", "x.zip", ratio: 100) { _ in
      let bomb = ArchiveBuilder.gzipBomb("\(header)2,a,agent,", matches: 300_000)
      return ArchiveBuilder.zip([member, Member(Array("b.csv.gz".utf8), bomb)])
    },
    HostileCase("zips 3 deep", "x.zip") { _ in nest(3) },
    HostileCase("zips 40 deep", "x.zip") { _ in ArchiveBuilder.zip([other, Member(Array("n.zip".utf8), nest(40))]) },
    HostileCase("100,001 members", "x.tar") { _ in
      let empty = Array(ArchiveBuilder.tar([Member("n.wav", "")]).dropLast(1024))
      var tar = Array(ArchiveBuilder.tar([member]).dropLast(1024))
      for _ in 0..<100_000 { tar += empty }
      return tar + ArchiveBuilder.tar([other])
    },
    HostileCase("names that lead out: ../../x, /abs/x, ..\\x", "x.zip") { _ in
      ArchiveBuilder.zip([
        Member("../../tmp/x.csv", String(decoding: member.bytes, as: UTF8.self)),
        Member("/tmp/y.csv", String(decoding: other.bytes, as: UTF8.self)),
        Member("..\\z.csv", "\(header)3,a,agent,x\n"),
      ])
    },
    HostileCase("links and devices", "x.tar") { secret in
      ArchiveBuilder.tar([
        Member("s.csv", secret, type: "2"), Member("h.csv", secret, type: "1"), Member("d.csv", "", type: "3"), member,
      ])
    },
    HostileCase("link in a zip", "x.zip") { secret in ArchiveBuilder.zip([Member("s.csv", secret, type: "2"), member])
    },
    HostileCase("NUL in a name", "x.zip") { _ in ArchiveBuilder.zip([Member(Array("a\0b.csv".utf8), member.bytes)]) },
    HostileCase("name of 9,000 bytes", "x.zip") { _ in
      ArchiveBuilder.zip([Member([UInt8](repeating: 0x61, count: 9000) + Array(".csv".utf8), other.bytes), member])
    },
    HostileCase("name in code page 437", "x.zip") { _ in
      ArchiveBuilder.zip([Member([0x81, 0x2E, 0x63, 0x73, 0x76], member.bytes)])
    },
    HostileCase("same name twice", "x.tar") { _ in
      ArchiveBuilder.tar([member, Member(Array("a.csv".utf8), other.bytes)])
    },
    HostileCase("wrong checksum in a zip", "x.zip") { _ in ArchiveBuilder.zip([member, other], badCrcOf: 0) },
    HostileCase("wrong checksum in a gzip", "x.csv.gz") { _ in ArchiveBuilder.gzip(member.bytes, crc: 1) },
    HostileCase("zip cut short", "x.zip") { _ in Array(ArchiveBuilder.zip([member, other]).dropLast(200)) },
    HostileCase("gzip cut short", "x.csv.gz") { _ in Array(ArchiveBuilder.gzip(member.bytes + other.bytes).dropLast(60))
    },
    HostileCase("encrypted, no passphrase", "x.zip") { _ in Packed.bytes(Packed.zipAes) },
    HostileCase("encrypted, wrong passphrase", "x.zip", passphrase: "wrong") { _ in Packed.bytes(Packed.zipCrypto) },
    HostileCase("Excel workbook", "x.xlsx") { _ in
      ArchiveBuilder.zip([Member("[Content_Types].xml", "<a/>"), Member("xl/workbook.xml", "<b/>")])
    },
    HostileCase("leftovers of systems, recordings", "x.zip") { _ in
      ArchiveBuilder.zip([Member("__MACOSX/._a.csv", "x"), Member("Thumbs.db", "x"), Member("a.wav", "RIFF"), member])
    },
    HostileCase("empty zip", "x.zip") { _ in ArchiveBuilder.zip([]) },
    HostileCase("no archive behind its first bytes", "x.zip") { _ in
      [0x50, 0x4B, 3, 4] + [UInt8](repeating: 0xFF, count: 300)
    },
  ]
}
