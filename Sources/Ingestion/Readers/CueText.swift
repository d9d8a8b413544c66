import Record

/// Cues of WebVTT (W3C, "WebVTT: The Web Video Text Tracks Format") and of SubRip.
enum CueText {
  static func read(_ text: [UInt8], _ turns: inout TurnBuilder, _ batch: inout Batch) {
    var block: [Range<Int>] = []
    for line in TextTranscript.lines(text) {
      if ArenaText.trimmed(text, line).isEmpty {
        cue(text, block, &turns, &batch)
        block.removeAll(keepingCapacity: true)
      } else {
        block.append(line)
      }
    }
    cue(text, block, &turns, &batch)
  }

  /// A block of lines is a cue when its first or second line has an arrow; others are headers, notes and styles.
  private static func cue(_ text: [UInt8], _ block: [Range<Int>], _ turns: inout TurnBuilder, _ batch: inout Batch) {
    for (index, line) in block.prefix(2).enumerated() {
      guard let times = times(text, line) else { continue }
      var content: [UInt8] = []
      for line in block[(index + 1)...] {
        if !content.isEmpty { content.append(10) }
        content.append(contentsOf: text[ArenaText.trimmed(text, line)])
      }
      add(content, times.start, times.end, &turns, &batch)
      return
    }
  }

  private static func times(_ text: [UInt8], _ line: Range<Int>) -> (start: Int64?, end: Int64?)? {
    guard let arrow = XmlScan.find(Array("-->".utf8), in: text, from: line.lowerBound, to: line.upperBound) else {
      return nil
    }
    let start = ArenaText.trimmed(text, line.lowerBound..<arrow)
    var end = ArenaText.trimmed(text, arrow + 3..<line.upperBound)
    // Settings follow the second time.
    if let blank = text[end].firstIndex(where: { $0 == 32 || $0 == 9 }) { end = end.lowerBound..<blank }
    return (
      DurationText.milliseconds(text, start, unit: .clock), DurationText.milliseconds(text, end, unit: .clock)
    )
  }

  /// One turn a voice: `<v Ana>…`, several in one cue; else `Ana: …` or `[Speaker 1]: …`.
  private static func add(
    _ content: [UInt8], _ start: Int64?, _ end: Int64?, _ turns: inout TurnBuilder, _ batch: inout Batch
  ) {
    var label: [UInt8] = []
    var words: [UInt8] = []
    var at = 0
    func flush(_ turns: inout TurnBuilder, _ batch: inout Batch) {
      var item = TurnBuilder.Item(label: label, startMs: start, endMs: end)
      HtmlEntities.decoded(words, 0..<words.count, into: &item.text)
      if label.isEmpty { split(&item) }
      item.text = item.text.map { $0 == 10 ? 32 : $0 }
      turns.add(item, to: &batch)
      words.removeAll()
    }
    while at < content.count {
      guard content[at] == UInt8(ascii: "<"), let close = content[at...].firstIndex(of: UInt8(ascii: ">")) else {
        words.append(content[at])
        at += 1
        continue
      }
      if let name = voice(content, at + 1..<close) {
        flush(&turns, &batch)
        label.removeAll()
        HtmlEntities.decoded(content, name, into: &label)
      }
      at = close + 1
    }
    flush(&turns, &batch)
  }

  /// The name in `v Ana`, `v.loud Ana`.
  private static func voice(_ content: [UInt8], _ tag: Range<Int>) -> Range<Int>? {
    guard content[tag].first == UInt8(ascii: "v"), let blank = content[tag].firstIndex(of: 32) else { return nil }
    let next = content[tag.lowerBound + 1]
    guard next == 32 || next == UInt8(ascii: ".") else { return nil }
    return ArenaText.trimmed(content, blank..<tag.upperBound)
  }

  private static let prefix = try? Pattern(
    "^\\[?([A-Za-z\u{C0}-\u{10FFFF}][^:<>\\[\\]\\n]{0,48}?)\\]?:\\s+((?:.|\\n)*)$")

  private static func split(_ item: inout TurnBuilder.Item) {
    guard let groups = prefix?.firstMatch(item.text, 0..<item.text.count), let name = groups[1], let rest = groups[2]
    else { return }
    item.label = Array(item.text[name])
    item.text = Array(item.text[rest])
  }
}
