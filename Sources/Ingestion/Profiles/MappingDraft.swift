public import Record

extension Profiles {
  /// What a file, folder or archive looks like, and why.
  public static func detect(_ path: String) throws -> [InputFile] { try IngestFeed(inputs: [path]).files }
}

/// Drafts a mapping from a user's own table: columns with well-known names are filled in, the others are listed.
public enum MappingDraft {
  private static let fields: [(XmlField, ConversationField)] = [
    (.id, .id), (.agentID, .agentID), (.agentName, .agentName), (.agentBox, .agentName), (.team, .team),
    (.queue, .queue),
    (.startedAt, .start), (.channel, .channel), (.direction, .direction), (.customerID, .customerID),
    (.customerName, .customerName), (.customerBox, .customerName), (.language, .language),
    (.disposition, .disposition), (.csat, .csat), (.durationMs, .duration), (.durationAny, .duration),
  ]

  /// - Parameters:
  ///   - sample: the table's first rows, in UTF-8, its header row first.
  ///   - name: the file's name, for the `match`.
  /// - Returns: a mapping file to go on from.
  /// - Throws: `Problem` where the sample is no table.
  public static func table(_ sample: [UInt8], name: String) throws(Problem) -> String {
    let candidates: [UInt8] = [44, 59, 9, 124]
    var best: (delimiter: UInt8, names: [String]) = (44, [])
    for delimiter in candidates {
      var rows = DelimitedRows(sample, 0..<sample.count, delimiter: delimiter, firstRow: 1)
      guard rows.next(), rows.cells.count > best.names.count else { continue }
      best = (delimiter, rows.cells.indices.map { rows.string($0).trimmedASCII() })
    }
    guard best.names.count > 1 else {
      throw Problem(
        file: name, "no columns were found", hint: "a mapping can be drafted from a table with a header row")
    }
    return text(best.names, name: name)
  }

  private static func text(_ names: [String], name: String) -> String {
    var taken: Set<ConversationField> = []
    var lines: [String] = []
    var left: [String] = []
    for column in names {
      let meaning = XmlNames.field(XmlNames.fold(column.utf8), at: .record)
      guard let field = fields.first(where: { $0.0 == meaning })?.1, taken.insert(field).inserted else {
        left.append(column)
        continue
      }
      lines.append("      \(field.rawValue): \(value(column, field, meaning))")
    }
    if !taken.contains(.id) { lines.insert("      conversation_id: { from: \"TODO\", required: true }", at: 0) }
    let file = name.split(separator: "/").last.map(String.init) ?? name
    var text = "version: 1\nname: draft\ndefaults:\n  timezone: UTC\n  null_values: [\"\", \"N/A\", \"-\"]\n"
    text +=
      "sources:\n  table:\n    match: { path: \(quoted("**/\(file)")) }\n    format: csv\n    emits: conversation\n"
    text += "    fields:\n" + lines.joined(separator: "\n") + "\n"
    if !left.isEmpty { text += "    # not mapped: \(left.joined(separator: ", "))\n" }
    return text + "    keep_extras: true\n"
  }

  private static func value(_ column: String, _ field: ConversationField, _ meaning: XmlField) -> String {
    switch field {
    case .id: "{ from: \(quoted(column)), required: true }"
    case .start: "{ from: \(quoted(column)), type: time, format: auto }"
    case .duration: "{ from: \(quoted(column)), unit: \(meaning == .durationMs ? "ms" : "auto") }"
    case .csat: "{ from: \(quoted(column)), type: number }"
    default: quoted(column)
    }
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: " ") + "\""
  }
}
