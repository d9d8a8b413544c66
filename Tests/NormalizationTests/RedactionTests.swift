import Record
import Testing

@testable import Normalization

/// Redacts one text, with what was said before it.
func redacted(_ text: String, after earlier: String = "") -> String {
  var redactor = Redactor()
  var batch = Batch()
  let before = batch.append(earlier.utf8)
  let range = batch.append(text.utf8)
  batch.turns = [Turn(text: before, number: 0), Turn(text: range, number: 1)]
  _ = redactor.redact(&batch.turns, 0..<2, &batch.arena)
  return batch.string(batch.turns[1].text)
}

@Suite struct RedactionTests {
  @Test func `cards that pass the Luhn check are redacted, however they are written`() {
    for card in [
      "4111 1111 1111 1111", "4111111111111111", "4111-1111-1111-1111", "5500 0000 0000 0004", "3782 822463 10005",
    ] {
      #expect(redacted("The card is \(card), valid until next year.") == "The card is [card], valid until next year.")
    }
  }

  @Test func `phone numbers of several countries`() {
    let phones = [
      "212-555-0142", "(212) 555-0142", "212.555.0142", "212 555 0142", "+1 212 555 0142", "1-212-555-0142",
      "2125550142",
      "555-0142", "+44 20 7946 0958", "020 7946 0958", "07700 900123", "+49 30 901820", "030 901820 12",
      "01 23 45 67 89",
      "+33 1 23 45 67 89", "+34 612 345 678", "0412 345 678", "+61 412 345 678", "+91 98765 43210", "+55 11 91234-5678",
    ]
    for phone in phones {
      #expect(redacted("You can reach me at \(phone).") == "You can reach me at [phone].", "\(phone)")
    }
  }

  @Test(arguments: [
    ("mail me at jane.doe+shop@example.co.uk please", "mail me at [email] please"),
    ("it's john dot smith at gmail dot com", "it's [email]"),
    ("My email is anna_b@web.de.", "My email is [email]."),
    ("that's mary underscore jones four two at example dot org thanks", "that's [email] thanks"),
    ("look at the dot on the router", "look at the dot on the router"),
  ])
  func `e-mail addresses, written and read out`(text: String, expected: String) {
    #expect(redacted(text) == expected)
  }

  @Test(arguments: [
    ("I live at 12 Mill Road.", "I live at [address]."),
    ("ship it to 350 5th Avenue, Apt 4B, New York, NY 10118 please", "ship it to [address] please"),
    ("it's 221b baker street", "it's [address]"),
    ("Hauptstraße 12, 10115 Berlin", "[address] Berlin"),
    ("calle Mayor 3, Madrid", "[address], Madrid"),
    ("12 rue de la Paix, 75002 Paris", "[address] Paris"),
    ("PO Box 114 is better", "[address] is better"),
    ("it is a 10 minute drive", "it is a 10 minute drive"),
    ("I paid 20 dollars the other way", "I paid 20 dollars the other way"),
    ("we are 4 people on the road", "we are 4 people on the road"),
  ])
  func `street addresses`(text: String, expected: String) {
    #expect(redacted(text) == expected)
  }

  @Test(arguments: [
    ("I was born on 03/14/1985", "I was born on [date-of-birth]"),
    ("June 5, 1985", "[date-of-birth]"),
    ("it's the 5th of June 1985.", "it's the [date-of-birth]."),
    ("1985-03-14", "[date-of-birth]"),
    ("march third nineteen eighty five", "[date-of-birth]"),
    ("the fifth of june two thousand and one", "the [date-of-birth]"),
    ("it was meant to arrive on October 23, 2026", "it was meant to arrive on October 23, 2026"),
    ("on 10/12/2026 at 10:30", "on 10/12/2026 at 10:30"),
    ("on October 23, and I kept the slip", "on October 23, and I kept the slip"),
  ])
  func `dates of birth`(text: String, expected: String) {
    #expect(redacted(text) == expected)
  }

  @Test func `a date that answers the question for it`() {
    #expect(redacted("august 17, 69", after: "May I take your date of birth?") == "[date-of-birth]")
    #expect(redacted("It's 4821.", after: "What's the PIN on the account?") == "It's [number].")
    #expect(redacted("It's 4821.", after: "How far is it?") == "It's 4821.")
  }

  @Test(arguments: [
    ("my social is 123-45-6789", "my social is [id]"),
    ("AB 12 34 56 C", "[id]"),
    ("12345678Z is my DNI", "[id] is my DNI"),
    ("CPF 123.456.789-09", "CPF [id]"),
    ("DE89 3704 0044 0532 0130 00", "[iban]"),
    ("GB29NWBK60161331926819", "[iban]"),
    ("account 84318931431", "account [number]"),
    ("order HH-848947, name Smith", "order [number], name Smith"),
    ("my pin is 7402", "my pin is [number]"),
  ])
  func `ids and accounts`(text: String, expected: String) {
    #expect(redacted(text) == expected)
  }

  @Test(arguments: [
    ("it's four one double two nine six", "it's [number]"),
    ("four, one, oh, two, nine", "[number]"),
    ("call me on five five five two three four one eight nine six", "call me on [phone]"),
    ("twenty three forty one sixteen ninety", "[number]"),
    ("4 4 1 2 9", "[number]"),
    ("one or two weeks", "one or two weeks"),
    ("two weeks and three days", "two weeks and three days"),
    ("one hundred twenty five thousand dollars", "one hundred twenty five thousand dollars"),
    ("it was built in nineteen eighty five", "it was built in nineteen eighty five"),
  ])
  func `digits read out`(text: String, expected: String) {
    #expect(redacted(text) == expected)
  }

  @Test(arguments: [
    "It costs $25.", "$1,299.99 in two payments", "I paid 45000 dollars", "about 1,250,000 people", "in 24 hours",
    "5pm or 10:30",
    "the 24th is fine", "20gb of data", "it was in 2019", "route 66", "2 or 3 times", "100%", "€ 1200",
    "version 10.4.2",
    "I have 3 routers and 12 users", "call me at 5", "the iPhone 14 and the PS5", "24/7 support", "it's 1500 miles",
  ])
  func `amounts, counts and times stay`(text: String) {
    #expect(redacted(text) == text)
  }
}
