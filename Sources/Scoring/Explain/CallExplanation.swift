public import Record

/// Shows a conversation turn by turn with what fired in it and why: for `sidetone explain CALL-ID`.
public struct CallExplanation: Sendable {
  public enum Style: Sendable {
    /// Colored with ANSI escapes, for a terminal.
    case terminal
    case plain
    case markdown
  }

  private let rubric: Rubric
  private let style: Style

  public init(rubric: Rubric, style: Style) {
    self.rubric = rubric
    self.style = style
  }

  /// The explanation of one conversation of a batch.
  public func text(_ batch: Batch, conversation index: Int) -> String {
    var scorer = Scorer(rubric: rubric)
    var sheet = ScoreSheet(behaviorCount: 0)
    scorer.score(batch, into: &sheet)
    return text(batch, sheet, index)
  }

  /// The same for scores that are already there.
  public func text(_ batch: Batch, _ sheet: ScoreSheet, _ index: Int) -> String {
    let conversation = batch.conversations[index]
    let card = sheet.cards[index]
    var lines = [heading(batch.string(conversation.id), card)]
    let items = sheet.evidence[Int(card.evidence.lowerBound)..<Int(card.evidence.upperBound)]
    for (number, turn) in batch.turns[Int(conversation.turns.lowerBound)..<Int(conversation.turns.upperBound)]
      .enumerated()
    {
      lines.append(line(batch, turn, number, items.filter { Int($0.turn) == number }))
      for item in items where Int(item.turn) == number { lines.append(note(batch, item)) }
    }
    lines.append("")
    lines += results(sheet, index)
    return lines.joined(separator: "\n") + "\n"
  }

  private func heading(_ id: String, _ card: Scorecard) -> String {
    let score = card.score < 0 ? "no technique applied" : "score \(Self.percent(Int(card.score)))"
    let title = "\(id): \(score), \(card.techniquesApplicable) techniques applicable"
    return style == .markdown ? "# \(title)\n" : bold(title) + "\n"
  }

  private func line(_ batch: Batch, _ turn: Turn, _ number: Int, _ items: [Evidence]) -> String {
    let who = "\(turn.role.name)"
    var text = ""
    var at = Int(turn.text.offset)
    // Marks where evidence begins and ends; overlapping runs are drawn as one.
    for item in items.sorted(by: { $0.words.offset < $1.words.offset }) where item.words != turn.text {
      let start = max(at, Int(item.words.offset))
      guard start < item.words.end else { continue }
      text += plain(batch, at..<start) + mark(plain(batch, start..<item.words.end), item.polarity)
      at = item.words.end
    }
    text += plain(batch, at..<turn.text.end)
    return style == .markdown ? "**\(number) \(who):** \(text)\n" : "\(dim("\(number) \(who):")) \(text)"
  }

  private func note(_ batch: Batch, _ item: Evidence) -> String {
    let path = rubric.catalog.path(ofBehavior: Int(item.behavior))
    let rule = rubric.catalog.rules[Int(item.rule)]
    let sign = item.polarity == .shown ? "+" : item.polarity == .spoiled ? "−" : "?"
    let words = "\(item.polarity.name) \(path): \(why(rule))"
    return style == .markdown ? "- \(sign) \(words)" : "    " + color("\(sign) \(words)", item.polarity)
  }

  private func why(_ rule: String) -> String {
    if let measure = MeasureKind(rawValue: rule) { return "\(measure.meaning) [\(rule)]" }
    let says = rubric.source.cues.first { $0.id == rule }?.says ?? ""
    return says.isEmpty ? "[\(rule)]" : "\(says) [\(rule)]"
  }

  private func results(_ sheet: ScoreSheet, _ index: Int) -> [String] {
    var lines: [String] = []
    for (number, behavior) in rubric.catalog.behaviors.enumerated() {
      let result = sheet.results[sheet.index(conversation: index, behavior: number)]
      guard result.status.isJudged || result.reason != 0 else { continue }
      var text = "\(rubric.catalog.path(ofBehavior: number)): \(result.status.name)"
      if result.opportunities > 1 {
        let halves = Int(result.metHalves)
        text += ", \(halves / 2)\(halves % 2 == 1 ? ".5" : "") of \(result.opportunities)"
      }
      if result.reason != 0 { text += " (\(sheet.reasons[Int(result.reason)]))" }
      if result.status == .missed, !behavior.practice.isEmpty { text += ". Try: \(behavior.practice)" }
      lines.append(style == .markdown ? "- \(text)" : status(text, result.status))
    }
    return lines
  }

  // MARK: Looks

  private func plain(_ batch: Batch, _ range: Range<Int>) -> String {
    guard !range.isEmpty else { return "" }
    let text = String(decoding: batch.arena[range], as: UTF8.self)
    // Control characters of a transcript must not reach a terminal.
    let safe = String(
      String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }))
    guard style == .markdown else { return safe }
    return String(safe.flatMap { "\\`*_[]<>#|".contains($0) ? ["\\", $0] : [$0] })
  }

  private func mark(_ text: String, _ polarity: Polarity) -> String {
    switch style {
    case .terminal: color(text, polarity)
    case .plain: "«\(text)»"
    case .markdown: "**\(text)**"
    }
  }

  private func color(_ text: String, _ polarity: Polarity) -> String {
    escape(text, polarity == .shown ? "32" : polarity == .spoiled ? "31" : "36")
  }

  private func status(_ text: String, _ status: Status) -> String {
    switch status {
    case .met: escape(text, "32")
    case .missed: escape(text, "31")
    case .partly: escape(text, "33")
    default: dim(text)
    }
  }

  private func bold(_ text: String) -> String { escape(text, "1") }
  private func dim(_ text: String) -> String { escape(text, "2") }
  private func escape(_ text: String, _ code: String) -> String {
    style == .terminal ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }

  /// Ten-thousandths as whole percent.
  private static func percent(_ value: Int) -> String { "\((value + 50) / 100)%" }
}
