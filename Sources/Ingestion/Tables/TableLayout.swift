/// What the columns of one table are, as its header tells.
struct TableLayout: Sendable, Hashable {
  /// What a row is.
  enum Shape: Sendable, Hashable {
    case utterances, calls, metadata
  }

  /// Header cells as they came, without outer blanks.
  var header: [String]
  var shape: Shape
  /// Index of each column, or -1; indexed by `Column.rawValue`.
  private var places: [Int]

  var width: Int { header.count }

  subscript(column: Column) -> Int { places[Int(column.rawValue)] }

  func has(_ column: Column) -> Bool { self[column] >= 0 }

  /// Columns that stand for nothing of the record: they are kept as extras.
  var extraColumns: [Int] {
    header.indices.filter { index in !places.contains(index) && !header[index].isEmpty }
  }

  /// Number of leading columns that do not differ from turn to turn, so that their cells repeat from row to row.
  var sharedPrefix: Int {
    let ofTurn = Column.allCases.filter { $0.isOfTurn && has($0) }.map { self[$0] }
    return min(ofTurn.min() ?? 0, width)
  }

  /// - Returns: nil where the header names neither an id with text or metadata, nor text with a speaker.
  init?(header: [String]) {
    self.header = header
    places = Array(repeating: -1, count: Column.allCases.count)
    shape = .metadata
    let names = header.map(HeaderName.normalized)
    let isUtterances = TableLayout.looksLikeUtterances(names)
    for (column, aliases) in ColumnNames.names where isUtterances || !column.isOfTurn || column == .transcript {
      place(column, aliases, names, isUtterances: isUtterances)
    }
    if !isUtterances && !has(.transcript) { placeTextAsTranscript(names) }
    if names.contains("starttime"), has(.startDate), !isUtterances {
      places[Int(Column.startTime.rawValue)] = names.firstIndex(of: "starttime") ?? -1
    }
    if has(.speakerName), !has(.speaker) { places[Int(Column.speaker.rawValue)] = self[.speakerName] }
    guard has(.id) else { return nil }
    shape = has(.text) ? .utterances : has(.transcript) ? .calls : .metadata
    if shape == .metadata && knownColumns < 2 { return nil }
  }

  private var knownColumns: Int { places.count { $0 >= 0 } }

  /// A row is an utterance where there are a text and someone or something that tells one turn from the next.
  private static func looksLikeUtterances(_ names: [String]) -> Bool {
    func has(_ column: Column, weak: Set<String> = []) -> Bool {
      let aliases = ColumnNames.names.first { $0.0 == column }?.1 ?? []
      return names.contains { aliases.contains($0) && !weak.contains($0) }
    }
    return has(.text) && (has(.speaker) || has(.speakerName) || has(.turn, weak: ["index"]))
  }

  private mutating func place(_ column: Column, _ aliases: [String], _ names: [String], isUtterances: Bool) {
    for alias in aliases {
      if isUtterances && column == .startedAt && TableLayout.turnTimes.contains(alias) && !has(.startedAt) {
        // "start" beside "end" in a table of utterances is the utterance's, unless the table has another for it.
        if !TableLayout.hasOtherTurnStart(names) { continue }
      }
      if let index = names.firstIndex(of: alias), !places.contains(index) {
        places[Int(column.rawValue)] = index
        return
      }
    }
  }

  private static let turnTimes: Set<String> = ["start", "starttime", "timestamp"]

  private static func hasOtherTurnStart(_ names: [String]) -> Bool {
    let aliases = ColumnNames.names.first { $0.0 == .startMs }?.1 ?? []
    return names.contains { aliases.contains($0) && !turnTimes.contains($0) }
  }

  /// In a table of calls, a text column holds the whole transcript.
  private mutating func placeTextAsTranscript(_ names: [String]) {
    let aliases = ColumnNames.names.first { $0.0 == .text }?.1 ?? []
    for alias in aliases {
      if let index = names.firstIndex(of: alias), !places.contains(index) {
        places[Int(Column.transcript.rawValue)] = index
        return
      }
    }
  }
}
