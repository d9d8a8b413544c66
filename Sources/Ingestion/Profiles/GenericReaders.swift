/// The engine's own readers: they take exports of any platform by the names of their fields, and are no mapping files.
public struct GenericReader: Sendable {
  /// `csv-calls`, as `plan` and the manifest have it.
  public let name: String
  /// One line for a list.
  public let title: String
  /// What it accepts, in words.
  public let text: String
}

extension Profiles {
  /// In the order of detection, all behind the profiles.
  public static let generic: [GenericReader] = [
    GenericReader(
      name: "csv-calls", title: "Any table with a row a call: metadata, or a whole transcript in one cell",
      text: table(
        "csv-calls", "a row is a call: an id, and either a transcript in one cell or at least one more known column",
        Column.allCases.filter { !$0.isOfTurn || $0 == .transcript }, of: "calls.csv")),
    GenericReader(
      name: "csv-utterances", title: "Any table with a row a turn: an id, a text, and a speaker or a number",
      text: table(
        "csv-utterances", "a row is a turn: an id, a text, and a speaker or a number of the turn", Column.allCases,
        of: "utterances.csv")),
    GenericReader(
      name: "xml-conversations", title: "Any XML whose records and turns have well-known names",
      text: xml),
    GenericReader(
      name: "sidetone", title: "Sidetone's own NDJSON, one conversation a line",
      text: """
        # sidetone: the NDJSON that the stages pass to each other, one conversation a line; `sidetone schema` documents every field.
        # Not a mapping file: it is the record itself, so there is nothing to map.

        """),
  ]

  private static func table(_ name: String, _ shape: String, _ columns: [Column], of example: String) -> String {
    var text = """
      # \(name): \(shape).
      #
      # Not a mapping file, as a mapping names the columns of one platform, and this reader takes whatever columns are there:
      # names are compared by their letters and digits alone (Call-ID is call_id), which of the names below a column has decides
      # what the table is, the values decide whether times are ms, s, h:mm:ss or instants, and cells are read in place for speed.
      # `sidetone map \(example)` writes the mapping that says of your table what this reader made of it, to go on from.
      #
      # Title rows above the header are passed over; delimiters , ; tab | and UTF-8, UTF-16 and Windows-1252 are told from the
      # bytes. Of several columns for one field the name that stands further to the front wins. Columns that stand for nothing
      # below are kept as extras.

      """
    for (column, names) in ColumnNames.names where columns.contains(column) {
      text += "\(label(column)):\n  \(names.joined(separator: ", "))\n"
    }
    return text
  }

  private static func label(_ column: Column) -> String {
    switch column {
    case .id: "conversation_id (required)"
    case .agentID: "agent.id"
    case .agentName: "agent.name"
    case .startedAt: "start"
    case .startDate: "start, the date alone (beside a column start_time)"
    case .startTime: "start, the time alone"
    case .customerID: "customer.id"
    case .customerName: "customer.name"
    case .disposition: "outcome.disposition"
    case .earlierContacts: "earlier_contacts"
    case .turn: "turn: number"
    case .speaker: "turn: speaker"
    case .speakerName: "turn: speaker, where there is no role"
    case .startMs: "turn: start"
    case .endMs: "turn: end"
    case .text: "turn: text (in a table of calls: the transcript)"
    case .transcript: "transcript, in one cell"
    case .kind: "turn: kind"
    case .visibility: "turn: visibility"
    case .team, .queue, .channel, .direction, .language, .duration, .csat: "\(column)"
    }
  }

  private static var xml: String {
    """
    # xml-conversations: records and turns are told by their elements' names, fields by those of elements and attributes.
    #
    # Not a mapping file, as it takes whatever of these names is there, wherever it stands in the record, and reads in one pass
    # without building a tree. `sidetone map calls.xml` writes a mapping for a file of yours, to go on from. Capitals, hyphens,
    # underscores and prefixes do not matter. What stands for nothing is kept as an extra.
    records:
      \(XmlNames.records.sorted().joined(separator: ", "))
    turns:
      \(XmlNames.turns.sorted().joined(separator: ", "))
    fields: as in `sidetone profile show csv-utterances`, and within <agent> or <customer> id, name, team and the like

    """
  }
}
