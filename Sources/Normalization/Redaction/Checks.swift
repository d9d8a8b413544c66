/// The arithmetic by which numbers prove what they are. Digits are 0...9.
enum Checks {
  /// The Luhn check of card numbers (ISO/IEC 7812-1, annex B).
  static func luhn(_ digits: ArraySlice<UInt8>) -> Bool {
    var sum = 0
    var doubles = false
    for digit in digits.reversed() {
      let value = doubles ? Int(digit) * 2 : Int(digit)
      sum += value > 9 ? value - 9 : value
      doubles.toggle()
    }
    return sum % 10 == 0
  }

  /// A card number: 13 to 19 digits of the ranges that card schemes use, with a right check digit.
  static func isCard(_ digits: ArraySlice<UInt8>) -> Bool {
    guard digits.count >= 13, digits.count <= 19, let first = digits.first, first >= 2, first <= 6 else { return false }
    return luhn(digits)
  }

  /// The check of IBANs (ISO 13616, ISO 7064 MOD 97-10): country and check digits moved to the end, letters as 10...35, modulo 97 is 1.
  ///
  /// - Parameter letters: digits and letters only.
  static func isIban(_ letters: ArraySlice<UInt8>) -> Bool {
    let start = letters.startIndex
    guard letters.count >= 15, letters.count == ibanLength(letters[start], letters[start + 1]) else { return false }
    var remainder = 0
    for byte in [letters[(start + 4)...], letters[start..<start + 4]].joined() {
      if isDigit(byte) {
        remainder = (remainder * 10 + Int(byte - 0x30)) % 97
      } else {
        remainder = (remainder * 100 + Int((byte | 0x20) - 0x61) + 10) % 97
      }
    }
    return remainder == 1
  }

  /// The control letter of a Spanish DNI or NIE (Real Decreto 1553/2005): the number modulo 23.
  static func isSpanishID(_ digits: ArraySlice<UInt8>, _ letter: UInt8) -> Bool {
    let table = Array("trwagmyfpdxbnjzsqvhlcke".utf8)
    let number = digits.reduce(0) { $0 * 10 + Int($1) }
    return table[number % 23] == letter | 0x20
  }

  /// A United States social security number that may have been given out: area not 000 or 666 (9xx are taxpayer numbers of the
  /// same form), group not 00, serial not 0000.
  static func isSocialSecurity(_ digits: ArraySlice<UInt8>) -> Bool {
    guard digits.count == 9 else { return false }
    let d = Array(digits)
    let area = Int(d[0]) * 100 + Int(d[1]) * 10 + Int(d[2])
    let group = Int(d[3]) * 10 + Int(d[4])
    let serial = d[5...].reduce(0) { $0 * 10 + Int($1) }
    return area != 0 && area != 666 && group != 0 && serial != 0
  }

  /// A number of the North American plan: area and exchange begin with 2...9; a leading 1 is the country.
  static func isNorthAmerican(_ digits: ArraySlice<UInt8>) -> Bool {
    let local = digits.count == 11 && digits.first == 1 ? digits.dropFirst() : digits
    guard local.count == 10 else { return false }
    let start = local.startIndex
    return local[start] >= 2 && local[start + 3] >= 2
  }

  /// Whether two letters are a country that has IBANs.
  static func hasIban(_ first: UInt8, _ second: UInt8) -> Bool { ibanLength(first, second) > 0 }

  /// How long an IBAN of a country is (the SWIFT IBAN registry), or 0 where the two letters are no country that has them.
  private static func ibanLength(_ first: UInt8, _ second: UInt8) -> Int {
    let table = ibanLengths
    let wanted = (first & 0xDF, second & 0xDF)
    for at in stride(from: 0, to: table.utf8CodeUnitCount, by: 4) {
      let entry = unsafe (
        table.utf8Start[at], table.utf8Start[at + 1], table.utf8Start[at + 2], table.utf8Start[at + 3]
      )
      if entry.0 == wanted.0, entry.1 == wanted.1 { return Int(entry.2 - 0x30) * 10 + Int(entry.3 - 0x30) }
    }
    return 0
  }

  /// Country and length, four characters each.
  private static let ibanLengths: StaticString = """
    AD24AE23AL28AT20AZ28BA20BE16BG22BH22BR29BY28CH21CR22CY28CZ24DE22DK18DO28EE20EG29ES24FI18FO18FR27GB22\
    GE22GI23GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21MC27MD24ME22MK19\
    MR27MT31MU30NL18NO15PK24PL28PS29PT25QA29RO24RS22SA24SC31SE24SI19SK24SM27ST25SV28TL23TN24TR26UA29VA22\
    VG24XK20
    """
}
