/// Character references of HTML as they stand in exports.
enum HtmlEntities {
  /// Names that help desks and chat exports really use, beside XML's five.
  static let named: [String: UInt32] = [
    "nbsp": 0xA0, "iexcl": 0xA1, "cent": 0xA2, "pound": 0xA3, "yen": 0xA5, "sect": 0xA7, "copy": 0xA9, "laquo": 0xAB,
    "reg": 0xAE, "deg": 0xB0, "plusmn": 0xB1, "middot": 0xB7, "raquo": 0xBB, "frac12": 0xBD, "iquest": 0xBF,
    "Agrave": 0xC0, "Aacute": 0xC1, "Acirc": 0xC2, "Atilde": 0xC3, "Auml": 0xC4, "Aring": 0xC5, "AElig": 0xC6,
    "Ccedil": 0xC7, "Egrave": 0xC8, "Eacute": 0xC9, "Ecirc": 0xCA, "Euml": 0xCB, "Ntilde": 0xD1, "Oacute": 0xD3,
    "Ouml": 0xD6, "Oslash": 0xD8, "Uuml": 0xDC, "szlig": 0xDF, "agrave": 0xE0, "aacute": 0xE1, "acirc": 0xE2,
    "atilde": 0xE3, "auml": 0xE4, "aring": 0xE5, "aelig": 0xE6, "ccedil": 0xE7, "egrave": 0xE8, "eacute": 0xE9,
    "ecirc": 0xEA, "euml": 0xEB, "igrave": 0xEC, "iacute": 0xED, "icirc": 0xEE, "iuml": 0xEF, "ntilde": 0xF1,
    "ograve": 0xF2, "oacute": 0xF3, "ocirc": 0xF4, "otilde": 0xF5, "ouml": 0xF6, "oslash": 0xF8, "ugrave": 0xF9,
    "uacute": 0xFA, "ucirc": 0xFB, "uuml": 0xFC, "ndash": 0x2013, "mdash": 0x2014, "lsquo": 0x2018, "rsquo": 0x2019,
    "sbquo": 0x201A, "ldquo": 0x201C, "rdquo": 0x201D, "bdquo": 0x201E, "bull": 0x2022, "hellip": 0x2026,
    "euro": 0x20AC,
    "trade": 0x2122, "zwnj": 0x200C, "zwj": 0x200D, "lrm": 0x200E, "rlm": 0x200F,
  ]

  /// The number of `#39` or `#x27`.
  static func numeric(_ bytes: [UInt8], _ range: Range<Int>) -> UInt32? {
    var at = range.lowerBound + 1
    guard at < range.upperBound else { return nil }
    let isHex = bytes[at] | 0x20 == UInt8(ascii: "x")
    if isHex { at += 1 }
    guard at < range.upperBound else { return nil }
    var value: UInt32 = 0
    for byte in bytes[at..<range.upperBound] {
      let digit: UInt32
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = UInt32(byte - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f") where isHex: digit = UInt32(byte - UInt8(ascii: "a")) + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F") where isHex: digit = UInt32(byte - UInt8(ascii: "A")) + 10
      default: return nil
      }
      value = value * (isHex ? 16 : 10) + digit
      if value > 0x10FFFF { return nil }
    }
    return value
  }

  /// Text without its character references.
  static func decoded(_ bytes: [UInt8], _ range: Range<Int>, into output: inout [UInt8]) {
    var at = range.lowerBound
    while at < range.upperBound {
      if bytes[at] == UInt8(ascii: "&"),
        let semicolon = bytes[at..<min(range.upperBound, at + 12)].firstIndex(of: UInt8(ascii: ";")),
        semicolon > at + 1,
        let scalar = scalar(bytes, at + 1..<semicolon)
      {
        Utf8Scan.append(scalar, to: &output)
        at = semicolon + 1
      } else {
        output.append(bytes[at])
        at += 1
      }
    }
  }

  private static func scalar(_ bytes: [UInt8], _ name: Range<Int>) -> UInt32? {
    if bytes[name.lowerBound] == UInt8(ascii: "#") { return numeric(bytes, name) }
    let word = String(decoding: bytes[name], as: UTF8.self)
    switch word {
    case "amp": return 0x26
    case "lt": return 0x3C
    case "gt": return 0x3E
    case "quot": return 0x22
    case "apos": return 0x27
    default: return named[word]
    }
  }
}
