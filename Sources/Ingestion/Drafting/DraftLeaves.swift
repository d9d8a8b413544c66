import Record

/// A place with values, seen from a record or turn.
struct DraftLeaf {
  var place: Int
  /// Names from the record down to it.
  var chain: [String]
  var values: SampleValues
  /// How many times it had a value.
  var filled: Int
  var hasLongValues: Bool

  var name: String { chain.last ?? "" }
}

/// The leaves that stand for something, the others, and what else could have stood for the same.
struct DraftChoices {
  var best: [Column: DraftLeaf] = [:]
  var alternatives: [Column: [DraftLeaf]] = [:]
  var unknown: [DraftLeaf] = []
  /// How sure the names are: what decides between several records.
  var score = 0
}

extension SampleShape {
  /// Values of a record that are not values of something repeated in it.
  func leaves(of record: Int) -> [DraftLeaf] {
    var found: [DraftLeaf] = []
    if places[record].filled > 0 { found.append(leaf(record, [places[record].name])) }
    var open = places[record].children.reversed().map { ($0, [places[$0].name]) }
    while let (place, chain) = open.popLast() {
      if isRepeated(place) || places[place].kind == .array { continue }
      if places[place].filled > 0 { found.append(leaf(place, chain)) }
      open += places[place].children.reversed().map { ($0, chain + [places[$0].name]) }
    }
    return found
  }

  private func leaf(_ place: Int, _ chain: [String]) -> DraftLeaf {
    let it = places[place]
    return DraftLeaf(
      place: place, chain: chain, values: SampleValues(it.values), filled: it.filled, hasLongValues: it.hasLongValues)
  }

  /// Gives each leaf at most one meaning and each meaning at most one leaf, the surest first.
  func choices(_ leaves: [DraftLeaf], isOfTurn: Bool) -> DraftChoices {
    var claims: [(field: Column, leaf: Int, score: Int)] = []
    for (index, leaf) in leaves.enumerated() {
      for meaning in FieldNames.meanings(leaf.chain, isOfTurn: isOfTurn) {
        let field = SampleShape.refined(meaning.field, leaf)
        if SampleShape.fits(leaf, field, isOfTurn: isOfTurn) { claims.append((field, index, meaning.score)) }
      }
    }
    claims.sort { ($0.score, -$0.leaf, -Int($0.field.rawValue)) > ($1.score, -$1.leaf, -Int($1.field.rawValue)) }
    var result = DraftChoices()
    var taken: Set<Int> = []
    for claim in claims where !taken.contains(claim.leaf) && result.best[claim.field] == nil {
      result.best[claim.field] = leaves[claim.leaf]
      result.score += claim.score
      taken.insert(claim.leaf)
    }
    for claim in claims where !taken.contains(claim.leaf) {
      result.alternatives[claim.field, default: []].append(leaves[claim.leaf])
      taken.insert(claim.leaf)
    }
    result.unknown = leaves.indices.filter { !taken.contains($0) }.map { leaves[$0] }
    return result
  }

  /// `agent` may hold an id or a name: names have blanks in them.
  private static func refined(_ field: Column, _ leaf: DraftLeaf) -> Column {
    let blanks = leaf.values.values.count { $0.contains(" ") } * 2 > leaf.values.values.count
    let digits = leaf.values.values.count { $0.contains { $0.isNumber } } * 2 > leaf.values.values.count
    switch field {
    case .agentID where blanks && !leaf.values.values.isEmpty: return .agentName
    case .customerName where digits && !blanks: return .customerID
    default: return field
    }
  }

  /// Whether the values can be what the name says.
  private static func fits(_ leaf: DraftLeaf, _ field: Column, isOfTurn: Bool) -> Bool {
    let values = leaf.values
    // A table may have nothing but a header.
    if values.values.isEmpty { return true }
    switch field {
    case .id: return values.couldBeIDs
    case .startedAt, .startDate: return values.timeFormat != nil
    case .duration: return values.durationUnit(leaf.name, isOffset: false) != nil
    case .startMs, .endMs:
      return values.timeFormat != nil || values.durationUnit(leaf.name, isOffset: true) != nil
    case .csat, .earlierContacts, .turn: return values.areNumbers
    case .channel, .direction, .language: return values.words < 3 && !values.areNumbers || isOfTurn
    case .kind: return values.values.contains { TurnKind.allCases.map { "\($0.name)" }.contains($0.lowercased()) }
    case .visibility: return values.distinct <= 4
    case .speaker, .speakerName: return values.words < 6
    case .text: return !values.areNumbers && values.timeFormat == nil
    default: return true
    }
  }
}
