import Record
import Testing

@testable import Ingestion

@Suite struct RowParserTests {
  /// Bytes in which everything that matters to a table is frequent.
  private func randomTable(_ random: inout SeededGenerator, count: Int) -> [UInt8] {
    let alphabet = Array("ab\"\"\",,\n\r\u{1}é ".utf8)
    return (0..<count).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] }
  }

  /// Random bytes with quotes closed, as a quote that never closes is another case.
  private func closedTable(_ random: inout SeededGenerator, count: Int) -> [UInt8] {
    var bytes = randomTable(&random, count: count)
    if isOpen(bytes) { bytes += [0x22] }
    return isOpen(bytes) ? bytes + [0x22] : bytes
  }

  private func isOpen(_ bytes: [UInt8]) -> Bool {
    var isQuoted = false
    var previous = UInt8(0x0A)
    var index = 0
    while index < bytes.count {
      if bytes[index] == 0x22 {
        if isQuoted {
          if index + 1 < bytes.count, bytes[index + 1] == 0x22 { index += 1 } else { isQuoted = false }
        } else if [0x0A, 0x0D, 0x2C].contains(previous) {
          isQuoted = true
        }
      }
      previous = bytes[index]
      index += 1
    }
    return isQuoted
  }

  @Test("the fast parser reads what a plain one reads")
  func likeThePlainOne() {
    var random = SeededGenerator(seed: 41)
    for _ in 0..<4000 {
      let table = closedTable(&random, count: Int.random(in: 0..<60, using: &random))
      let expected = ReferenceTable(table, delimiter: 0x2C).rows
      #expect(parse(table) == expected, "\(String(decoding: table, as: UTF8.self).debugDescription)")
    }
  }

  private func parse(_ table: [UInt8]) -> [[[UInt8]]] {
    withView(table) { view in
      var parser = RowParser(view, range: 0..<table.count, dialect: CsvDialect())
      var rows: [[[UInt8]]] = []
      while !parser.isAtEnd {
        parser.beginRow()
        var row: [[UInt8]] = []
        repeat { row.append(view.array(parser.cell())) } while !parser.isRowDone
        rows.append(row)
      }
      return rows
    }
  }

  @Test("a cut falls between the records of a plain reader, and their number is right")
  func cutsBetweenRecords() {
    var random = SeededGenerator(seed: 43)
    for _ in 0..<2000 {
      let head = closedTable(&random, count: Int.random(in: 1..<300, using: &random)) + [0x0A]
      let table = head + randomTable(&random, count: Int.random(in: 0..<40, using: &random))
      let stride = Int.random(in: 1..<40, using: &random)
      let cut = withView(table) {
        CsvCutter(bytes: $0, range: 0..<table.count, dialect: CsvDialect(), idColumn: nil, stride: stride).cut()
      }
      guard let cut else {
        #expect(head.allSatisfy { $0 != 0x0A } || table.count <= head.count)
        continue
      }
      let before = Array(table[..<cut.position])
      let all = ReferenceTable(table, delimiter: 0x2C).rows
      let first = ReferenceTable(before, delimiter: 0x2C).rows
      #expect(!isOpen(before) && (before.last == 0x0A || before.last == 0x0D))
      #expect(cut.records == first.count)
      #expect(Array(all.prefix(first.count)) == first)
    }
  }

  @Test("where a table is cut does not depend on where the cutter looks from")
  func sameCutFromEverywhere() {
    var random = SeededGenerator(seed: 47)
    for _ in 0..<500 {
      let table = (0..<20).flatMap { _ in
        let id = Int.random(in: 0..<6, using: &random)
        return Array("\(id),".utf8) + closedTable(&random, count: Int.random(in: 0..<12, using: &random)) + [0x0A]
      }
      for idColumn in [nil, 0, 1] {
        let cuts = [1, 2, 3, 7, 16, 1 << 14].map { stride in
          withView(table) {
            CsvCutter(bytes: $0, range: 0..<table.count, dialect: CsvDialect(), idColumn: idColumn, stride: stride)
              .cut()
          }
        }
        #expect(cuts.allSatisfy { $0 == cuts[0] }, "\(String(decoding: table, as: UTF8.self).debugDescription) \(cuts)")
      }
    }
  }

  private func withView<Result>(_ bytes: [UInt8], _ body: (ByteView) -> Result) -> Result {
    var padded = bytes + Array(repeating: 0, count: ByteView.padding)
    return unsafe padded.withUnsafeMutableBufferPointer { unsafe body(ByteView($0, count: bytes.count)) }
  }
}
