import Record
import Testing

@testable import Ingestion

@Suite struct GroupingTests {
  /// Rows of many conversations, mixed among each other, and the same rows in order.
  private func tables(seed: UInt64) -> (mixed: String, ordered: String) {
    var random = SeededGenerator(seed: seed)
    var rows: [(id: Int, text: String)] = []
    for turn in 0..<6 {
      for id in 0..<80 {
        rows.append((id, "C\(id),agent\(id % 7),speaker\(turn % 2),\"turn \(turn), \"\"quoted\"\"\nline\"\n"))
      }
    }
    let header = "call_id,agent_id,speaker,text\n"
    let ordered = header + (0..<80).map { id in rows.filter { $0.id == id }.map(\.text).joined() }.joined()
    // Turns of a conversation stay in their order, others come between.
    var queues = (0..<80).map { id in rows.filter { $0.id == id }.map(\.text) }
    var mixed = header
    while let index = queues.indices.filter({ !queues[$0].isEmpty }).randomElement(using: &random) {
      mixed += queues[index].removeFirst()
    }
    return (mixed, ordered)
  }

  @Test("rows that are not adjacent are noticed, and brought together on request", arguments: [64, 1000, 4 << 20])
  func bringsTogether(blockBytes: Int) throws {
    let scratch = Scratch()
    let (mixed, ordered) = tables(seed: 5)
    let path = scratch.write("mixed.csv", mixed)
    let expected = try Ingested.read([scratch.write("ordered.csv", ordered)], blockBytes: blockBytes)
    #expect(throws: IngestError.scattered(file: path)) { try Ingested.read([path], blockBytes: blockBytes) }
    let found = try Ingested.read([path], blockBytes: blockBytes) { $0.groupedFiles = [path] }
    #expect(found.conversations.sorted() == expected.conversations.sorted())
    #expect(found.conversations.count == 80)
    #expect(found.rejects.isEmpty)
  }

  @Test("adjacent rows are not taken for scattered ones", arguments: [64, 1000, 4 << 20])
  func letsAdjacentPass(blockBytes: Int) throws {
    let scratch = Scratch()
    let path = scratch.write("ordered.csv", tables(seed: 6).ordered)
    #expect(try Ingested.read([path], blockBytes: blockBytes).conversations.count == 80)
  }

  @Test("grouped rows keep their numbers")
  func keepsNumbers() throws {
    let scratch = Scratch()
    let path = scratch.write("t.csv", "call_id,speaker,text\n1,a,x\n2,a\n3,a,y\n1,b,z\n")
    let found = try Ingested.read([path], scratch: scratch) { $0.groupedFiles = [path] }
    #expect(found.conversations == ["1  [a:x|b:z]", "3  [a:y]"])
    #expect(found.rejects == ["malformed_row t.csv#row 3"])
    #expect(found.lines[0].contains("\"t.csv#row 2\""))
  }

  @Test("a look at ids alone never misses what decoding finds, and mostly needs no decoding")
  func looksAtIDs() throws {
    let scratch = Scratch()
    var random = SeededGenerator(seed: 21)
    let ids = ["1", "2", "33", "4 ", "\"5\"", "\"6\"\"x\"", "", "N/A", "call_id", "='7'", "8"]
    var sure = 0
    for round in 0..<200 {
      var rows = "call_id,agent_id,speaker,text\n"
      let order = round % 2 == 0 ? Array(ids.prefix(4 + round % 8)) : ids.shuffled(using: &random)
      for id in order + (round % 5 == 0 ? [ids[round % ids.count]] : []) {
        for _ in 0..<Int.random(in: 1...3, using: &random) {
          rows +=
            id
            + [",a,agent,word", ",a,agent,\"x\ny\"", ",a", ",a,agent,\"a \"\"b\"\"\""][
              Int.random(in: 0..<4, using: &random)]
          rows += round % 7 == 0 ? "\r\n" : "\n"
        }
      }
      let path = scratch.write("t.csv", rows)
      var options = IngestOptions()
      options.blockBytes = [64, 300, 4 << 20][round % 3]
      let isScattered: Bool
      do {
        _ = try Ingested.read([path], blockBytes: options.blockBytes)
        isScattered = false
      } catch IngestError.scattered {
        isScattered = true
      }
      let mayBe = try IngestFeed.mayBeScattered([path], options: options)
      #expect(mayBe || !isScattered, "\(rows)")
      if !mayBe { sure += 1 }
    }
    #expect(sure > 20)
  }
}
