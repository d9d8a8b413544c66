import Record

/// Replaces what identifies a person in turn texts by typed placeholders: `[card]`, `[phone]`, `[email]`, `[address]`,
/// `[date-of-birth]`, `[id]`, `[iban]`, `[number]`. Amounts, small counts, times and plain dates stay.
public struct Redactor: Sendable {
  private let prefilter = Prefilter()
  private let lexicon = SpokenLexicon()
  private var scan = TurnScan()
  private let screen = DigitScreen()

  public init() {}

  /// Redacts the texts of turns that belong together, in the arena.
  ///
  /// A new text takes the old one's place if it fits, else it is appended.
  /// - Returns: whether something was replaced.
  mutating func redact(_ turns: inout [Turn], _ range: Range<Int>, _ arena: inout [UInt8]) -> Bool {
    var hasFound = false
    for index in range {
      let text = turns[index].text
      let hints = prefilter.hints(arena.span, text)
      if hints.isEmpty { continue }
      let previous = index > range.lowerBound ? turns[index - 1].text : .empty
      let beforeThat = index > range.lowerBound + 1 ? turns[index - 2].text : .empty
      if hints == .digit, screen.isHarmless(arena.span, text, earlier: (previous, beforeThat)) { continue }
      if search(hints, &turns[index].text, previous, beforeThat, &arena) { hasFound = true }
    }
    return hasFound
  }

  @inline(never)
  private mutating func search(
    _ hints: Prefilter.Hints, _ text: inout TextRange, _ previous: TextRange, _ beforeThat: TextRange,
    _ arena: inout [UInt8]
  ) -> Bool {
    scan.load(arena.span, text, previous, beforeThat)
    find(hints)
    guard !scan.findings.isEmpty else { return false }
    replace(&text, &arena)
    return true
  }

  private mutating func find(_ hints: Prefilter.Hints) {
    if hints.contains(.at) { scan.findEmails() }
    if hints.contains(.numberWord) || hints.contains(.dot) {
      scan.splitWords(lexicon)
      if hints.contains(.dot) { scan.findSpokenEmails() }
      if hints.contains(.numberWord) { scan.findSpokenNumbers() }
    }
    if hints.contains(.digit) { scan.findNumbers() }
    scan.settle()
  }

  /// What would be replaced in a text, in bytes from its start; `earlier` is the turn before. For tests and measurements.
  ///
  /// - Parameter isPlain: leaves out the short cuts, to hold them against.
  public mutating func findings(in bytes: [UInt8], earlier: [UInt8] = [], isPlain: Bool = false) -> [Finding] {
    let arena = earlier + bytes
    let text = TextRange(earlier.count..<arena.count)
    let hints = isPlain ? prefilter.plainHints(arena.span, text) : prefilter.hints(arena.span, text)
    let previous = TextRange(0..<earlier.count)
    if hints.isEmpty { return [] }
    if !isPlain, hints == .digit, screen.isHarmless(arena.span, text, earlier: (previous, .empty)) { return [] }
    scan.load(arena.span, text, previous, .empty)
    find(hints)
    return scan.findings
  }

  private mutating func replace(_ text: inout TextRange, _ arena: inout [UInt8]) {
    // The scan's copy is the source, so the arena may be written over.
    var size = scan.text.count
    for finding in scan.findings { size += finding.kind.placeholder.utf8CodeUnitCount - (finding.end - finding.start) }
    var write = Int(text.offset)
    if size > Int(text.count) {
      write = arena.count
      arena.append(contentsOf: repeatElement(0, count: size))
    }
    let start = write
    var read = 0
    for finding in scan.findings {
      for at in read..<finding.start {
        arena[write] = scan.text[at]
        write += 1
      }
      let placeholder = finding.kind.placeholder
      for step in 0..<placeholder.utf8CodeUnitCount {
        unsafe arena[write] = placeholder.utf8Start[step]
        write += 1
      }
      read = finding.end
    }
    for at in read..<scan.text.count {
      arena[write] = scan.text[at]
      write += 1
    }
    text = TextRange(start..<write)
  }
}
