/// Makes values of each kind. Written without a look at how redaction finds them: the forms are those that people use.
extension Dice {
  mutating func card() -> String {
    let (prefix, length) = [
      ("4", 16), ("51", 16), ("37", 15), ("6011", 16), ("55", 16), ("4", 16), ("34", 15), ("2221", 16),
    ][int(0...7)]
    var body = prefix.compactMap(\.wholeNumberValue)
    while body.count < length - 1 { body.append(int(0...9)) }
    var sum = 0
    for (place, digit) in body.reversed().enumerated() {
      let value = place % 2 == 0 ? digit * 2 : digit
      sum += value > 9 ? value - 9 : value
    }
    body.append((10 - sum % 10) % 10)
    let all = body.map(String.init).joined()
    let sizes = length == 15 ? [4, 6, 5] : [4, 4, 4, 4]
    return grouped(all, sizes, pick([" ", "-", "", " "]))
  }

  func grouped(_ digits: String, _ sizes: [Int], _ joint: String) -> String {
    var rest = digits[...]
    return sizes.map { size in
      defer { rest = rest.dropFirst(size) }
      return String(rest.prefix(size))
    }.joined(separator: joint)
  }

  mutating func phone() -> String {
    digits(
      pick([
        "(*##) *##-####", "*##-*##-####", "*##.*##.####", "*## *## ####", "+1 *## *## ####", "1-*##-*##-####",
        "*##*######",
        "1 (*##) *##-####", "+44 20 7### ####", "020 7### ####", "07### ######", "+44 7### ######", "0161 ### ####",
        "+49 30 #######", "030 #######", "0171 #######", "+49 171 #######", "0#  ## ## ## ##".replacing("  ", " "),
        "+33 6 ## ## ## ##", "06.##.##.##.##", "+34 6## ## ## ##", "+34 6## ### ###", "04## ### ###", "+61 4## ### ###",
        "+91 9#### #####", "09### ######", "+55 11 9####-####", "+39 3## #######", "+52 55 #### ####",
        "+7 9## ###-##-##",
        "+48 ### ### ###", "+31 6 ########", "*##-####", "+1-*##-*##-####", "00 44 20 7### ####",
      ]))
  }

  mutating func email() -> String {
    let first = pick([
      "anna", "john", "m.keller", "peter_b", "info", "h.o.novak", "liu-wei", "sara+shop", "tom99", "zoë",
    ])
    let host = pick(["example.com", "mail.example.org", "example.co.uk", "web.example.de", "my-company.example.net"])
    return first + (chance(40) ? digits("##") : "") + "@" + host
  }

  mutating func spokenEmail() -> String {
    let first = pick(["anna", "john", "peter", "mary", "sara", "tom"])
    let last = pick(["keller", "smith", "novak", "jones", "lee"])
    let local = pick([
      "\(first) dot \(last)", "\(first) underscore \(last)", "\(first)\(last)", "\(first) dot \(last) four two",
      "\(first) dash \(last)",
      "\(first)\(int(2...99))",
    ])
    return local + " at "
      + pick(["gmail dot com", "example dot org", "web dot de", "outlook dot com", "yahoo dot co dot uk"])
  }

  mutating func address() -> String {
    let n = int(1...980)
    let name = pick([
      "Maple", "Oak", "Station", "King's", "North Lincoln", "Martin Luther King", "Elm", "Old Mill", "Saint John's",
    ])
    let kind = pick([
      "Street", "Avenue", "Road", "Lane", "Drive", "Court", "Boulevard", "St", "Ave", "Rd", "Way", "Place", "Terrace",
    ])
    let tail = pick([
      "", "", "", ", Apt \(int(1...40))", ", Unit \(int(1...9))B", ", Springfield, IL \(digits("6####"))",
    ])
    switch int(0...11) {
    case 0: return "\(n) \(int(4...90))th Street"
    case 1: return "Flat \(int(1...20)), \(n) \(name) Road"
    case 2: return "\(n) High Street, London \(pick(["SW1A 1AA", "N1 9GU", "EC1V 2NX"]))"
    case 3:
      return pick(["Hauptstraße", "Lindenallee", "Bahnhofstrasse", "Goetheplatz", "Gartenweg"]) + " \(int(1...180))"
    case 4: return "\(int(1...90)) rue de la " + pick(["Paix", "Gare", "République"])
    case 5:
      return pick(["calle Mayor", "Calle de Alcalá", "avenida Libertad", "via Roma", "Via Garibaldi"])
        + " \(int(1...99))"
    case 6: return "PO Box \(int(10...9000))"
    case 7: return "\(n) \(name) \(kind)\(tail)".lowercased()
    default: return "\(n) \(name) \(kind)\(tail)"
    }
  }

