import Record

/// Reads one turn from a record by the rules of a mapping.
struct TurnReader {
  let rules: Mapping.TurnRules
  let defaults: Mapping.Defaults
  let assumedOffset: Int?
  private var value: [UInt8] = []

  init(_ rules: Mapping.TurnRules, _ defaults: Mapping.Defaults, assumedOffset: Int?) {
    self.rules = rules
    self.defaults = defaults
    self.assumedOffset = assumedOffset
  }

  mutating func read(_ record: RecordReader) -> TurnBuilder.Item {
    var item = TurnBuilder.Item()
    var length: Int64?
    for (field, rule) in rules.fields where record.read(rule, into: &value) {
      switch field {
      case .text: item.text = value
      case .role, .speaker: item.label = value
      case .number: item.number = ArenaNumbers.integer(value, 0..<value.count)
      case .start: setStart(duration(rule), &item)
      case .end: setEnd(duration(rule), &item)
      case .length: length = duration(rule)
      case .at:
        item.at = ConversationBuilder.time(value, rule, defaults, assumedOffset, defaults.ambiguousDates)?.milliseconds
      case .kind: item.kind = kind()
      case .visibility: item.isInternal = isInternal()
      case .sentiment: item.sentiment = value.map { (65...90).contains($0) ? $0 | 0x20 : $0 }
      }
    }
    if let length {
      if let start = item.startMs, item.endMs == nil { item.endMs = start + length }
      if let at = item.at, item.endsAt == nil { item.endsAt = at + length }
    }
    return item
  }

  private func duration(_ rule: ValueRule) -> Int64? {
    DurationText.milliseconds(value, 0..<value.count, unit: rule.unit ?? .milliseconds)
  }

  /// An offset beyond a hundred thousand million milliseconds (three years) is an instant.
  private func setStart(_ value: Int64?, _ item: inout TurnBuilder.Item) {
    guard let value else { return }
    if value > 100_000_000_000 { item.at = value } else { item.startMs = value }
  }

  private func setEnd(_ value: Int64?, _ item: inout TurnBuilder.Item) {
    guard let value else { return }
    if value > 100_000_000_000 { item.endsAt = value } else { item.endMs = value }
  }

  private func kind() -> TurnKind {
    let name = ArenaText.folded(value, 0..<value.count)
    return TurnKind.allCases.first { "\($0.name)" == name } ?? .message
  }

  private func isInternal() -> Bool {
    switch ArenaText.folded(value, 0..<value.count) {
    case "internal", "private", "agents", "false": true
    default: false
    }
  }
}
