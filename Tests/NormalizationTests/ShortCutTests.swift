import PersonalDataSet
import Record
import Testing

@testable import Normalization

/// The short cuts of redaction against the plain way: they may cost less, never find less.
@Suite struct ShortCutTests {
  @Test func `short cuts find what the plain way finds, item by item`() {
    var redactor = Redactor()
    for item in PersonalDataSet.make(2_000, seed: 11) {
      let quick = redactor.findings(in: item.plain, earlier: item.earlier)
      let plain = redactor.findings(in: item.plain, earlier: item.earlier, isPlain: true)
      #expect(quick == plain, "\(String(decoding: item.plain, as: UTF8.self))")
    }
  }

  @Test func `short cuts find what the plain way finds in random talk about numbers`() {
    var random = SeededGenerator(seed: 20_261_122)
    var redactor = Redactor()
    var found = 0
    for _ in 0..<6_000 {
      let text = Array(Self.talk(&random).utf8)
      let earlier = random.next() % 3 == 0 ? Array(Self.talk(&random).utf8) : []
      let quick = redactor.findings(in: text, earlier: earlier)
      let plain = redactor.findings(in: text, earlier: earlier, isPlain: true)
      #expect(quick == plain, "\(String(decoding: text, as: UTF8.self))")
      found += plain.count
    }
    #expect(found > 1_000)
  }

  @Test func `the screen lets everyday numbers pass, and nothing that could be a person's`() {
    func isHarmless(_ text: String) -> Bool {
      let bytes = Array(text.utf8)
      return DigitScreen().isHarmless(bytes.span, TextRange(0..<bytes.count), earlier: (.empty, .empty))
    }
    for text in [
      "a table for 4 people at 6:30 pm", "it is $1,250.99 a month", "4 tickets please", "in 2019 we moved",
      "24th floor",
      "the 5th of those", "at 5pm", "it has 3 stars", "300 guests", "20 minutes by bus", "a 5-star place",
      "on March 3rd at 1 PM",
      "the 5th of june", "a 4.3 rating",
    ] { #expect(isHarmless(text), "\(text)") }
    for text in [
      "12 mill road", "221b baker street", "born on may 5", "the 5th of june 1999", "May 5, 85", "4 rue de la paix",
      "PO box 12", "my pin is 4711",
      "cvv 123", "AB 12", "555-0142", "hauptstraße 12", "5 5 5", "AB123", "dob march the 3rd",
    ] { #expect(!isHarmless(text), "\(text)") }
  }

  /// Words and numbers of the kinds that the rules look at, in no order, with the ends of blocks falling anywhere.
  private static func talk(_ random: inout SeededGenerator) -> String {
    var text = ""
    for _ in 0..<Int(random.next() % 22) {
      switch random.next() % 8 {
      case 0, 1: text += number(&random)
      default: text += words[Int(random.next() % UInt64(words.count))]
      }
      text += marks[Int(random.next() % UInt64(marks.count))]
    }
    return text
  }

  private static func number(_ random: inout SeededGenerator) -> String {
    var text = ""
    for _ in 0..<Int(1 + random.next() % 4) {
      for _ in 0..<Int(1 + random.next() % 4) { text += "\(random.next() % 10)" }
      text += joints[Int(random.next() % UInt64(joints.count))]
    }
    return text
  }

  private static let marks = [" ", " ", " ", " ", " ", " ", ", ", ". ", "? ", "-", "", " (", "! "]
  private static let joints = [
    "", "", "", " ", "-", ".", "/", ":", ", ", "th", "pm", "b", "gb", "k", "\u{A0}", "–", ")",
  ]
  private static let words = [
    "the", "of", "at", "my", "is", "call", "phone", "account", "pin", "code", "cvv", "security", "born", "birthday",
    "on",
    "march", "May", "june", "street", "Road", "drive", "Way", "Mill", "baker", "rue", "calle", "Hauptstraße",
    "Lindenweg",
    "box", "PO", "AB", "DE", "people", "minutes", "dollars", "$", "€", "£", "one", "two", "three", "oh", "nineteen",
    "eighty", "five", "double", "seven", "um", "dot", "com", "dots", "jane@example", "at gmail dot com", "I", "x",
    "zip",
    "house", "live", "Über", "it's", "don't", "number", "order", "1st", "2nd", "flat", "platz", "5-star", "A1", "#",
    "+",
  ]
}
