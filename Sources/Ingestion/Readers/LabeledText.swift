import Record

/// A transcript written as lines: `Agent: …`, `[00:01] Ana: …`, `00:00:01<TAB>Ana<TAB>…`, or a pattern of the
/// mapping's own.
struct LabeledText {
  /// Groups `at`, `speaker`, `text`; nil for the usual forms.
  var pattern: Pattern?
  var appendsLines = true

  /// Times may stand before or behind the name. A name starts with a letter and is short.
  private static let usual = try? Pattern(
    "^\\s*(?:[\\[(]?(?<at>\\d{1,3}:\\d{2}(?::\\d{2})?(?:[.,]\\d{1,3})?)[\\])]?[\\s-]*)?"
      + "[\\[*]{0,2}(?<speaker>[A-Za-z\u{C0}-\u{10FFFF}][^:<>\\[\\]\\n\\t*]{0,48}?)[\\]*]{0,2}"
      + "(?:\\s*[\\[(](?<later>\\d{1,3}:\\d{2}(?::\\d{2})?(?:[.,]\\d{1,3})?)[\\])])?\\s*:(?:\\s+(?<text>.*))?$")
  private static let tabbed = try? Pattern(
    "^(?<at>\\d{1,2}:\\d{2}(?::\\d{2})?(?:[.,]\\d{1,3})?)\\t(?<speaker>[^\\t]{1,60})\\t(?<text>.*)$")

  func read(_ bytes: [UInt8], _ range: Range<Int>, _ turns: inout TurnBuilder, _ batch: inout Batch) {
    var item: TurnBuilder.Item?
    var start = range.lowerBound
    while start < range.upperBound {
      let end = bytes[start..<range.upperBound].firstIndex(of: 10) ?? range.upperBound
      let line = ArenaText.trimmed(bytes, start..<end)
      start = end + 1
      if line.isEmpty { continue }
      if let begun = begin(bytes, line) {
        if let item { turns.add(item, to: &batch) }
        item = begun
      } else if appendsLines, item != nil {
        if item?.text.isEmpty == false { item?.text.append(10) }
        item?.text.append(contentsOf: bytes[line])
      }
    }
    if let item { turns.add(item, to: &batch) }
  }

  /// The turn that a line begins, if it does.
  private func begin(_ bytes: [UInt8], _ line: Range<Int>) -> TurnBuilder.Item? {
    if let pattern { return LabeledText.item(pattern, bytes, line) }
    if let tabbed = LabeledText.tabbed, bytes[line].contains(9), let item = LabeledText.item(tabbed, bytes, line) {
      return item
    }
    guard bytes[line].prefix(80).contains(UInt8(ascii: ":")) else { return nil }
    return LabeledText.usual.flatMap { LabeledText.item($0, bytes, line) }
  }

  static func item(_ pattern: Pattern, _ bytes: [UInt8], _ line: Range<Int>) -> TurnBuilder.Item? {
    guard let groups = pattern.firstMatch(bytes, line) else { return nil }
    func group(_ name: String) -> Range<Int>? { pattern.names[name].flatMap { groups[$0] } }
    var item = TurnBuilder.Item()
    if let range = group("text") { item.text = Array(bytes[range]) }
    if let range = group("speaker") { item.label = Array(bytes[ArenaText.trimmed(bytes, range)]) }
    if let range = group("at") ?? group("later") {
      item.startMs = DurationText.milliseconds(bytes, range, unit: .automatic)
    }
    return item
  }
}
