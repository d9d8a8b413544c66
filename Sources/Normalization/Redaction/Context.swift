/// What the words before a number make of it: "my pin is", "account", "born on".
struct NumberContext: Sendable {
  enum Topic { case birth, account, phone, national, postal, home }

  private let birth = WordSet("birth born birthday birthdate dob bday")
  private let account = WordSet(
    "account acct order customer member membership policy reference ref ticket case confirmation booking reservation pin "
      + "passcode password passwd id code serial contract invoice tracking license licence plate claim cvv cvc security "
      + "passport digits number# patient no acc username user login client loyalty voucher")
  private let phone = WordSet(
    "phone telephone mobile cell cellphone call callback text reach ring tel whatsapp fax landline number#")
  private let national = WordSet(
    "social ssn insurance national nino passport license licence sin itin nhs aadhaar pan dni nie cpf")
  private let postal = WordSet("zip zipcode postcode postal")
  private let home = WordSet(
    "address live lives living street deliver delivered ship shipped moved house home send sent reside located")
  private let number = WordSet("number")
  private let numberMark = Array("number#".utf8)

  private func words(_ topic: Topic) -> WordSet {
    switch topic {
    case .birth: birth
    case .account: account
    case .phone: phone
    case .national: national
    case .postal: postal
    case .home: home
    }
  }

  /// Whether a word of the topic stands in the bytes `from ..< to`.
  func says(_ topic: Topic, _ text: [UInt8], _ from: Int, _ to: Int) -> Bool {
    let words = words(topic)
    var at = max(0, from)
    // Not from the middle of a word.
    while at > 0, at < to, isWordByte(text[at - 1]) { at += 1 }
    while at < to {
      guard isLetter(text[at]) else {
        at += 1
        continue
      }
      let end = text.wordEnd(at)
      var key = text.key(at, end)
      // "number" means something unless it is a number of things.
      if number.contains(key), !isCount(text, end) { key = numberMark.key(0, numberMark.count) }
      if words.contains(key) { return true }
      at = end
    }
    return false
  }

  private func isCount(_ text: [UInt8], _ end: Int) -> Bool {
    text.byte(end + 1) | 0x20 == UInt8(ascii: "o") && text.byte(end + 2) | 0x20 == UInt8(ascii: "f")
  }
}
