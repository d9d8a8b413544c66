/// How a table separates its cells. The quote is always `"`, doubled inside quotes (RFC 4180).
///
/// A quote opens only at the start of a cell; elsewhere it is a character like others, and so is what follows a closing
/// quote up to the next separator. A record ends at LF, CR LF or a lone CR outside quotes.
struct CsvDialect: Sendable, Hashable {
  var delimiter: UInt8 = UInt8(ascii: ",")

  static let candidates: [UInt8] = [
    UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|"),
  ]

  static let quote = UInt8(ascii: "\"")
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
}
