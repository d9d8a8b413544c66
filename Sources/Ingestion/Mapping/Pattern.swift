/// A regular expression over UTF-8 bytes: the common part of what people write in mapping files.
///
/// Literals, `.`, classes, `\d \w \s \b`, groups (capturing, named, non-capturing), alternatives, `* + ? {m,n}`
/// greedy and
/// lazy, `^ $` at line borders under `(?m)`, `(?i)`. It backtracks over a compiled program, and gives up after a
/// number of
/// steps in proportion to the text, so that no pattern can hang a run.
struct Pattern: Sendable, Hashable {
  enum Instruction: Sendable, Hashable {
    case scalar(UInt32)
    case any
    case set(Int)
    case split(Int, Int)
    case jump(Int)
    case save(Int)
    case lineStart, lineEnd, wordBorder, notWordBorder
    case match
  }

  struct CharacterSet: Sendable, Hashable {
    var ranges: [ClosedRange<UInt32>] = []
    var isInverted = false

    func contains(_ scalar: UInt32) -> Bool {
      ranges.contains { $0.contains(scalar) } != isInverted
    }
  }

  let text: String
  let program: [Instruction]
  let sets: [CharacterSet]
  let groupCount: Int
  /// Number of each named group.
  let names: [String: Int]
  let isCaseless: Bool
  let isMultiline: Bool

  init(_ text: String) throws(PatternError) {
    var compiler = PatternCompiler(text)
    try compiler.compile()
    self.text = text
    program = compiler.program
    sets = compiler.sets
    groupCount = compiler.groupCount
    names = compiler.names
    isCaseless = compiler.isCaseless
    isMultiline = compiler.isMultiline
  }

  /// Groups of the first match within a range: the whole match first; nil for a group that took no part.
  func firstMatch(_ bytes: [UInt8], _ range: Range<Int>) -> [Range<Int>?]? {
    var budget = 10_000 + range.count * 200
    var start = range.lowerBound
    while start <= range.upperBound {
      if let groups = run(bytes, range, from: start, &budget) { return groups }
      if budget <= 0 { return nil }
      start += 1
      while start < range.upperBound, bytes[start] & 0xC0 == 0x80 { start += 1 }
    }
    return nil
  }

  private struct Thread {
    var instruction: Int
    var at: Int
    /// Length of the undo log when it was pushed.
    var undo: Int
  }

  private func run(_ bytes: [UInt8], _ range: Range<Int>, from start: Int, _ budget: inout Int) -> [Range<Int>?]? {
    var slots = [Int](repeating: -1, count: (groupCount + 1) * 2)
    var log: [(slot: Int, value: Int)] = []
    var stack = [Thread(instruction: 0, at: start, undo: 0)]
    while let thread = stack.popLast() {
      while log.count > thread.undo {
        let entry = log.removeLast()
        slots[entry.slot] = entry.value
      }
      var (pc, at) = (thread.instruction, thread.at)
      alive: while true {
        budget -= 1
        if budget <= 0 { return nil }
        switch program[pc] {
        case .match:
          slots[1] = at
          slots[0] = start
          return groups(slots)
        case .jump(let target): pc = target
        case .split(let first, let second):
          stack.append(Thread(instruction: second, at: at, undo: log.count))
          pc = first
        case .save(let slot):
          log.append((slot, slots[slot]))
          slots[slot] = at
          pc += 1
        case .scalar, .any, .set:
          guard let next = step(program[pc], bytes, at, range.upperBound) else { break alive }
          at = next
          pc += 1
        case .lineStart, .lineEnd, .wordBorder, .notWordBorder:
          guard holds(program[pc], bytes, at, range) else { break alive }
          pc += 1
        }
      }
    }
    return nil
  }

  private func groups(_ slots: [Int]) -> [Range<Int>?] {
    (0...groupCount).map { group in
      let (low, high) = (slots[group * 2], slots[group * 2 + 1])
      return low >= 0 && high >= low ? low..<high : nil
    }
  }

  /// Position behind the character at `at` when the instruction takes it.
  private func step(_ instruction: Instruction, _ bytes: [UInt8], _ at: Int, _ end: Int) -> Int? {
    guard at < end else { return nil }
    var scalar = UInt32(bytes[at])
    var length = 1
    if scalar >= 0x80 {
      length = max(1, Utf8Scan.length(bytes, at, end))
      scalar = length == 1 ? scalar : Pattern.decode(bytes, at, length)
    }
    let isTaken =
      switch instruction {
      case .scalar(let wanted): scalar == wanted || isCaseless && Pattern.lower(scalar) == Pattern.lower(wanted)
      case .any: scalar != 10
      case .set(let index):
        sets[index].contains(scalar)
          || isCaseless && (sets[index].contains(Pattern.lower(scalar)) || sets[index].contains(Pattern.upper(scalar)))
      default: false
      }
    return isTaken ? at + length : nil
  }

  private static func decode(_ bytes: [UInt8], _ at: Int, _ length: Int) -> UInt32 {
    var value = UInt32(bytes[at]) & (length == 2 ? 0x1F : length == 3 ? 0x0F : 0x07)
    for byte in bytes[(at + 1)..<(at + length)] { value = value << 6 | UInt32(byte & 0x3F) }
    return value
  }

  private static func lower(_ scalar: UInt32) -> UInt32 {
    switch scalar {
    case 65...90, 0xC0...0xDE, 0x410...0x42F: scalar + 32
    default: scalar
    }
  }

  private static func upper(_ scalar: UInt32) -> UInt32 {
    switch scalar {
    case 97...122, 0xE0...0xFE, 0x430...0x44F: scalar - 32
    default: scalar
    }
  }

  private func holds(_ instruction: Instruction, _ bytes: [UInt8], _ at: Int, _ range: Range<Int>) -> Bool {
    switch instruction {
    case .lineStart: return at == range.lowerBound || isMultiline && bytes[at - 1] == 10
    case .lineEnd:
      return at == range.upperBound || isMultiline && bytes[at] == 10 || at + 1 == range.upperBound && bytes[at] == 10
    default:
      let before = at > range.lowerBound && Pattern.isWord(bytes[at - 1])
      let after = at < range.upperBound && Pattern.isWord(bytes[at])
      return (before != after) == (instruction == .wordBorder)
    }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte & 0xDF) || byte == 95 || byte >= 0x80
  }
}

/// What is wrong with a pattern.
struct PatternError: Error, Equatable {
  let message: String
}
