import Record

/// What a sample holds: where a conversation is and where its turns are.
struct DraftPlan {
  enum Turns {
    /// Turns in the record.
    case each(Int)
    /// A record a turn.
    case records
    /// A whole transcript in one value.
    case cell(DraftLeaf)
    case none
  }

  var record: Int
  var turns: Turns
  /// What was found in the record, and in a turn.
  var fields: DraftChoices
  /// What is the id or the start by its values alone.
  var guessed: Set<Column> = []
  /// What the record says itself, before its turns.
  var first: DraftLeaf?
  var turn = DraftChoices()
  /// Why it was taken for that, and what else could have been.
  var why = ""
  var notes: [String] = []
}

/// Looks through a shape for conversations and turns.
struct DraftFinder {
  let shape: SampleShape
  let paths: DraftPath

  init(_ shape: SampleShape, _ kind: DraftSample.Kind) {
    self.shape = shape
    paths = DraftPath(shape: shape, kind: kind)
  }

  /// - Returns: nil where nothing reads like conversations.
  func plan() -> DraftPlan? {
    let turns = turnPlaces()
    guard let best = turns.first else { return metadata().map(completed) }
    let found = turnChoices(best)
    var plan = isGrouped(best, found) ? flat(best, found) : nested(best, found)
    let others = turns.dropFirst().filter { !shape.ancestors(best).contains($0) }.prefix(3).map {
      paths.record($0)
    }
    if !others.isEmpty { plan.notes.append("could be turns too: \(others.joined(separator: ", "))") }
    return completed(plan)
  }

  /// With what only the values tell.
  private func completed(_ plan: DraftPlan) -> DraftPlan {
    var plan = plan
    let count = shape.places[plan.record].count
    func guess(_ column: Column, _ holds: (DraftLeaf) -> Bool) {
      guard plan.fields.best[column] == nil, let index = plan.fields.unknown.firstIndex(where: holds) else { return }
      plan.fields.best[column] = plan.fields.unknown.remove(at: index)
      plan.guessed.insert(column)
    }
    if count > 1 {
      guess(.id) { leaf in
        let name = HeaderName.normalized(leaf.name)
        return ["id", "no", "nr", "number", "ref", "key", "code", "guid"].contains { name.hasSuffix($0) }
          && leaf.values.couldBeIDs && leaf.filled >= count && leaf.values.distinct == leaf.values.values.count
      }
    }
    if case .records = plan.turns { return plan }
    if plan.fields.best[.startDate] == nil { guess(.startedAt) { $0.filled > 0 && $0.values.timeFormat != nil } }
    if case .each = plan.turns {
      let names = ["description", "body", "question", "firstmessage", "initialmessage"]
      let index = plan.fields.unknown.firstIndex { leaf in
        names.contains(HeaderName.normalized(leaf.name)) && (leaf.values.words >= 2 || leaf.name == "description")
      }
      plan.first = index.map { plan.fields.unknown.remove(at: $0) }
    }
    return plan
  }

  // MARK: Turns

  /// Whether turns say themselves which conversation they belong to, and stand in no other record.
  private func isGrouped(_ turn: Int, _ found: DraftChoices) -> Bool {
    guard let id = found.best[.id], id.values.values.count > 0 else { return false }
    if shape.ancestors(turn).contains(where: { shape.isRepeated($0) || hasOwnID($0) }) { return false }
    let isVague = HeaderName.normalized(id.name) == "id"
    return paths.kind == .table || id.filled < 3 && !isVague || id.values.distinct < id.values.values.count
  }

  private func hasOwnID(_ place: Int) -> Bool {
    shape.choices(shape.leaves(of: place), isOfTurn: false).best[.id] != nil
  }

  private func flat(_ turn: Int, _ found: DraftChoices) -> DraftPlan {
    var found = found
    // What does not change within a conversation is the conversation's.
    if let start = found.best[.startMs], let id = found.best[.id], start.values.timeFormat != nil,
      start.values.distinct <= id.values.distinct, start.values.values.count > start.values.distinct
    {
      found.best[.startMs] = nil
    }
    let ofTurn = Set(found.best.filter { $0.key.isOfTurn }.map(\.value.place))
    let others = shape.leaves(of: turn).filter { !ofTurn.contains($0.place) }
    var plan = DraftPlan(record: turn, turns: .records, fields: shape.choices(others, isOfTurn: false))
    plan.turn = found
    let id = plan.fields.best[.id]
    plan.why = "each is a turn, as it has a text (\(name(found.best[.text])))"
    plan.why += id.map { " and the id of its conversation (\(name($0)))" } ?? ""
    if let id, id.values.values.count > 5, id.values.distinct == id.values.values.count {
      plan.notes.append("all values of \(name(id)) differ: each turn would be a conversation; is there another id?")
    }
    return plan
  }

  /// The nearest record above the turns that has an id; else the nearest that is repeated; else the whole file.
  private func nested(_ turn: Int, _ found: DraftChoices) -> DraftPlan {
    let records = shape.ancestors(turn).filter(isRecord)
    let repeated = records.first { shape.isRepeated($0) }
    let named = records.first(where: hasOwnID)
    let record = named ?? repeated ?? records.last ?? turn
    guard record != turn else { return flat(turn, found) }
    var plan = DraftPlan(
      record: record, turns: .each(turn), fields: shape.choices(shape.leaves(of: record), isOfTurn: false))
    plan.turn = found
    let id = plan.fields.best[.id]
    plan.why = "each holds turns (\(paths.relative(turn, from: record)))"
    if let id { plan.why += " and an id (\(name(id)))" }
    return plan
  }

  /// What the mapping language can take for a record: a top-level value, an item of an array, an element.
  private func isRecord(_ place: Int) -> Bool {
    let it = shape.places[place]
    if it.kind == .element { return true }
    return it.kind == .object && (it.name == "[*]" || it.parent == 0) || it.kind == .array && it.parent == 0
  }

  private func name(_ leaf: DraftLeaf?) -> String { leaf?.chain.joined(separator: ".") ?? "" }

  // MARK: Records without turns

  private func metadata() -> DraftPlan? {
    var best: DraftPlan?
    for place in shape.places.indices.dropFirst() where isRecord(place) {
      let it = shape.places[place]
      guard it.kind == .object || it.kind == .element else { continue }
      var choices = shape.choices(shape.leaves(of: place), isOfTurn: false)
      let cell = transcript(&choices)
      let known = choices.best.keys.count { !$0.isOfTurn }
      guard known >= 2 || cell != nil, choices.best[.id] != nil || known >= 3 || cell != nil else { continue }
      // Of an element and what is around it alone, the inner one is the record.
      if let best, best.fields.score > choices.score { continue }
      var plan = DraftPlan(record: place, turns: cell.map { .cell($0) } ?? .none, fields: choices)
      plan.why =
        "each has \(choices.best[.id].map { "an id (\(name($0))) and " } ?? "")\(known) fields of a conversation"
      plan.why += cell.map { ", and its transcript in one text (\(name($0)))" } ?? ", and no text"
      best = plan
    }
    return best
  }

  /// The value that holds a whole transcript.
  private func transcript(_ choices: inout DraftChoices) -> DraftLeaf? {
    for field in [Column.transcript, .text] {
      guard let leaf = choices.best[field], leaf.values.values.isEmpty || leaf.values.words > 2 else { continue }
      return leaf
    }
    let labeled = choices.unknown.firstIndex { $0.hasLongValues && $0.values.holdLabels && $0.values.words > 4 }
    return labeled.map { choices.unknown.remove(at: $0) }
  }
}
