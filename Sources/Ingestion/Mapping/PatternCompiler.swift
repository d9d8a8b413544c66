/// Compiles the text of a `Pattern` into its program.
struct PatternCompiler {
  private(set) var program: [Pattern.Instruction] = []
  private(set) var sets: [Pattern.CharacterSet] = []
  private(set) var groupCount = 0
  private(set) var names: [String: Int] = [:]
  private(set) var isCaseless = false
  private(set) var isMultiline = false

  private let text: [UInt32]
  private var at = 0
  /// A counted repetition is written out; this bounds what nested ones may grow to.
  private static let programLimit = 50_000

  init(_ text: String) { self.text = text.unicodeScalars.map(\.value) }

  mutating func compile() throws(PatternError) {
    while takeText("(?i)") || takeText("(?m)") || takeText("(?im)") || takeText("(?mi)") {
      let flags = text[..<at].suffix(5)
      if flags.contains(scalar("i")) { isCaseless = true }
      if flags.contains(scalar("m")) { isMultiline = true }
    }
    try alternatives()
    guard at == text.count else { throw PatternError(message: "a ')' has no '('") }
    program.append(.match)
  }

  private func scalar(_ character: Unicode.Scalar) -> UInt32 { character.value }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard at < text.count, text[at] == character.value else { return false }
    at += 1
    return true
  }

  private mutating func takeText(_ word: String) -> Bool {
    let wanted = word.unicodeScalars.map(\.value)
    guard text[at...].starts(with: wanted) else { return false }
    at += wanted.count
    return true
  }

  private mutating func alternatives() throws(PatternError) {
    let start = program.count
    try sequence()
    guard at < text.count, text[at] == scalar("|") else { return }
    var ends: [Int] = []
    var branch = start
    while take("|") {
      insert(.split(branch + 1, program.count + 2), at: branch)
      ends.append(program.count)
      program.append(.jump(0))
      branch = program.count
      try sequence()
    }
    for end in ends { program[end] = .jump(program.count) }
  }

  /// Inserts an instruction; targets behind it move along.
  private mutating func insert(_ instruction: Pattern.Instruction, at index: Int) {
    program.insert(instruction, at: index)
    for place in (index + 1)..<program.count {
      switch program[place] {
      case .jump(let target): program[place] = .jump(target + 1)
      case .split(let first, let second): program[place] = .split(first + 1, second + 1)
      default: break
      }
    }
  }

  private mutating func sequence() throws(PatternError) {
    while at < text.count, text[at] != scalar("|"), text[at] != scalar(")") {
      let start = program.count
      try atom()
      try quantifiers(start)
      guard program.count < PatternCompiler.programLimit else {
        throw PatternError(message: "the pattern is too large")
      }
    }
  }

  private mutating func quantifiers(_ start: Int) throws(PatternError) {
    while at < text.count {
      let bounds: (low: Int, high: Int?)
      if take("*") {
        bounds = (0, nil)
      } else if take("+") {
        bounds = (1, nil)
      } else if take("?") {
        bounds = (0, 1)
      } else if let counted = count() {
        bounds = counted
      } else {
        return
      }
      let isLazy = take("?")
      guard start < program.count else { throw PatternError(message: "nothing to repeat at character \(at)") }
      try repeated(Array(program[start...]), from: start, bounds.low, bounds.high, isLazy: isLazy)
    }
  }

  /// `{m}`, `{m,}`, `{m,n}`; a brace that is none of these is a literal.
  private mutating func count() -> (Int, Int?)? {
    let mark = at
    guard take("{"), let low = number() else {
      at = mark
      return nil
    }
    if take("}") { return (low, low) }
    if take(",") {
      if take("}") { return (low, nil) }
      if let high = number(), take("}"), high >= low { return (low, high) }
    }
    at = mark
    return nil
  }

  private mutating func number() -> Int? {
    let start = at
    var value = 0
    while at < text.count, at - start < 4, (48...57).contains(text[at]) {
      value = value * 10 + Int(text[at] - 48)
      at += 1
    }
    return at > start ? value : nil
  }

  private mutating func repeated(
    _ body: [Pattern.Instruction], from start: Int, _ low: Int, _ high: Int?, isLazy: Bool
  ) throws(PatternError) {
    guard body.count * max(low, high ?? 1) < PatternCompiler.programLimit else {
      throw PatternError(message: "the pattern repeats too much")
    }
    program.removeLast(program.count - start)
    for _ in 0..<low { append(body, movedFrom: start) }
    if let high {
      var splits: [Int] = []
      for _ in 0..<(high - low) {
        splits.append(program.count)
        program.append(.split(0, 0))
        append(body, movedFrom: start)
      }
      for split in splits { program[split] = choice(split + 1, program.count, isLazy) }
    } else {
      let split = program.count
      program.append(.split(0, 0))
      append(body, movedFrom: start)
      program.append(.jump(split))
      program[split] = choice(split + 1, program.count, isLazy)
    }
  }

  private func choice(_ body: Int, _ exit: Int, _ isLazy: Bool) -> Pattern.Instruction {
    isLazy ? .split(exit, body) : .split(body, exit)
  }

  private mutating func append(_ body: [Pattern.Instruction], movedFrom start: Int) {
    let shift = program.count - start
    for instruction in body {
      switch instruction {
      case .jump(let target): program.append(.jump(target + shift))
      case .split(let first, let second): program.append(.split(first + shift, second + shift))
      default: program.append(instruction)
      }
    }
  }

  // MARK: Atoms

  private mutating func atom() throws(PatternError) {
    let character = text[at]
    at += 1
    switch character {
    case scalar("("): try group()
    case scalar("["): try characterSet()
    case scalar("."): program.append(.any)
    case scalar("^"): program.append(.lineStart)
    case scalar("$"): program.append(.lineEnd)
    case scalar("\\"): try escape()
    case scalar("*"), scalar("+"), scalar("?"): throw PatternError(message: "nothing to repeat at character \(at)")
    default: program.append(.scalar(character))
    }
  }

  private mutating func group() throws(PatternError) {
    var number: Int?
    if takeText("?:") {
      number = nil
    } else if takeText("?<") || takeText("?P<") {
      let start = at
      while at < text.count, text[at] != scalar(">") { at += 1 }
      let name = String(String.UnicodeScalarView(text[start..<at].compactMap(Unicode.Scalar.init)))
      guard take(">"), !name.isEmpty, !name.hasPrefix("="), !name.hasPrefix("!") else {
        throw PatternError(message: "look-behind is not supported")
      }
      groupCount += 1
      names[name] = groupCount
      number = groupCount
    } else if take("?") {
      throw PatternError(message: "only (?:…), (?<name>…), and (?i) or (?m) at the start are supported")
    } else {
      groupCount += 1
      number = groupCount
    }
    if let number { program.append(.save(number * 2)) }
    try alternatives()
    guard take(")") else { throw PatternError(message: "a '(' is not closed") }
    if let number { program.append(.save(number * 2 + 1)) }
  }

  private mutating func escape() throws(PatternError) {
    guard at < text.count else { throw PatternError(message: "the pattern ends with a backslash") }
    let character = text[at]
    if character == scalar("b") || character == scalar("B") {
      at += 1
      program.append(character == scalar("b") ? .wordBorder : .notWordBorder)
    } else if let set = shorthand(character) {
      at += 1
      append(set)
    } else {
      program.append(.scalar(try escapedScalar()))
    }
  }

  private mutating func append(_ set: Pattern.CharacterSet) {
    if let known = sets.firstIndex(of: set) {
      program.append(.set(known))
    } else {
      sets.append(set)
      program.append(.set(sets.count - 1))
    }
  }

  private func shorthand(_ character: UInt32) -> Pattern.CharacterSet? {
    let digits: [ClosedRange<UInt32>] = [48...57]
    let words: [ClosedRange<UInt32>] = [48...57, 65...90, 97...122, 95...95, 0xAA...0x10FFFF]
    let blanks: [ClosedRange<UInt32>] = [
      9...13, 32...32, 0xA0...0xA0, 0x2000...0x200A, 0x202F...0x202F, 0x3000...0x3000,
    ]
    switch Unicode.Scalar(character) {
    case "d": return Pattern.CharacterSet(ranges: digits)
    case "D": return Pattern.CharacterSet(ranges: digits, isInverted: true)
    case "w": return Pattern.CharacterSet(ranges: words)
    case "W": return Pattern.CharacterSet(ranges: words, isInverted: true)
    case "s": return Pattern.CharacterSet(ranges: blanks)
    case "S": return Pattern.CharacterSet(ranges: blanks, isInverted: true)
    default: return nil
    }
  }

  private mutating func escapedScalar() throws(PatternError) -> UInt32 {
    let character = text[at]
    at += 1
    switch Unicode.Scalar(character) {
    case "n": return 10
    case "t": return 9
    case "r": return 13
    case let other?:
      if (65...90).contains(other.value & 0xDF) || (48...57).contains(other.value) {
        throw PatternError(message: "\\\(Character(other)) is not supported")
      }
      return character
    case nil: return character
    }
  }

  private mutating func characterSet() throws(PatternError) {
    var set = Pattern.CharacterSet(isInverted: take("^"))
    var isFirst = true
    while isFirst || at >= text.count || text[at] != scalar("]") {
      guard at < text.count else { throw PatternError(message: "a '[' is not closed") }
      isFirst = false
      if text[at] == scalar("\\"), at + 1 < text.count, let shorthand = shorthand(text[at + 1]), !shorthand.isInverted {
        set.ranges += shorthand.ranges
        at += 2
        continue
      }
      let low = try setScalar()
      if at + 1 < text.count, text[at] == scalar("-"), text[at + 1] != scalar("]") {
        at += 1
        let high = try setScalar()
        guard high >= low else { throw PatternError(message: "a range of a class runs backward") }
        set.ranges.append(low...high)
      } else {
        set.ranges.append(low...low)
      }
    }
    at += 1
    append(set)
  }

  private mutating func setScalar() throws(PatternError) -> UInt32 {
    if take("\\") {
      guard at < text.count else { throw PatternError(message: "a '[' is not closed") }
      return try escapedScalar()
    }
    defer { at += 1 }
    return text[at]
  }
}
