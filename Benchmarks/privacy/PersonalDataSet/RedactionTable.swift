/// Precision and recall by kind.
public struct RedactionTable: Sendable {
  public struct Row: Sendable {
    public var kind: String
    /// Marked items.
    public var items = 0
    /// Of them fully covered: not one letter or digit stayed.
    public var covered = 0
    /// Of the covered ones those whose placeholder says the right kind.
    public var typed = 0
    /// Redactions that carry this kind's placeholder.
    public var redactions = 0
    /// Of them those that touch no marked item.
    public var needless = 0

    /// 0...1; 1 where there is nothing to find.
    public var recall: Double { items == 0 ? 1 : Double(covered) / Double(items) }
    /// 0...1; 1 where nothing was redacted.
    public var precision: Double { redactions == 0 ? 1 : Double(redactions - needless) / Double(redactions) }
  }

  public private(set) var rows: [Row]
  /// Texts in which something was missed or needlessly redacted.
  public private(set) var faults: [String] = []

  public init() { rows = PersonalDataSet.kinds.map { Row(kind: $0) } }

  private func place(_ kind: String) -> Int { rows.firstIndex { $0.kind == kind } ?? rows.count - 1 }

  /// Counts one item. `found`: kind and range in bytes of the plain text of each redaction.
  public mutating func add(_ item: MarkedText, found: [(kind: String, start: Int, end: Int)]) {
    for mark in item.marks {
      let row = place(mark.kind)
      rows[row].items += 1
      let bytes = mark.start..<mark.end
      let isCovered = bytes.allSatisfy { at in
        !Self.tells(item.plain[at]) || found.contains { $0.start <= at && at < $0.end } || isArticle(item, mark, at)
      }
      if isCovered {
        rows[row].covered += 1
        let kinds = found.filter { $0.start < mark.end && $0.end > mark.start }.map(\.kind)
        if mark.kind == "spoken" || kinds.first == mark.kind { rows[row].typed += 1 }
      } else {
        faults.append("missed \(mark.kind): \(item.text)")
      }
    }
    for one in found {
      let row = place(one.kind)
      rows[row].redactions += 1
      if !item.marks.contains(where: { $0.start < one.end && one.start < $0.end }) {
        rows[row].needless += 1
        faults.append("needless \(one.kind): \(item.text)")
      }
    }
    if item.marks.isEmpty {
      let row = place("nothing")
      rows[row].items += 1
      if found.isEmpty { rows[row].covered += 1 }
    }
  }

  /// The "the" of "the 5th of June" tells nothing.
  private func isArticle(_ item: MarkedText, _ mark: MarkedText.Mark, _ at: Int) -> Bool {
    item.plain[mark.start..<mark.end].starts(with: "the ".utf8) && at < mark.start + 3
  }

  private static func tells(_ byte: UInt8) -> Bool {
    byte >= 0x80 || (byte >= 0x30 && byte <= 0x39) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A)
  }

  /// The table in Markdown.
  public func markdown() -> String {
    func share(_ part: Int, _ whole: Int) -> String {
      guard whole > 0 else { return "" }
      let value = (part * 10_000 + whole / 2) / whole
      let rest = value % 10_000
      let digits = String(rest)
      return "\(value / 10_000)." + String(repeating: "0", count: 4 - digits.count) + digits
    }
    var out = "| kind | items | covered | recall | right kind | redactions | needless | precision |\n"
    out += "|---|---|---|---|---|---|---|---|\n"
    for row in rows {
      out +=
        "| \(row.kind) | \(row.items) | \(row.covered) | \(share(row.covered, row.items)) | \(row.kind == "nothing" ? 0 : row.typed) "
      out += "| \(row.redactions) | \(row.needless) | \(share(row.redactions - row.needless, row.redactions)) |\n"
    }
    let items = rows.dropLast().reduce(0) { $0 + $1.items }
    let covered = rows.dropLast().reduce(0) { $0 + $1.covered }
    let redactions = rows.reduce(0) { $0 + $1.redactions }
    let needless = rows.reduce(0) { $0 + $1.needless }
    out += "| all | \(items) | \(covered) | \(share(covered, items)) | | \(redactions) | \(needless) "
    return out + "| \(share(redactions - needless, redactions)) |\n"
  }
}
