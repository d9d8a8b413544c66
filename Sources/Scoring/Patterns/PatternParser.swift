/// Reads the pattern language; `README.md` beside this folder has its grammar.
struct PatternParser {
  /// A mistake in a pattern: where (byte offset in it) and what.
  struct Mistake: Error, Hashable {
    var offset: Int
    var message: String
    var hint = ""
  }

  /// Gives the node of a named list, or throws a `Mistake` that names no place.
  typealias Lists = (String) throws(Mistake) -> PatternNode

  private let bytes: [UInt8]
  private var at = 0
  private let lists: Lists
  private static let longestGap = 12

  static func parse(_ text: String, lists: @escaping Lists) throws(Mistake) -> PatternNode {
    if let word = wholeRedaction(text) { return .atom(PatternAtom(words: [word])) }
    var parser = PatternParser(bytes: Array(text.utf8), lists: lists)
    return try parser.alternatives(until: nil)
  }

  /// "[name]" as a whole pattern is the redacted word, since something that may be left out can't stand alone.
  private static func wholeRedaction(_ text: String) -> String? {
    let bytes = Array(text.utf8)
    guard bytes.count > 2, bytes.first == UInt8(ascii: "["), bytes.last == UInt8(ascii: "]") else { return nil }
    let isWord = bytes.dropFirst().dropLast().allSatisfy { ($0 | 0x20) >= 97 && ($0 | 0x20) <= 122 }
    return isWord ? String(decoding: bytes.map { $0 < 91 ? $0 | 0x20 : $0 }, as: UTF8.self) : nil
  }

  private init(bytes: [UInt8], lists: @escaping Lists) {
    self.bytes = bytes
    self.lists = lists
  }

  private var current: UInt8? { at < bytes.count ? bytes[at] : nil }

  /// Alternatives up to a closing byte (or to the end of the pattern, where nil).
  private mutating func alternatives(until close: UInt8?) throws(Mistake) -> PatternNode {
    let opened = at - 1
    var branches: [PatternNode] = []
    var parts: [PatternNode] = []
    while true {
      guard let byte = current else {
        guard close == nil else { throw Mistake(offset: opened, message: "this bracket is never closed") }
        break
      }
      if byte == close {
        at += 1
        break
      }
      if byte == UInt8(ascii: "|") {
        at += 1
        branches.append(PatternShape.sequence(parts))
        parts = []
        continue
      }
      if let part = try item() { parts.append(part) }
    }
    branches.append(PatternShape.sequence(parts))
    return branches.count == 1 ? branches[0] : PatternShape.choice(branches)
  }

