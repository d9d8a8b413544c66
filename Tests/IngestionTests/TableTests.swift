import Testing

@testable import Ingestion

/// One small table and what it has to give, whatever the size of the blocks.
struct TableCase: Sendable, CustomTestStringConvertible {
  var name: String
  var bytes: [UInt8]
  var conversations: [String]
  var rejects: [String] = []

  init(_ name: String, _ text: String, _ conversations: [String], rejects: [String] = []) {
    self.init(name, bytes: Array(text.utf8), conversations, rejects: rejects)
  }

  init(_ name: String, bytes: [UInt8], _ conversations: [String], rejects: [String] = []) {
    self.name = name
    self.bytes = bytes
    self.conversations = conversations
    self.rejects = rejects
  }

  var testDescription: String { name }

  static let plain = "call_id,agent_id,speaker,text\n1,a,agent,Hello\n1,a,customer,Hi\n2,b,agent,Yes?\n"
  static let plainResult = ["1 a [agent:Hello|customer:Hi]", "2 b [agent:Yes?]"]

  static let all: [TableCase] = [
    TableCase("plain", plain, plainResult),
    TableCase("no last line end", String(plain.dropLast()), plainResult),
    TableCase("CR LF", plain.replacing("\n", "\r\n"), plainResult),
    TableCase("lone CR", plain.replacing("\n", "\r"), plainResult),
    TableCase("mixed line ends", "call_id,speaker,text\r\n1,a,x\r1,b,y\n2,a,z\r\n", ["1  [a:x|b:y]", "2  [a:z]"]),
    TableCase("semicolons", plain.replacing(",", ";"), plainResult),
    TableCase("tabs", plain.replacing(",", "\t"), plainResult),
    TableCase("bars", plain.replacing(",", "|"), plainResult),
    TableCase("sep line", "sep=;\r\n" + plain.replacing(",", ";"), plainResult),
    TableCase("quoted sep line", "\"sep=;\"\n" + plain.replacing(",", ";"), plainResult),
    TableCase("byte order mark", "\u{FEFF}" + plain, plainResult),
    TableCase("title rows", "Weekly export\n\nTeam East;all\n" + plain, plainResult),
    TableCase(
      "header again", plain + plain.replacing("1,a", "3,a").replacing("2,b", "4,b"),
      [
        "1 a [agent:Hello|customer:Hi]", "2 b [agent:Yes?]", "3 a [agent:Hello|customer:Hi]", "4 b [agent:Yes?]",
      ]),
    TableCase("blank lines", "call_id,speaker,text\n\n1,a,x\n\n\n1,b,y\n", ["1  [a:x|b:y]"]),
    TableCase(
      "quotes", "call_id,speaker,text\n1,a,\"x, \"\"y\"\"\nz\"\n1,b,\"\"\n2,a,\"\"\"\"\n",
      [
        "1  [a:x, \"y\"\nz|b:]", "2  [a:\"]",
      ]),
    TableCase(
      "quotes within a cell", "call_id,speaker,text\n1,a,5\" pipe\n1,b,x \"y\" z\n", ["1  [a:5\" pipe|b:x \"y\" z]"]),
    TableCase(
      "text behind a quote", "call_id,speaker,text\n1,a,\"x\"y\n1,b,\"x\"\"y\"z\"w\n", ["1  [a:xy|b:x\"yz\"w]"]),
    TableCase("quoted ids", "call_id,speaker,text\n\"1\",a,x\n1,b,y\n\"2\",a,z\n", ["1  [a:x|b:y]", "2  [a:z]"]),
    TableCase(
      "a quote never closed", "call_id,speaker,text\n1,a,x\n2,a,\"y\n3,a,z\n", ["1  [a:x]", "3  [a:z]"],
      rejects: ["malformed_row t.csv#row 3"]),
    TableCase(
      "ragged rows", "call_id,speaker,text\n1,a,x\n1,b\n2,a,y,z\n2,b,w,,\n", ["1  [a:x]", "2  [b:w]"],
      rejects: ["malformed_row t.csv#row 3", "malformed_row t.csv#row 4"]),
    TableCase(
      "totals row", plain + "Total,3\n", plainResult, rejects: ["malformed_row t.csv#row 5"]),
    TableCase(
      "ids", "call_id,speaker,text\n=\"0012\",a,x\n,b,y\n1.2E+11,a,z\n'07,a,w\n", ["0012  [a:x]", "07  [a:w]"],
      rejects: ["missing_id t.csv#row 3", "unrecoverable_id t.csv#row 4"]),
    TableCase("nothing", "call_id,agent_id,speaker,text\n1,[None],a,x\n1,N/A,b,y\n", ["1  [a:x|b:y]"]),
    TableCase("columns in another order", "text,speaker,call_id\nx,a,1\ny,b,1\nz,a,2\n", ["1  [a:x|b:y]", "2  [a:z]"]),
    TableCase("header only", "call_id,speaker,text\n", []),
    TableCase("names with blanks and case", " Call ID ,Speaker\u{A0}, Text\n1,a,x\n", ["1  [a:x]"]),
    TableCase(
      "a change of agent", "call_id,agent_id,speaker,text\n1,a,agent,x\n1,b,agent,y\n1,b,customer,z\n",
      [
        "1 b [agent:x|agent:y|customer:z]"
      ]),
    TableCase(
      "empty file", "", [], rejects: ["empty_file t.csv"]),
    TableCase("blanks only", " \r\n\t", [], rejects: ["empty_file t.csv"]),
    TableCase("not a table", "just some words\nand more\n", [], rejects: ["unknown_format t.csv"]),
    TableCase(
      "Windows-1252", bytes: Array("call_id,speaker,text\n1,a,caf".utf8) + [0xE9, 0x20, 0x93, 0x81, 0x94, 0x0A],
      ["1  [a:café “\u{FFFD}”]"]),
    TableCase("UTF-16 with mark", bytes: utf16("\u{FEFF}" + plain, little: true), plainResult),
    TableCase("UTF-16 without mark", bytes: utf16(plain, little: true), plainResult),
    TableCase("UTF-16 big-endian", bytes: utf16("\u{FEFF}" + plain, little: false), plainResult),
    TableCase("UTF-16 big-endian without mark", bytes: utf16(plain, little: false), plainResult),
    TableCase(
      "UTF-16 pairs", bytes: utf16("\u{FEFF}call_id\tspeaker\ttext\n1\ta\t\u{1F600}é\n", little: true),
      [
        "1  [a:\u{1F600}é]"
      ]),
    TableCase(
      "transcript in a cell",
      "call_id,agent,transcript\n7,Ana,\"Agent: Hello.\nCustomer: Hi, it's \"\"urgent\"\".\n  second line\nAgent: Sure.\"\n",
      [
        "7 Ana [Agent:Hello.|Customer:Hi, it's \"urgent\".\n  second line|Agent:Sure.]"
      ]),
    TableCase(
      "transcript with times", "call_id,transcript\n7,\"[00:01] Agent: Hello.\n[00:05] Customer: Note: mine.\"\n",
      [
        "7  [Agent:Hello.|Customer:Note: mine.]"
      ]),
    TableCase(
      "transcript with tags", "call_id,transcript\n7,<operator>Hello <b>you</b><client>Hi<operator>Bye\n",
      [
        "7  [operator:Hello <b>you</b>|client:Hi|operator:Bye]"
      ]),
    TableCase(
      "no transcript", "call_id,transcript\n7,\n8,Agent: x\n", ["8  [Agent:x]"], rejects: ["no_turns t.csv#row 2"]),
    TableCase(
      "XM Discover",
      "conversationId,conversationTimestamp,participantId,participantType,text,start,end\nc1,2026-03-02T10:00:00,p1,AGENT,Hello,0.4,2.1\nc1,2026-03-02T10:00:00,p2,CLIENT,Hi,2.5,4\n",
      [
        "c1  [AGENT:Hello|CLIENT:Hi]"
      ]),
  ]

