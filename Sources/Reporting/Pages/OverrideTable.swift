import Record

extension TeamDocument {
  /// Longer lists stand in the audit table alone.
  private static let shown = 10

  /// Verdicts of people beside the machine's.
  func overrides(_ document: inout Document) {
    let own = page.overrides.map { summary.overrides[$0] }
    guard !own.isEmpty else { return }
    document.heading(2, "Verdicts changed by people")
    var table = Block.Table(
      caption: "Verdicts of people beside the machine's",
      columns: [
        .init("Call"), .init("Behavior"), .init("Machine"), .init("Person"), .init("Who and when"), .init("Why"),
      ],
      rows: [])
    for item in own.prefix(TeamDocument.shown) {
      table.rows.append([
        .init("\(code: item.call)"), .init("\(words.behavior(item.behavior))"), .init("\(verdict(item.machine))"),
        .init("\(strong: verdict(item.verdict))"), .init("\(item.who), \(item.when)"), .init("\(item.why)"),
      ])
    }
    document.blocks.append(.table(table))
    let rest = own.count - table.rows.count
    document.say(
      "The person's verdict counts in every number above. "
        + (rest > 0
          ? "\(Words.capitalized(Words.count(rest, "more stands", "more stand"))) " : "All of the run's stand ")
        + "in \(code: "overrides_applied.csv").")
  }

  private func verdict(_ word: String) -> String { word.split(separator: "_").joined(separator: " ") }
}