  mutating func birthDate() -> String {
    let (year, day) = (int(1938...2006), int(1...28))
    let month = pick(["January", "March", "April", "June", "July", "August", "October", "December"])
    let m = int(1...12)
    return pick([
      "\(m)/\(day)/\(year)", "\(two(day)).\(two(m)).\(year)", "\(year)-\(two(m))-\(two(day))",
      "\(two(m))-\(two(day))-\(year)",
      "\(month) \(day), \(year)", "\(month) \(day) \(year)", "\(day) \(month) \(year)", "\(month) \(day)th, \(year)",
      "the \(day)th of \(month) \(year)", "\(month.prefix(3)) \(day), \(year)",
      "\(month) \(ordinal(day)) \(yearWords(year))".lowercased(),
      "the \(ordinal(day)) of \(month) \(yearWords(year))".lowercased(),
    ])
  }

  func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

  private func ordinal(_ day: Int) -> String {
    let words = [
      "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
      "twelfth", "thirteenth",
      "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth",
    ]
    return day <= 20 ? words[day - 1] : "twenty " + words[day - 21]
  }

  private func yearWords(_ year: Int) -> String {
    let units = ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    let teens = [
      "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ]
    let tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    if year >= 2000 { return year == 2000 ? "two thousand" : "two thousand " + units[year - 2000] }
    let rest = year % 100
    if rest < 20 { return "nineteen " + teens[rest - 10] }
    return "nineteen " + tens[rest / 10] + (rest % 10 > 0 ? " " + units[rest % 10] : "")
  }

  mutating func stateID() -> String {
    switch int(0...7) {
    case 0, 1: return digits("#**-*#-*##*").replacing("666", "662")
    case 2: return digits("1** *# *##*")
    case 3: return pick(["AB", "JK", "NX"]) + digits(" ## ## ## ") + pick(["A", "B", "C", "D"])
    case 4:
      let number = int(10_000_000...99_999_999)
      return "\(number)" + String(Array("TRWAGMYFPDXBNJZSQVHLCKE")[number % 23])
    case 5: return digits("###.###.###-##")
    case 6: return digits("@@@@@####@")
    default: return digits("@@@@@@##@##@###@")
    }
  }

  mutating func iban() -> String {
    let (country, body, letters) = [
      ("DE", "##################", "1314"), ("FR", "#######################", "1527"),
      ("ES", "####################", "1428"),
      ("NL", "", "2321"),
    ][int(0...2)]
    let account = digits(body)
    var remainder = 0
    for digit in account + letters + "00" { remainder = (remainder * 10 + (digit.wholeNumberValue ?? 0)) % 97 }
    let all = country + two(98 - remainder) + account
    guard chance(50) else { return all }
    var out = ""
    for (place, character) in all.enumerated() {
      if place > 0, place % 4 == 0 { out += " " }
      out.append(character)
    }
    return out
  }

  mutating func account() -> String {
    digits(
      pick([
        "########", "##########", "#######", "HH-######", "#########", "##-######", "A#######", "#### ### ###",
        "CS######",
      ]))
  }

  /// Digits read out, the ways people do.
  mutating func spoken(_ count: Int) -> String {
    let words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    var out: [String] = []
    let joint = pick([" ", " ", ", "])
    var left = count
    while left > 0 {
      if left >= 2, chance(8) {
        out.append("double " + words[int(1...9)])
        left -= 2
      } else if chance(7) {
        out.append("oh")
        left -= 1
      } else {
        out.append(words[int(0...9)])
        left -= 1
      }
      if left > 0, chance(4) { out.append(pick(["um", "uh"])) }
    }
    return out.joined(separator: joint)
  }
}