  static func utf16(_ text: String, little: Bool) -> [UInt8] {
    text.utf16.flatMap { little ? [UInt8($0 & 0xFF), UInt8($0 >> 8)] : [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
  }
}

@Suite struct TableTests {
  @Test("a table gives the same conversations in blocks of any size", arguments: TableCase.all)
  func sameInAnyBlocks(table: TableCase) throws {
    let scratch = Scratch()
    let path = scratch.write("t.csv", table.bytes)
    var first: Ingested?
    for blockBytes in [4 << 20, 64, 65, 71, 96, 128] {
      let found = try Ingested.read([path], blockBytes: blockBytes, scratch: scratch)
      #expect(found.conversations == table.conversations, "blocks of \(blockBytes)")
      #expect(found.rejects == table.rejects, "blocks of \(blockBytes)")
      if let first { #expect(found.lines == first.lines) } else { first = found }
    }
  }
}

extension String {
  /// Without Foundation.
  func replacing(_ old: Character, _ new: String) -> String {
    String(flatMap { $0 == old ? Array(new) : [$0] })
  }

  func replacing(_ old: String, _ new: String) -> String {
    var result = ""
    var rest = self[...]
    while !rest.isEmpty {
      if rest.hasPrefix(old) {
        result += new
        rest = rest.dropFirst(old.count)
      } else {
        result.append(rest.removeFirst())
      }
    }
    return result
  }
}
