/// The deliberately odd conversations, one for each thing that the quality gate and the quarantine have to find.
/// Their ids say what is wrong, so that a test and a reader find them again.
extension Maker {
  mutating func odd(_ id: String, day: Int, isChat: Bool = false) -> SampleConversation {
    var one = conversation(day: day)
    while one.isChat != isChat || one.lines.count < 12 { one = conversation(day: day) }
    one.id = id
    return one
  }

  mutating func oddities() -> [SampleConversation] {
    var swapped = odd("S-SWAPPED", day: 15)
    for index in swapped.lines.indices {
      let line = swapped.lines[index]
      swapped.lines[index] = Line(
        speaker: line.speaker == .agent ? .customer : .agent, text: line.text, startMs: line.startMs, endMs: line.endMs)
    }
    var oneSided = odd("S-ONE-SIDED", day: 15)
    oneSided.lines.removeAll { $0.speaker == .customer }
    var doubled = odd("S-DOUBLED", day: 16)
    doubled.lines = doubled.lines.flatMap { [$0, $0] }
    var tiny = odd("S-TINY", day: 16)
    tiny.lines = Array(tiny.lines.prefix(1))
    var backward = odd("S-BACKWARD", day: 17)
    for index in backward.lines.indices where index % 3 == 1 {
      backward.lines[index].endMs = backward.lines[index].startMs - 4_000
    }
    var shuffled = odd("S-SHUFFLED", day: 17)
    shuffled.lines.swapAt(2, 5)
    shuffled.lines.swapAt(7, 9)
    var spanish = odd("S-SPANISH", day: 18, isChat: true)
    let words = phrases["spanish"] ?? []
    spanish.lines = words.enumerated().map { place, text in
      Line(speaker: place % 2 == 0 ? .customer : .agent, text: text, startMs: place * 9_000, endMs: place * 9_000)
    }
    return [swapped, oneSided, doubled, tiny, backward, shuffled, spanish]
  }

  /// Labels of a diarizer, which tell the speakers apart but not who is who.
  mutating func unlabeledRows() -> String {
    let one = odd("S-UNLABELED", day: 16)
    return one.utteranceRows().split(separator: "\n").map { row in
      String(row).swapping(",agent,", ",SPEAKER_00,").swapping(",customer,", ",SPEAKER_01,") + "\n"
    }.joined()
  }
}

extension String {
  /// The first place of `mark` replaced.
  func swapping(_ mark: String, _ other: String) -> String {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(mark) {
        return String(self[..<start]) + other + self[index(start, offsetBy: mark.count)...]
      }
      start = index(after: start)
    }
    return self
  }
}