  /// The next item, or nil for what means nothing (spaces, commas).
  private mutating func item() throws(Mistake) -> PatternNode? {
    let start = at
    guard let byte = current else { return nil }
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: ","), UInt8(ascii: "-"), UInt8(ascii: "\t"), UInt8(ascii: "\n"):
      at += 1
      return nil
    case UInt8(ascii: "("):
      at += 1
      return try alternatives(until: UInt8(ascii: ")"))
    case UInt8(ascii: "["):
      at += 1
      return PatternShape.optional(try alternatives(until: UInt8(ascii: "]")))
    case UInt8(ascii: "{"): return try list()
    case UInt8(ascii: "<"): return try redaction()
    case UInt8(ascii: "~"):
      at += 1
      let word = try wordBytes()
      return .atom(PatternAtom(words: Inflections.of(word)))
    case UInt8(ascii: "_"):
      at += 1
      return .atom(PatternAtom(any: true))
    case UInt8(ascii: "#"):
      at += 1
      return .atom(PatternAtom(number: true))
    case UInt8(ascii: "^"):
      at += 1
      guard current == UInt8(ascii: "^") else { return .anchor(.sentenceStart) }
      at += 1
      return .anchor(.turnStart)
    case UInt8(ascii: "$"):
      at += 1
      guard current == UInt8(ascii: "$") else { return .anchor(.sentenceEnd) }
      at += 1
      return .anchor(.turnEnd)
    case UInt8(ascii: "?"):
      if at > 0, bytes[at - 1] == UInt8(ascii: ")") || bytes[at - 1] == UInt8(ascii: "]") {
        throw Mistake(
          offset: start, message: "\"?\" right behind a bracket",
          hint: "what may be left out stands in [ ]; for a question mark put a space before it")
      }
      at += 1
      return .atom(PatternAtom(stops: [FixedToken.question]))
    case UInt8(ascii: "!"):
      at += 1
      return .atom(PatternAtom(stops: [FixedToken.exclamation]))
    case UInt8(ascii: "."): return try gapOrStop()
    case UInt8(ascii: ":"): return try face()
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ">"):
      throw Mistake(offset: start, message: "\"\(Character(UnicodeScalar(byte)))\" closes nothing")
    default: return try word()
    }
  }

  private mutating func gapOrStop() throws(Mistake) -> PatternNode {
    let start = at
    at += 1
    guard current == UInt8(ascii: ".") else { return .atom(PatternAtom(stops: [FixedToken.period])) }
    at += 1
    var size = 0
    var digits = 0
    while let byte = current, byte >= 48, byte <= 57 {
      // Longer ones are refused by their first digits.
      if digits < 9 { size = size * 10 + Int(byte - 48) }
      digits += 1
      at += 1
    }
    if digits == 0 { return .gap(3) }
    guard size >= 1, size <= Self.longestGap else {
      throw Mistake(
        offset: start, message: "a gap of \(size) words", hint: "a gap is 1 to \(Self.longestGap) words long")
    }
    return .gap(size)
  }

  private mutating func list() throws(Mistake) -> PatternNode {
    let start = at
    let name = try named(close: UInt8(ascii: "}"))
    do {
      return try lists(name)
    } catch {
      throw Mistake(offset: start, message: error.message, hint: error.hint)
    }
  }

  private mutating func redaction() throws(Mistake) -> PatternNode {
    .atom(PatternAtom(words: ["[" + (try named(close: UInt8(ascii: ">"))) + "]"]))
  }

  private mutating func named(close: UInt8) throws(Mistake) -> String {
    let start = at
    at += 1
    let first = at
    while let byte = current, byte != close { at += 1; if byte == UInt8(ascii: " ") { break } }
    guard current == close, at > first else {
      throw Mistake(offset: start, message: "a name was expected up to \"\(Character(UnicodeScalar(close)))\"")
    }
    let name = String(decoding: bytes[first..<at], as: UTF8.self)
    at += 1
    return name
  }

  private mutating func face() throws(Mistake) -> PatternNode {
    let start = at
    at += 1
    while let byte = current, byte != UInt8(ascii: ":"), byte != UInt8(ascii: " ") { at += 1 }
    guard current == UInt8(ascii: ":") else {
      throw Mistake(offset: start, message: "an emoji is written like :smile:")
    }
    at += 1
    let name = String(decoding: bytes[start..<at], as: UTF8.self)
    guard Emoji.names.contains(name) else {
      throw Mistake(
        offset: start, message: "unknown emoji \(name)", hint: "known: \(Emoji.names.joined(separator: " "))")
    }
    return .atom(PatternAtom(words: [name]))
  }

  /// A word with its expansion: "don't" is two atoms.
  private mutating func word() throws(Mistake) -> PatternNode {
    let start = at
    let text = try wordBytes()
    if bytes[start..<at].elementsEqual("NUM".utf8) { return .atom(PatternAtom(digits: true)) }
    if current == UInt8(ascii: "*") {
      at += 1
      guard text.utf8.count >= 2 else {
        throw Mistake(offset: start, message: "a beginning of one letter is too broad")
      }
      return .atom(PatternAtom(stems: [text]))
    }
    if text.utf8.contains(where: { $0 >= 48 && $0 <= 57 }) { return .atom(PatternAtom(digits: true)) }
    return PatternShape.sequence((WordForms.expand(text) ?? [text]).map { .atom(PatternAtom(words: [$0])) })
  }

  private mutating func wordBytes() throws(Mistake) -> String {
    let start = at
    var word: [UInt8] = []
    while let byte = current {
      let kind = ByteClass.table[Int(byte)]
      if kind == ByteClass.letter {
        word.append(byte | 0x20)
      } else if kind == ByteClass.digit || byte == UInt8(ascii: "'") {
        word.append(byte)
      } else if byte == 0xE2, at + 2 < bytes.count, bytes[at + 1] == 0x80, bytes[at + 2] == 0x99 {
        word.append(UInt8(ascii: "'"))
        at += 2
      } else if byte >= 128 {
        word.append(byte)
      } else {
        break
      }
      at += 1
    }
    guard !word.isEmpty else {
      let found = current.map { "\"\(Character(UnicodeScalar($0)))\"" } ?? "the end"
      throw Mistake(offset: start, message: "\(found) where a word was expected")
    }
    return String(decoding: word, as: UTF8.self)
  }
}
