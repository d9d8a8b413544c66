import Record

/// The `fields` of a draft: a line a field, with what speaks for it.
struct DraftFields {
  let shape: SampleShape
  let plan: DraftPlan
  let paths: DraftPath
  /// Whether each file is one record, so that its name may be the id.
  let isRecordOfFile: Bool

  private static let order: [(Column, ConversationField)] = [
    (.startedAt, .start), (.startDate, .start), (.duration, .duration), (.channel, .channel), (.direction, .direction),
    (.agentID, .agentID), (.agentName, .agentName), (.team, .team), (.queue, .queue), (.customerID, .customerID),
    (.customerName, .customerName), (.language, .language), (.disposition, .disposition), (.csat, .csat),
    (.earlierContacts, .earlierContacts),
  ]

  private var records: Int { shape.places[plan.record].count }

  /// The fields, and then what else there is.
  func lines() -> [String] {
    var lines = [id()]
    var done: Set<ConversationField> = []
    for (column, field) in DraftFields.order where !done.contains(field) {
      guard let leaf = plan.fields.best[column] else { continue }
      done.insert(field)
      lines.append("\(field.rawValue): \(value(column, leaf))\(comment(column, leaf))")
      if column == .startedAt || column == .startDate, let end = end() { lines.append(end) }
    }
    lines += participants(done)
    if !done.contains(.start), !turnsHaveInstants {
      lines.append("# start: no time was found; without one, conversations belong to no week")
    }
    for (column, leaves) in plan.fields.alternatives.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      guard let field = DraftFields.order.first(where: { $0.0 == column })?.1 ?? (column == .id ? .id : nil) else {
        continue
      }
      lines.append("# could be \(field.rawValue) too: \(leaves.map(path).joined(separator: ", "))")
    }
    return lines
  }

  private var turnsHaveInstants: Bool { plan.turn.best[.startMs]?.values.timeFormat != nil }

  func path(_ leaf: DraftLeaf) -> String { paths.relative(leaf.place, from: plan.record) }

  private func from(_ leaf: DraftLeaf) -> String { DraftText.quoted(path(leaf)) }

  // MARK: The id

  private func id() -> String {
    if let leaf = plan.fields.best[.id] {
      let values = leaf.values
      let repeats = values.values.count - values.distinct
      let isTurn = if case .records = plan.turns { true } else { false }
      let isSure = !plan.guessed.contains(.id)
      let note =
        !isSure
        ? "a guess: all different"
        : isTurn ? "\(values.distinct) conversations" : repeats == 0 ? "all different" : "\(repeats) repeated"
      return "conversation_id: { from: \(from(leaf)), required: true }\(count(leaf, note))"
    }
    if isRecordOfFile {
      return
        "conversation_id: { from: $filename, regex: \"^(.*?)(?: \\\\(\\\\d+\\\\))?\\\\.[A-Za-z0-9.]+$\", pick: 1, required: true }"
        + "  # no id within: the file's name"
    }
    return "conversation_id: { from: \"TODO\", required: true }  # no id was found: name the field that holds it"
  }

  // MARK: Values

  private func value(_ column: Column, _ leaf: DraftLeaf) -> String {
    switch column {
    case .startedAt, .startDate:
      if column == .startDate, let time = clock() {
        return "{ join: [\(from(leaf)), \(from(time))], type: time, format: auto }"
      }
      return "{ from: \(from(leaf)), type: time, format: \(leaf.values.timeFormat?.name ?? "auto") }"
    case .duration:
      let unit = leaf.values.durationUnit(leaf.name, isOffset: false)
      let named = HeaderName.normalized(leaf.name).hasSuffix("ms") ? DurationUnit.milliseconds : .automatic
      return "{ from: \(from(leaf)), unit: \((unit ?? named).rawValue) }"
    case .csat: return "{ from: \(from(leaf)), type: number }"
    case .channel: return mapped(leaf, DraftFields.channels)
    case .direction: return mapped(leaf, DraftFields.directions)
    default: return from(leaf)
    }
  }

  /// A table may have the date in one column and the time in another.
  private func clock() -> DraftLeaf? {
    let leaves = plan.fields.alternatives.values.flatMap(\.self) + plan.fields.unknown + plan.fields.best.values
    return leaves.first { HeaderName.normalized($0.name) == "starttime" && $0.values.timeFormat == nil }
  }

  /// Values of which the language of the record has another word.
  private func mapped(_ leaf: DraftLeaf, _ words: [(String, String)]) -> String {
    let seen = Set(leaf.values.values.map { $0.lowercased() })
    let pairs = words.filter { seen.contains($0.0) }
    guard !pairs.isEmpty else { return from(leaf) }
    return "{ from: \(from(leaf)), map: { \(pairs.map { "\($0.0): \($0.1)" }.joined(separator: ", ")) } }"
  }

  private static let channels = [
    ("call", "voice"), ("calls", "voice"), ("phone", "voice"), ("telephone", "voice"), ("telephony", "voice"),
    ("webchat", "chat"), ("messaging", "chat"), ("livechat", "chat"), ("e-mail", "email"), ("mail", "email"),
  ]
  private static let directions = [
    ("in", "inbound"), ("incoming", "inbound"), ("i", "inbound"), ("out", "outbound"), ("outgoing", "outbound"),
    ("o", "outbound"),
  ]

  private func end() -> String? {
    guard case .records = plan.turns else {
      guard let leaf = plan.fields.best[.endMs], let format = leaf.values.timeFormat else { return nil }
      return "end: { from: \(from(leaf)), type: time, format: \(format.name) }\(count(leaf))"
    }
    return nil
  }

  // MARK: Comments

  private func comment(_ column: Column, _ leaf: DraftLeaf) -> String {
    var notes: [String] = plan.guessed.contains(column) ? ["a guess"] : []
    if column == .startedAt || column == .startDate, let format = leaf.values.timeFormat {
      if !format.hasOffset { notes.append("no offset: of the zone under defaults") }
      if leaf.values.hasAmbiguousDates {
        notes.append("day or month first? say so under defaults: ambiguous_dates: us or eu")
      }
    }
    return count(leaf, notes.joined(separator: "; "))
  }

  private func count(_ leaf: DraftLeaf, _ note: String = "") -> String {
    let count = leaf.filled == 0 ? "no values in the sample" : "in \(leaf.filled) of \(records)"
    return "  # \(count)\(note.isEmpty ? "" : ", \(note)")"
  }

  // MARK: Participants

  /// A list of who took part, by role: it says who the agent is where the record itself doesn't.
  private func participants(_ done: Set<ConversationField>) -> [String] {
    for place in shape.places.indices where isParticipants(place) {
      let leaves = shape.leaves(of: place)
      guard let role = leaves.first(where: { isRole($0) && $0.chain.count == 1 }) else { continue }
      var lines: [String] = []
      for (wanted, id, name, at) in [
        (Role.agent, ConversationField.agentID, ConversationField.agentName, XmlPlace.agent),
        (.customer, .customerID, .customerName, .customer),
      ] {
        guard
          let word = role.values.values.first(where: { RoleMap.role(named: $0) == wanted && RoleMap.quotable($0) == $0 }
          )
        else { continue }
        for leaf in leaves where leaf.place != role.place && leaf.chain.count == 1 {
          let meaning = XmlNames.field(HeaderName.normalized(leaf.name), at: at)
          let isID =
            meaning == .agentID || meaning == .customerID || HeaderName.normalized(leaf.name) == "participantid"
          let isName = meaning == .agentName || meaning == .customerName
          let field = isID ? id : isName ? name : nil
          guard let field, !done.contains(field), !lines.contains(where: { $0.hasPrefix("\(field.rawValue):") }) else {
            continue
          }
          lines.append("\(field.rawValue): \(DraftText.quoted(path(place, role, word, leaf)))  # whoever is \(word)")
        }
      }
      if !lines.isEmpty { return lines }
    }
    return []
  }

  private func isParticipants(_ place: Int) -> Bool {
    if case .each(place) = plan.turns { return false }
    return shape.isRepeated(place) && place != plan.record && isBelow(place)
      && shape.chain(from: plan.record, to: place).dropLast().allSatisfy { !shape.isRepeated($0) }
  }

  private func isBelow(_ place: Int) -> Bool { shape.ancestors(place).contains(plan.record) }

  private func isRole(_ leaf: DraftLeaf) -> Bool {
    leaf.values.values.contains { RoleMap.role(named: $0) == .agent } && leaf.values.distinct <= 8
      && leaf.values.words < 3
  }

  private func path(_ place: Int, _ role: DraftLeaf, _ word: String, _ leaf: DraftLeaf) -> String {
    let base = paths.relative(place, from: plan.record)
    let (key, value) = (paths.relative(role.place, from: place), paths.relative(leaf.place, from: place))
    if paths.kind == .xml { return "\(base)[\(key)='\(word)']/\(value)" }
    let array = base.hasSuffix("[*]") ? String(base.dropLast(3)) : base
    return "\(array)[?\(key)=\(word)].\(value)"
  }
}
