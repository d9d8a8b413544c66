import Record

/// Transcripts that are text files: WebVTT, SubRip, Otter, labeled lines.
enum TextTranscript {
  static func read(
    _ reader: TranscriptReader, _ bytes: [UInt8], _ range: Range<Int>, _ turns: inout TurnBuilder, _ batch: inout Batch
  ) {
    let text = readable(bytes, range)
    switch reader {
    case .vtt, .srt: CueText.read(text, &turns, &batch)
    case .otter: otter(text, &turns, &batch)
    default: LabeledText().read(text, 0..<text.count, &turns, &batch)
    }
  }

  /// Without a byte order mark, bytes that are not UTF-8 read as Windows-1252, lone carriage returns as line ends.
  static func readable(_ bytes: [UInt8], _ range: Range<Int>) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(range.count)
    var at = range.lowerBound
    if bytes[range].starts(with: [0xEF, 0xBB, 0xBF]) { at += 3 }
    while at < range.upperBound {
      let byte = bytes[at]
      if byte == 13 {
        if at + 1 >= range.upperBound || bytes[at + 1] != 10 { text.append(10) }
        at += 1
      } else if byte < 0x80 {
        text.append(byte)
        at += 1
      } else {
        let length = Utf8Scan.length(bytes, at, range.upperBound)
        if length == 0 {
          Utf8Scan.append(Windows1252.scalar(byte), to: &text)
        } else {
          text.append(contentsOf: bytes[at..<(at + length)])
        }
        at += max(1, length)
      }
    }
    return text
  }

  /// `Ana Ruiz  0:00`, then the words, then a blank line. Source: Otter's TXT export.
  private static func otter(_ text: [UInt8], _ turns: inout TurnBuilder, _ batch: inout Batch) {
    var item: TurnBuilder.Item?
    for line in lines(text) {
      let line = ArenaText.trimmed(text, line)
      if line.isEmpty { continue }
      if let groups = otterHead?.firstMatch(text, line), let name = groups[1], let time = groups[2] {
        if let item { turns.add(item, to: &batch) }
        item = TurnBuilder.Item(
          label: Array(text[name]), startMs: DurationText.milliseconds(text, time, unit: .clock))
      } else if item != nil {
        if item?.text.isEmpty == false { item?.text.append(32) }
        item?.text.append(contentsOf: text[line])
      }
    }
    if let item { turns.add(item, to: &batch) }
  }

  private static let otterHead = try? Pattern("^(\\S.{0,80}?)\\s{2,}(\\d{1,3}:\\d{2}(?::\\d{2})?)$")

  static func lines(_ text: [UInt8]) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = 0
    while start < text.count {
      let end = text[start...].firstIndex(of: 10) ?? text.count
      lines.append(start..<end)
      start = end + 1
    }
    return lines
  }
}
