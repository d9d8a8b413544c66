/// Makes bytes that claim to be XML in UTF-8 digestible: what one careless character would cost a whole file, it costs
/// nothing, or itself.
///
/// Control characters that XML 1.0 forbids, and numeric references to them, become U+FFFD; bytes that are not UTF-8
/// are read
/// as Windows-1252 (a declaration that lies is nearly always that); an ampersand that starts no reference becomes
/// `&amp;`;
/// HTML's common named references become their characters. CDATA sections and comments keep their ampersands.
enum XmlSanitizer {
  /// How much was repaired.
  struct Repairs: Equatable {
    var characters = 0
    /// Where characters of another encoding stand now, as ascending offsets into the output.
    var encoding: [Int] = []
    var references = 0
  }

  static func repair(_ bytes: [UInt8], _ range: Range<Int>, into output: inout [UInt8]) -> Repairs {
    var repairs = Repairs()
    output.removeAll(keepingCapacity: true)
    output.reserveCapacity(range.count + range.count / 16)
    var at = range.lowerBound
    var rawUntil = range.lowerBound
    while at < range.upperBound {
      let byte = bytes[at]
      if byte >= 0x80 {
        at = copyCharacter(bytes, at, range.upperBound, &output, &repairs)
      } else if byte == UInt8(ascii: "&"), at >= rawUntil {
        at = copyReference(bytes, at, range.upperBound, &output, &repairs)
      } else if byte < 0x20, byte != 9, byte != 10, byte != 13 {
        output.append(contentsOf: replacement)
        repairs.characters += 1
        at += 1
      } else {
        if byte == UInt8(ascii: "<"), at >= rawUntil { rawUntil = rawEnd(bytes, at, range.upperBound) }
        output.append(byte)
        at += 1
      }
    }
    return repairs
  }

  private static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]

  /// End of a CDATA section or comment that starts here; `at` where none does.
  private static func rawEnd(_ bytes: [UInt8], _ at: Int, _ end: Int) -> Int {
    guard at + 4 < end, bytes[at + 1] == UInt8(ascii: "!") else { return at }
    let tail = bytes[at..<min(end, at + 9)]
    if tail.elementsEqual(cdata) { return XmlScan.find(cdataEnd, in: bytes, from: at + 9, to: end) ?? end }
    if tail.starts(with: comment) { return XmlScan.find(commentEnd, in: bytes, from: at + 4, to: end) ?? end }
    return at
  }

  private static let cdata = Array("<![CDATA[".utf8)
  private static let cdataEnd = Array("]]>".utf8)
  private static let comment = Array("<!--".utf8)
  private static let commentEnd = Array("-->".utf8)

  private static func copyCharacter(
    _ bytes: [UInt8], _ at: Int, _ end: Int, _ output: inout [UInt8], _ repairs: inout Repairs
  ) -> Int {
    let length = Utf8Scan.length(bytes, at, end)
    if length > 0 {
      // U+FFFE and U+FFFF are UTF-8 but no XML.
      if length == 3, bytes[at] == 0xEF, bytes[at + 1] == 0xBF, bytes[at + 2] >= 0xBE {
        output.append(contentsOf: replacement)
        repairs.characters += 1
      } else {
        output.append(contentsOf: bytes[at..<(at + length)])
      }
      return at + length
    }
    repairs.encoding.append(output.count)
    Utf8Scan.append(Windows1252.scalar(bytes[at]), to: &output)
    return at + 1
  }

  /// Copies `&…;` where XML knows it, and repairs it where it doesn't.
  private static func copyReference(
    _ bytes: [UInt8], _ at: Int, _ end: Int, _ output: inout [UInt8], _ repairs: inout Repairs
  ) -> Int {
    let limit = min(end, at + 12)
    guard let semicolon = bytes[at..<limit].firstIndex(of: UInt8(ascii: ";")), semicolon > at + 1 else {
      output.append(contentsOf: Array("&amp;".utf8))
      repairs.references += 1
      return at + 1
    }
    let name = at + 1..<semicolon
    if bytes[name.lowerBound] == UInt8(ascii: "#") {
      if let scalar = HtmlEntities.numeric(bytes, name), isLegal(scalar) {
        output.append(contentsOf: bytes[at...semicolon])
      } else {
        output.append(contentsOf: replacement)
        repairs.characters += 1
      }
      return semicolon + 1
    }
    let word = String(decoding: bytes[name], as: UTF8.self)
    if ["amp", "lt", "gt", "quot", "apos"].contains(word) {
      output.append(contentsOf: bytes[at...semicolon])
      return semicolon + 1
    }
    repairs.references += 1
    if let scalar = HtmlEntities.named[word] {
      Utf8Scan.append(scalar, to: &output)
      return semicolon + 1
    }
    output.append(contentsOf: Array("&amp;".utf8))
    return at + 1
  }

  /// Char of XML 1.0, 2.2.
  private static func isLegal(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 9, 10, 13, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
    default: false
    }
  }
}
