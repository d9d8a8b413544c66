/// A generated set of sentences with personal data marked, and of sentences with numbers that must stay.
public enum PersonalDataSet {
  /// The kinds in the order of the table.
  public static let kinds = [
    "card", "phone", "email", "address", "birthDate", "id", "iban", "number", "spoken", "nothing",
  ]

  /// `count` items, the kinds in turn; a fifth of them hold nothing to redact.
  public static func make(_ count: Int, seed: UInt64 = 7) -> [MarkedText] {
    var dice = Dice(seed: seed)
    let order = [
      "card", "phone", "email", "address", "nothing", "birthDate", "id", "spoken", "phone", "nothing", "number", "iban",
      "spoken",
      "address", "nothing",
    ]
    return (0..<count).map { item(order[$0 % order.count], &dice) }
  }

  private static func item(_ kind: String, _ dice: inout Dice) -> MarkedText {
    if kind == "nothing" { return MarkedText(styled(harmless(&dice), &dice)) }
    let value = value(kind, &dice)
    let (question, frame) = frame(kind, &dice)
    let marked = frame.replacing("{}", "«\(value.kind)|\(value.text)»")
    return MarkedText(styled(marked, &dice), after: question)
  }

  private static func value(_ kind: String, _ dice: inout Dice) -> (kind: String, text: String) {
    switch kind {
    case "card": (kind, dice.card())
    case "phone": (kind, dice.phone())
    case "email": (kind, dice.chance(30) ? dice.spokenEmail() : dice.email())
    case "address": (kind, dice.address())
    case "birthDate": (kind, dice.birthDate())
    case "id": (kind, dice.stateID())
    case "iban": (kind, dice.iban())
    case "number": (kind, dice.account())
    default: ("spoken", dice.spoken([6, 8, 9, 10, 11, 16][dice.int(0...5)]))
    }
  }

  /// Lower case, no punctuation: what a speech engine writes. A third of the items, where no capital carries the meaning.
  private static func styled(_ text: String, _ dice: inout Dice) -> String {
    dice.chance(33) ? text.prefix(1).lowercased() + text.dropFirst() : text
  }

  private static func frame(_ kind: String, _ dice: inout Dice) -> (question: String, frame: String) {
    let common = ["It's {}.", "Sure, {}.", "Okay so that's {}, did you get that?", "{}", "Yes, {}, thanks."]
    func either(_ question: String, _ frames: [String]) -> (String, String) {
      if dice.chance(45) { return (question, dice.pick(common)) }
      return (dice.chance(50) ? question : "How can I help you?", dice.pick(frames))
    }
    switch kind {
    case "card":
      return either(
        "Could you read me the card number?",
        [
          "My card is {} and it was declined.", "I paid with {} last week.",
          "The number on the Visa is {}, expires next year.",
        ])
    case "phone":
      return either(
        "What's the best phone number to reach you?",
        [
          "You can reach me at {} after five.", "Please call {} instead.", "My cell is {}, the old one is dead.",
          "text me on {} please",
        ])
    case "email":
      return either(
        "What's your email address?", ["Send it to {} please.", "my email is {}", "I never got it, the address is {}."])
    case "address":
      return either(
        "What is the delivery address?",
        [
          "I live at {}.", "Please send it to {}.", "We moved to {} last month.",
          "The parcel should go to {} and not to the old place.",
        ])
    case "birthDate":
      return either(
        "May I have your date of birth?",
        ["I was born on {}.", "My date of birth is {}, I think you have it wrong.", "dob {}"])
    case "id":
      return either(
        "Can I get your national insurance or social security number?",
        ["My social security number is {}.", "My ID is {}.", "The tax id is {} and the name is Novak."])
    case "iban":
      return either(
        "Which account should we use?",
        ["My IBAN is {}.", "Please use {} from next month.", "the new account is {} at the other bank"])
    case "number":
      return either(
        "Could you give me the account number?",
        ["My account number is {}.", "It's about order {}, it never came.", "The reference is {} and I called twice."])
    default:
      return either(
        "Can you read me the number, please?",
        ["My number is {}.", "the card says {}", "it's {} and the name is Novak", "so that would be {} okay"])
    }
  }

  /// Numbers that say nothing about a person.
  private static func harmless(_ dice: inout Dice) -> String {
    let n = dice.int(2...60)
    let money = dice.digits(dice.pick(["$##.##", "$#,###.##", "$###", "€ ##,##", "£###", "### dollars", "#### euros"]))
    let day = dice.pick(["Monday", "Friday", "tomorrow"])
    let words = dice.pick(["two", "three", "five", "ten", "twenty"])
    return dice.pick([
      "I was charged \(money) twice.", "It costs \(money) a month.", "It takes \(n) minutes.",
      "I've been waiting for \(words) weeks.",
      "We have \(n) users and \(dice.int(2...9)) routers.", "It was due on October \(dice.int(1...30)).",
      "Be there on \(day) at \(dice.int(1...12)):30.",
      "I bought it in 20\(dice.int(10...26)).", "It's model \(dice.pick(["X200", "M5", "T480", "A54"])).",
      "I called you \(words) or three times.",
      "The speed is \(n) mbps, you promised \(n * 5).", "Version \(dice.digits("#.#.##")) is installed.",
      "Press \(dice.int(1...9)) for billing.",
      "one two three, is this thing on?", "The plan has \(n)gb of data.",
      "I paid 50% of it on 10/\(dice.int(10...28))/2026.",
      "It's about \(dice.digits("#,###")) miles.", "He's \(n) years old.",
      "Channel \(n) and channel \(n + 1) are gone.", "It happens 24/7.",
      "Two hundred and fifty dollars is too much.", "It was built in nineteen eighty five.",
      "I have one more question.",
      "That's a \(n) minute drive from the court.", "You said \(dice.int(3...5)) to \(dice.int(6...9)) business days.",
      "Error \(dice.digits("4##")) again.",
      "I ordered \(n) of them on the \(dice.int(4...20))th.",
      "Flight \(dice.pick(["BA", "LH", "UA"])) \(dice.digits("###")) was late.",
      "The room is 12 by 14 feet.", "I need size \(dice.int(36...46)).", "It went from \(n) to \(n * 3) percent.",
    ])
  }
}
