/// What a byte outside a word means to the tokenizer.
enum ByteClass {
  static let nothing: UInt8 = 0
  static let period: UInt8 = 2
  static let question: UInt8 = 3
  static let exclamation: UInt8 = 4
  static let bracket: UInt8 = 6
  /// May begin an emoticon: `:` `<` `=`.
  static let emoticon: UInt8 = 7
  static let apostrophe: UInt8 = 8
  static let letter: UInt8 = 10
  static let newline: UInt8 = 11

  /// Bit of the classes that may go on with a word behind its letters.
  static let joins: UInt8 = 0x80
  static let digit: UInt8 = 1 | joins
  /// First or later byte of a character outside ASCII.
  static let high: UInt8 = 5 | joins
  static let underscore: UInt8 = 9 | joins

  static let table: [UInt8] = (0..<256).map { of(UInt8($0)) }

  private static func of(_ byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): letter
    case UInt8(ascii: "."), UInt8(ascii: ";"): period
    case UInt8(ascii: "\n"), UInt8(ascii: "\r"): newline
    case UInt8(ascii: "?"): question
    case UInt8(ascii: "!"): exclamation
    case UInt8(ascii: "["): bracket
    case UInt8(ascii: ":"), UInt8(ascii: "<"), UInt8(ascii: "="): emoticon
    case UInt8(ascii: "'"): apostrophe
    case UInt8(ascii: "_"): underscore
    case 128...: high
    default: nothing
    }
  }
}
