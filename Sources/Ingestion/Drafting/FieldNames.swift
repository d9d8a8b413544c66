import Record

/// What a name in an export may stand for: the names that the generic readers of tables and of XML know, asked together.
enum FieldNames {
  /// A meaning, the better the higher.
  struct Meaning: Hashable {
    var field: Column
    var score: Int
  }

  /// - Parameters:
  ///   - chain: the names of the places that lead to a value, the outermost first, its own last.
  ///   - isOfTurn: whether it stands in a turn; the same word means different things there.
  static func meanings(_ chain: [String], isOfTurn: Bool) -> [Meaning] {
    let names = chain.map { HeaderName.normalized($0) }.filter { !$0.isEmpty }
    guard let own = names.last else { return [] }
    var found: [Meaning] = []
    // `agent` › `name` is the agent's name as `agent_name` is.
    for start in names.indices.dropLast() {
      let joined = names[start...].joined()
      found += exact(joined, isOfTurn).map { Meaning(field: $0.field, score: $0.score + 10) }
    }
    let boxes = names.dropLast()
    if let box = boxes.last(where: { place(of: $0) != .record }),
      let meaning = column(XmlNames.field(own, at: place(of: box)))
    {
      found.append(Meaning(field: meaning, score: 90))
    }
    let isPlain = boxes.allSatisfy { wrappers.contains($0) || XmlNames.records.contains($0) }
    if isPlain || !vague.contains(own) {
      found += exact(own, isOfTurn).map { Meaning(field: $0.field, score: $0.score - (isPlain ? 0 : 30)) }
      if let meaning = column(XmlNames.field(own, at: isOfTurn ? .turn : .record)), isPlain || meaning != .agentID {
        found.append(Meaning(field: meaning, score: isPlain ? 60 : 30))
      }
    }
    if found.isEmpty, let bare = withoutUnit(own) {
      found = exact(bare, isOfTurn).map { Meaning(field: $0.field, score: $0.score - 20) }
    }
    if found.isEmpty, records.contains(own) { found = [Meaning(field: .id, score: 25)] }
    if found.isEmpty { found = endings(own, isOfTurn) }
    return found
  }

  /// Names from the lists, those at a list's front the surest.
  private static func exact(_ name: String, _ isOfTurn: Bool) -> [Meaning] {
    var found: [Meaning] = []
    for (column, aliases) in ColumnNames.names {
      guard let rank = aliases.firstIndex(of: name) else { continue }
      let fits = column.isOfTurn == isOfTurn
      found.append(Meaning(field: column, score: 100 - rank - (fits ? 0 : 50)))
    }
    return found
  }

  /// `begin_sec` is `begin`, in a unit that the values are read in.
  private static func withoutUnit(_ name: String) -> String? {
    let units = [
      "milliseconds", "millis", "msec", "ms", "microseconds", "usec", "seconds", "secs", "sec", "ticks", "s",
    ]
    return units.first { name.hasSuffix($0) && name.utf8.count > $0.utf8.count }.map { String(name.dropLast($0.count)) }
  }

  /// `crm_call_id` ends like `call_id`; `previous_call_id` is another call's.
  private static func endings(_ name: String, _ isOfTurn: Bool) -> [Meaning] {
    guard !others.contains(where: { name.hasPrefix($0) }) else { return [] }
    var best: [Column: Int] = [:]
    for (column, aliases) in ColumnNames.names where column.isOfTurn == isOfTurn {
      for alias in aliases where alias.utf8.count >= 5 && name.hasSuffix(alias) {
        best[column] = max(best[column] ?? 0, 10 + min(alias.utf8.count, 20))
      }
    }
    return Column.allCases.compactMap { column in best[column].map { Meaning(field: column, score: $0) } }
  }

  private static func place(of box: String) -> XmlPlace {
    switch XmlNames.field(box, at: .record) {
    case .agentBox: .agent
    case .customerBox: .customer
    default: .record
    }
  }

  /// Words that say nothing without what they stand in.
  private static let vague: Set<String> = [
    "id", "name", "start", "end", "date", "time", "timestamp", "type", "status", "number", "duration", "text", "index",
    "value", "key", "from", "to", "phone", "email", "title", "label", "code", "score", "ref", "body", "content",
  ]

  /// A turn's `call` is the id of its call.
  private static let records: Set<String> = [
    "call", "conversation", "interaction", "chat", "session", "ticket", "thread",
  ]

  /// Boxes that stand for the record itself.
  private static let wrappers: Set<String> = [
    "metadata", "meta", "header", "info", "details", "detail", "data", "properties", "attributes", "summary", "general",
    "callinfo", "calldata", "callmetadata", "conversationinfo", "payload", "result", "results", "item",
  ]

  /// How names of other conversations than the record's own begin.
  private static let others = [
    "previous", "prev", "parent", "related", "initial", "next", "master", "linked", "original", "other", "external",
    "root",
  ]

  static func column(_ field: XmlField) -> Column? {
    switch field {
    case .id: .id
    case .agentID, .agentAny: .agentID
    case .agentBox: .agentID
    case .agentName: .agentName
    case .team: .team
    case .queue: .queue
    case .startedAt: .startedAt
    case .channel: .channel
    case .direction: .direction
    case .customerID: .customerID
    case .customerName, .customerAny, .customerBox: .customerName
    case .language: .language
    case .disposition: .disposition
    case .csat: .csat
    case .durationMs, .durationAny: .duration
    case .earlierContacts: .earlierContacts
    case .number: .turn
    case .speaker: .speaker
    case .startMs, .startAny: .startMs
    case .endMs, .endAny: .endMs
    case .text: .text
    case .turnKind: .kind
    case .isInternal: .visibility
    case .none, .record, .turn, .legBox, .extra: nil
    }
  }
}
