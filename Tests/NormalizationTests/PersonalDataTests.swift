import PersonalDataSet
import Record
import Testing

@testable import Normalization

@Suite struct PersonalDataTests {
  /// The least that the generated set has to give; `privacy-bench` prints the whole table.
  @Test func `recall and precision on the generated set stay above their floors`() {
    var redactor = Redactor()
    var table = RedactionTable()
    for item in PersonalDataSet.make(6_000, seed: 11) {
      let found = redactor.findings(in: item.plain, earlier: item.earlier)
      table.add(item, found: found.map { ("\($0.kind)", $0.start, $0.end) })
    }
    let floors = [
      "card": 0.99, "phone": 0.98, "email": 0.98, "address": 0.95, "birthDate": 0.98, "id": 0.97, "iban": 0.99,
      "number": 0.98, "spoken": 0.98, "nothing": 0.99,
    ]
    for row in table.rows {
      #expect(row.recall >= floors[row.kind] ?? 1, "\(row.kind): recall \(row.recall)")
      #expect(row.precision >= 0.98, "\(row.kind): precision \(row.precision)")
    }
  }

  @Test(arguments: [
    "my card is «card|4111 1111 1111 1111» and my cell is «phone|212-555-0142».",
    "write to «email|jane.doe@example.com» or come to «address|12 Mill Road»",
    "born «birthDate|March 3, 1985», ssn «id|123-45-6789», two kids, $40 left",
    "the iban is «iban|DE89 3704 0044 0532 0130 00» and it costs $20 for 3 weeks",
    "it's «number|four one double two nine six» and nothing else",
  ])
  func `spans are exact`(marked: String) {
    let item = MarkedText(marked)
    var redactor = Redactor()
    let found = redactor.findings(in: item.plain)
    #expect(found.map { MarkedText.Mark(kind: "\($0.kind)", start: $0.start, end: $0.end) } == item.marks)
  }
}

@Suite struct RedactionPropertyTests {
  /// Pieces that the scanners look for, thrown together, with wild bytes between.
  private static func noise(_ random: inout SeededGenerator) -> [UInt8] {
    let pieces = [
      "4111 1111", " 1111 ", "@", ".com", "one two ", "double ", "+", "(", ") ", "-", " march ", " third ", "nineteen ",
      "eighty five",
      "12 ", "Mill", " Road", ", Apt 4", "DE89", "AB 12 34", " dot ", " at ", "straße ", "PO Box ", "£", "€", "00",
      "1985", "/", ":",
      "[card]", "[", "\u{A0}", "–", "oh ", "is ", "PIN ", "born ", "999999999", "hundred ", "'", "\n", "flat 3, ",
      "SW1A 1AA", "CPF",
    ]
    var bytes: [UInt8] = []
    for _ in 0..<Int.random(in: 0...14, using: &random) {
      if Int.random(in: 0..<6, using: &random) == 0 {
        for _ in 0..<Int.random(in: 1...5, using: &random) { bytes.append(UInt8.random(in: 0...255, using: &random)) }
      } else if let piece = pieces.randomElement(using: &random) {
        bytes.append(contentsOf: piece.utf8)
      }
    }
    return bytes
  }

  private static func redact(_ bytes: [UInt8], after earlier: [UInt8]) -> [UInt8] {
    var redactor = Redactor()
    var arena = earlier + bytes
    var turns = [
      Turn(text: TextRange(0..<earlier.count), number: 0),
      Turn(text: TextRange(earlier.count..<arena.count), number: 1),
    ]
    _ = redactor.redact(&turns, 1..<2, &arena)
    return Array(arena[turns[1].text.indices])
  }

  @Test func `redacting twice changes nothing`() {
    for item in PersonalDataSet.make(3_000, seed: 4) {
      let once = Self.redact(item.plain, after: item.earlier)
      #expect(once == Self.redact(once, after: item.earlier), "\(item.text)")
    }
  }

  @Test func `arbitrary bytes never trap, and findings lie inside the text, in order and apart`() {
    var random = SeededGenerator(seed: 5)
    var redactor = Redactor()
    for _ in 0..<4_000 {
      let bytes = Self.noise(&random)
      var last = 0
      for finding in redactor.findings(in: bytes, earlier: Self.noise(&random)) {
        #expect(finding.start >= last && finding.start < finding.end && finding.end <= bytes.count)
        last = finding.end
      }
    }
  }

  @Test func `the prefilter lets through what the scanner would find`() {
    var missed: [String] = []
    for item in PersonalDataSet.make(1_500, seed: 3) {
      let hints = Prefilter().hints(item.plain.span, TextRange(0..<item.plain.count))
      if !item.marks.isEmpty && hints.isEmpty { missed.append(item.text) }
    }
    #expect(missed.isEmpty)
  }
}
