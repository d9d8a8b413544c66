import Record

/// Splits a whole transcript in one cell into turns, in place.
///
/// Reads `Agent: …` lines, with `[00:01]` or `00:01` before the label, and `<operator>…<client>…`. Lines without a label
/// go on with the turn above.
struct CellTranscript {
  private let bytes: ByteView
  private let range: Range<Int>

  init(_ bytes: ByteView, _ range: Range<Int>) {
    self.bytes = bytes
    self.range = CellValue.trimmed(bytes, range)
  }

  /// A label found in the cell: where its turn begins, and what it says.
  private struct Mark {
    var start: Int
    var label: Range<Int>
    var textStart: Int
    var startMs: Int64
  }

  /// Words for speakers that make a label of any line that begins with them.
  private static let speakers: Set<String> = [
    "agent", "customer", "client", "caller", "operator", "rep", "representative", "advisor", "user", "visitor", "bot",
    "system", "ivr", "supervisor", "cliente", "agente", "kunde", "mitarbeiter", "оператор", "клиент", "internal",
    "external", "speaker", "member", "guest", "consumer", "employee",
  ]

  mutating func split(agent: String, customer: String, texts: inout RowTexts, into turns: inout [Turn]) {
    guard !range.isEmpty else { return }
    var marks = tagMarks()
    if marks.isEmpty { marks = labels(agent: agent, customer: customer) }
    var number: Int32 = 0
    if let first = marks.first, first.start > range.lowerBound {
      append(range.lowerBound..<first.start, label: range.lowerBound..<range.lowerBound, &number, &texts, &turns)
    }
    for (index, mark) in marks.enumerated() {
      let end = index + 1 < marks.count ? marks[index + 1].start : range.upperBound
      append(mark.textStart..<max(end, mark.textStart), label: mark.label, at: mark.startMs, &number, &texts, &turns)
    }
    if marks.isEmpty { append(range, label: range.lowerBound..<range.lowerBound, &number, &texts, &turns) }
  }

  private func append(
    _ text: Range<Int>, label: Range<Int>, at start: Int64 = Turn.noTime, _ number: inout Int32,
    _ texts: inout RowTexts,
    _ turns: inout [Turn]
  ) {
    let text = CellValue.trimmed(bytes, text)
    guard !text.isEmpty else { return }
    turns.append(
      Turn(text: texts.text(text), label: label.isEmpty ? .empty : texts.text(label), startMs: start, number: number))
    number += 1
  }

  // MARK: Tags

  private func tagMarks() -> [Mark] {
    var marks: [Mark] = []
    var index = range.lowerBound
    while true {
      let open = bytes.first(UInt8(ascii: "<"), from: index, to: range.upperBound)
      guard open < range.upperBound else { return marks }
      index = open + 1
      let close = bytes.first(UInt8(ascii: ">"), from: index, to: min(range.upperBound, index + 40))
      guard close < min(range.upperBound, index + 40) else { continue }
      let isEnd = bytes[index] == UInt8(ascii: "/")
      let label = index + (isEnd ? 1 : 0)..<close
      guard CellTranscript.speakers.contains(bytes.string(label).lowercased()) else { continue }
      // An end tag closes the turn; text behind it belongs to nobody in particular.
      if !isEnd { marks.append(Mark(start: open, label: label, textStart: close + 1, startMs: Turn.noTime)) }
      index = close + 1
    }
  }

  // MARK: Lines

  private func labels(agent: String, customer: String) -> [Mark] {
    let candidates = lineStarts().compactMap(mark(at:))
    var counts: [String: Int] = [:]
    for candidate in candidates { counts[bytes.string(candidate.label), default: 0] += 1 }
    func isSpeaker(_ mark: Mark) -> Bool {
      let label = bytes.string(mark.label)
      if label == agent || label == customer { return true }
      let words = label.lowercased().split { !$0.isLetter }
      return words.first.map { CellTranscript.speakers.contains(String($0)) } ?? false
    }
    let hasSpeakers = candidates.contains(where: isSpeaker)
    // Where somebody is plainly a speaker, another label has to come back to be believed.
    return candidates.filter { isSpeaker($0) || !hasSpeakers || (counts[bytes.string($0.label)] ?? 0) > 1 }
  }

  private func lineStarts() -> [Int] {
    var starts = [range.lowerBound]
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = bytes[index]
      index += 1
      if byte == CsvDialect.lineFeed
        || (byte == CsvDialect.carriageReturn && index < range.upperBound && bytes[index] != CsvDialect.lineFeed)
      {
        starts.append(index)
      }
    }
    return starts
  }

  /// `[00:01] Agent: text`, `00:01 Agent: text`, `Agent: text`.
  private func mark(at line: Int) -> Mark? {
    var index = skipBlanks(line)
    let (startMs, behind) = time(at: index)
    index = skipBlanks(behind)
    let limit = min(range.upperBound, index + 61)
    var end = index
    while end < limit, bytes[end] != UInt8(ascii: ":"), bytes[end] != CsvDialect.lineFeed,
      bytes[end] != CsvDialect.carriageReturn
    {
      end += 1
    }
    guard end < limit, bytes[end] == UInt8(ascii: ":"), end > index else { return nil }
    let label = CellValue.trimmed(bytes, index..<end)
    guard !label.isEmpty, isName(label) else { return nil }
    return Mark(start: line, label: label, textStart: end + 1, startMs: startMs)
  }

  /// Names begin with a letter and hold up to four words; `http` before a colon is no name.
  private func isName(_ label: Range<Int>) -> Bool {
    let first = bytes[label.lowerBound]
    guard first >= 0x80 || (first | 0x20 >= UInt8(ascii: "a") && first | 0x20 <= UInt8(ascii: "z")) else {
      return false
    }
    let text = bytes.string(label)
    return text.split(separator: " ").count <= 4 && text != "http" && text != "https"
  }

  private func time(at index: Int) -> (Int64, Int) {
    guard index < range.upperBound else { return (Turn.noTime, index) }
    let isBracketed = bytes[index] == UInt8(ascii: "[") || bytes[index] == UInt8(ascii: "(")
    let start = isBracketed ? index + 1 : index
    var end = start
    var colons = 0
    while end < range.upperBound, end - start < 15 {
      let byte = bytes[end]
      guard byte &- UInt8(ascii: "0") < 10 || byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".") else { break }
      if byte == UInt8(ascii: ":") { colons += 1 }
      end += 1
    }
    guard colons > 0, end > start, let value = TurnClock.clockTime(bytes, start..<end) else {
      return (Turn.noTime, index)
    }
    if isBracketed {
      guard end < range.upperBound, bytes[end] == UInt8(ascii: "]") || bytes[end] == UInt8(ascii: ")") else {
        return (Turn.noTime, index)
      }
      end += 1
    }
    return (value, end)
  }

  private func skipBlanks(_ start: Int) -> Int {
    var index = start
    while index < range.upperBound, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
    return index
  }
}
