/// The facts of one conversation: what stands for `{order}`, `{amount}` and the rest, the same all through it.
struct Slots {
  var values: [String: String] = [:]

  subscript(key: String) -> String {
    get { values[key] ?? "" }
    set { values[key] = newValue }
  }

  /// The phrase with every `{slot}` replaced.
  func fill(_ phrase: String) -> String {
    var out = ""
    var rest = Substring(phrase)
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      out += rest[..<open]
      out += self[String(rest[rest.index(after: open)..<close])]
      rest = rest[rest.index(after: close)...]
    }
    return out + rest
  }
}

private let digitWords = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
private let items = [
  "coffee machine", "winter coat", "headset", "lamp", "backpack", "phone", "smart speaker", "desk chair", "tablet",
  "doorbell camera", "blender", "pair of boots", "watch", "thermostat",
]
private let months = ["December", "January", "February"]
private let streets = [
  "Maple Street", "Oak Avenue", "Mill Road", "Station Road", "Lincoln Drive", "Birch Lane", "King Street",
]
private let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]

extension Slots {
  /// Draws the facts for one conversation. All of it is invented; card numbers pass the Luhn check, as real ones do.
  init(_ random: inout Random, first: String, last: String, agent: Agent, day: Int) {
    self["first"] = first
    self["last"] = last
    self["agent"] = agent.first
    self["brand"] = brands[agent.team]
    self["order"] = "HH-\(random.int(100_000...999_999))"
    self["account"] = "\(random.int(40_000_000...89_999_999))"
    self["amount"] = "$\(random.int(19...240)).\(random.pick(["00", "50", "90", "99"]))"
    self["fee"] = "$\(random.pick([5, 8, 10, 12, 15, 20, 25]))"
    self["item"] = random.pick(items)
    self["month"] = random.pick(months)
    self["day"] = random.pick(days)
    self["date"] = "October \(random.int(9...24))"
    self["address"] = "\(random.int(2...480)) \(random.pick(streets))"
    self["email"] = email(first, last, &random)
    self["phone"] = "(555) \(random.int(200...989))-\(random.int(1000...9999))"
    self["dob"] = "\(random.pick(["March", "June", "August"])) \(random.int(1...28)), \(random.int(1950...2003))"
    self["card"] = cardNumber(&random)
    self["iban"] = iban(&random)
    self["spoken"] = spokenDigits(&random)
  }
}

private func email(_ first: String, _ last: String, _ random: inout Random) -> String {
  let name = last.lowercased().filter { $0.isASCII && $0.isLetter }
  return "\(first.lowercased()).\(name)\(random.int(1...99))@example.com"
}

private func cardNumber(_ random: inout Random) -> String {
  var digits = [4] + (0..<14).map { _ in random.int(0...9) }
  var sum = 0
  for (place, digit) in digits.reversed().enumerated() {
    let doubled = digit * 2
    sum += place % 2 == 0 ? (doubled > 9 ? doubled - 9 : doubled) : digit
  }
  digits.append((10 - sum % 10) % 10)
  return stride(from: 0, to: 16, by: 4).map { digits[$0..<$0 + 4].map(String.init).joined() }.joined(separator: " ")
}

private func iban(_ random: inout Random) -> String {
  let account = (0..<18).map { _ in "\(random.int(0...9))" }.joined()
  // D = 13, E = 14: the check digits make the number 1 modulo 97.
  var remainder = 0
  for digit in (account + "131400").utf8 { remainder = (remainder * 10 + Int(digit) - 48) % 97 }
  let check = 98 - remainder
  return "DE\(check < 10 ? "0" : "")\(check)\(account)"
}

private func spokenDigits(_ random: inout Random) -> String {
  (0..<9).map { _ in random.chance(8) ? "oh" : digitWords[random.int(0...9)] }.joined(separator: " ")
}
