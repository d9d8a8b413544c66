import Record

/// One behavior, machine against graders.
public struct BehaviorAgreement: Sendable, Hashable {
  public var behavior: String
  /// Rows are the graders' verdicts, columns the machine's.
  public var machine: Agreement
  /// Of the machine's kappa: 95 %, bootstrap over conversations; nil where there are too few.
  public var interval: ClosedRange<Double>?
  /// The first two graders against each other, where both labelled.
  public var graders: Agreement?
  public var disagreements: [Disagreement]
  /// Verdicts that people put in the machine's place (rows) against the machine's (columns).
  public var overrides: Agreement

  /// How many of them say otherwise than the machine.
  public var overturned: Int {
    overrides.total - overrides.classes.indices.reduce(0) { $0 + overrides.counts[$1 * overrides.classes.count + $1] }
  }
}

/// The comparison of the machine with people, to read and to tabulate.
public struct CalibrationReport: Sendable {
  public var rows: [BehaviorAgreement]
  /// Labels whose conversation or turn was not among what was scored.
  public var unmatched: [HumanLabel]

  private static let header =
    "behavior,n,support,precision,recall,f1,kappa,kappa_low,kappa_high,graders_n,graders_kappa,overrides_n,overrides_changed"

  /// One row a behavior; empty cells where a figure can't be formed.
  public func csv() -> String {
    var lines = [CalibrationReport.header]
    for row in rows {
      let figures = [row.machine.precision, row.machine.recall, row.machine.f1, row.machine.kappa]
      let cells =
        [row.behavior, "\(row.machine.total)", "\(row.machine.support)"] + figures.map(decimal)
        + [decimal(row.interval?.lowerBound), decimal(row.interval?.upperBound)]
        + [row.graders.map { "\($0.total)" } ?? "", decimal(row.graders?.kappa)]
        + ["\(row.overrides.total)", "\(row.overturned)"]
      lines.append(cells.joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A page: the table, then a confusion matrix and the worst disagreements of each behavior.
  ///
  /// - Parameter disagreements: how many to show of each behavior.
  public func markdown(disagreements limit: Int = 5) -> String {
    let labelled = rows.filter { $0.machine.total > 0 || $0.overrides.total == 0 }
    var text = "# Calibration: the machine against people\n\n"
    guard !labelled.isEmpty else { return text + overrideSection() + unmatchedSection() }
    text += "| behavior | labels | shown | precision | recall | F1 | kappa (95 % interval) | graders' kappa |\n"
    text += "|---|---:|---:|---:|---:|---:|---:|---:|\n"
    for row in labelled {
      let interval = row.interval.map { " (\(decimal($0.lowerBound)) to \(decimal($0.upperBound)))" } ?? ""
      let graders = row.graders.map { "\(dash($0.kappa)) of \($0.total)" } ?? "–"
      text += "| \(row.behavior) | \(row.machine.total) | \(row.machine.support) | \(dash(row.machine.precision)) | "
      text +=
        "\(dash(row.machine.recall)) | \(dash(row.machine.f1)) | \(dash(row.machine.kappa))\(interval) | \(graders) |\n"
    }
    for row in rows where row.machine.total > 0 { text += section(row, limit) }
    let overrides = overrideSection()
    return text + (overrides.isEmpty ? "" : "\n" + overrides) + unmatchedSection()
  }

  private func unmatchedSection() -> String {
    guard let first = unmatched.first else { return "" }
    let place = first.isOverride ? "the first of them an override: " : "the first on line \(first.line): "
    return
      "\n## Labels without a counterpart\n\n\(unmatched.count) of the labels name a conversation or turn that was not "
      + "scored, \(place)\(escape(first.conversation)).\n"
  }

  /// Overrides by behavior: what the machine said, and what a person put in its place.
  private func overrideSection() -> String {
    let own = rows.filter { $0.overrides.total > 0 }
    guard !own.isEmpty else { return "" }
    var text =
      "## Verdicts that people changed\n\n| behavior | overrides | changed | from the machine's to the person's |\n"
    text += "|---|---:|---:|---|\n"
    for row in own {
      let classes = row.overrides.classes
      var changes: [String] = []
      for machine in classes.indices {
        for person in classes.indices where person != machine {
          let count = row.overrides.counts[person * classes.count + machine]
          if count > 0 { changes.append("\(classes[machine].rawValue) to \(classes[person].rawValue) \(count)") }
        }
      }
      text += "| \(row.behavior) | \(row.overrides.total) | \(row.overturned) | \(changes.joined(separator: ", ")) |\n"
    }
    return text + "\nPeople change what looks wrong to them: this says where the machine errs, not how often. "
      + "It is in none of the figures for labels.\n"
  }

  private func section(_ row: BehaviorAgreement, _ limit: Int) -> String {
    let size = row.machine.classes.count
    let used = (0..<size).filter { index in
      (0..<size).contains { row.machine.counts[index * size + $0] + row.machine.counts[$0 * size + index] > 0 }
    }
    let names = used.map { row.machine.classes[$0].rawValue }
    var text = "\n## \(row.behavior)\n\n| people \\\\ machine | \(names.joined(separator: " | ")) |\n"
    text += "|---|" + String(repeating: "---:|", count: used.count) + "\n"
    for (name, index) in zip(names, used) {
      text += "| \(name) | " + used.map { "\(row.machine.counts[index * size + $0])" }.joined(separator: " | ") + " |\n"
    }
    guard !row.disagreements.isEmpty else { return text }
    text += "\n"
    for item in row.disagreements.prefix(limit) {
      let turn = item.label.turn.map { ", turn \($0)" } ?? ""
      let grader = item.label.grader.isEmpty ? "people" : escape(item.label.grader)
      text += "- \(escape(item.label.conversation))\(turn): \(grader) say \(item.label.verdict.rawValue), the machine "
      text += "\(item.machine.rawValue)" + (item.quote.isEmpty ? "" : ": “\(escape(item.quote))”") + "\n"
    }
    if row.disagreements.count > limit { text += "- and \(row.disagreements.count - limit) more\n" }
    return text
  }

  private func dash(_ value: Double?) -> String { value == nil ? "–" : decimal(value) }

  /// Three decimals, rounded half away from zero, in integer arithmetic; empty for nil.
  private func decimal(_ value: Double?) -> String {
    guard let value else { return "" }
    var sink = ByteSink()
    sink.append(fixed: Int64((value * 1000).rounded()), places: 3)
    return String(decoding: sink.bytes, as: UTF8.self)
  }

  /// No transcript can bring markup or links into the page.
  private func escape(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      if "\\`*_{}[]()#+!|<>&~".unicodeScalars.contains(scalar) { escaped += "\\" }
      escaped.unicodeScalars.append(scalar.value < 0x20 ? " " : scalar)
    }
    return escaped
  }
}
