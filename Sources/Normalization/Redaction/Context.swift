/// What the words before a number make of it: "my pin is", "account", "born on".
final class NumberContext: Sendable {
  static let shared = NumberContext()

  /// What is spoken of; one bit each.
  enum Topic: UInt8 { case birth = 1, account = 2, phone = 4, national = 8, postal = 16, home = 32 }

  /// By key: the topics of a word. Open addressing; a key of zero is free.
  private let keys: [UInt64]
  private let topics: [UInt8]
  private let number = Array("number".utf8).key(0, 6)

  private static let slotCount = 1024

  private init() {
    var keys = [UInt64](repeating: 0, count: Self.slotCount)
    var topics = [UInt8](repeating: 0, count: Self.slotCount)
    for (topic, words) in Self.lists {
      for word in words.split(separator: " ") {
        let bytes = Array(word.utf8)
        let key = bytes.key(0, bytes.count)
        var slot = Self.slot(key)
        while keys[slot] != 0, keys[slot] != key { slot = (slot + 1) % Self.slotCount }
        keys[slot] = key
        topics[slot] |= topic.rawValue
      }
    }
    self.keys = keys
    self.topics = topics
  }

  private static func slot(_ key: UInt64) -> Int { Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) &>> 54) }

  private func topics(of key: UInt64) -> UInt8 {
    var slot = Self.slot(key)
    while keys[slot] != 0 {
      if keys[slot] == key { return topics[slot] }
      slot = (slot + 1) & (Self.slotCount - 1)
    }
    return 0
  }

  /// "number" stands under account and phone; it means something unless it is a number of things.
  private static let lists: [(Topic, String)] = [
    (
      .birth,
      "birth born birthday birthdate dob bday"
    ),
    (
      .account,
      "account acct order customer member membership policy reference ref ticket case confirmation booking reservation pin "
        + "passcode password passwd id code serial contract invoice tracking license licence plate claim cvv cvc security "
        + "passport digits number patient no acc username user login client loyalty voucher"
    ),
    (
      .phone,
      "phone telephone mobile cell cellphone call callback text reach ring tel whatsapp fax landline number"
    ),
    (
      .national,
      "social ssn insurance national nino passport license licence sin itin nhs aadhaar pan dni nie cpf"
    ),
    (
      .postal,
      "zip zipcode postcode postal"
    ),
    (
      .home,
      "address live lives living street deliver delivered ship shipped moved house home send sent reside located"
    ),
  ]

  /// Whether a word of the topic stands in the bytes `from ..< to`.
  func says(_ topic: Topic, _ text: [UInt8], _ from: Int, _ to: Int) -> Bool {
    var at = max(0, from)
    // Not from the middle of a word.
    while at > 0, at < to, isWordByte(text[at - 1]) { at += 1 }
    while at < to {
      guard isLetter(text[at]) else {
        at += 1
        continue
      }
      let end = text.wordEnd(at)
      let key = text.key(at, end)
      // "[number]" is our own word for it and asks for nothing.
      let isPlaceholder = at > 0 && text[at - 1] == UInt8(ascii: "[")
      if !isPlaceholder, topics(of: key) & topic.rawValue != 0, key != number || !isCount(text, end) { return true }
      at = end
    }
    return false
  }

  private func isCount(_ text: [UInt8], _ end: Int) -> Bool {
    text.byte(end + 1) | 0x20 == UInt8(ascii: "o") && text.byte(end + 2) | 0x20 == UInt8(ascii: "f")
  }
}
