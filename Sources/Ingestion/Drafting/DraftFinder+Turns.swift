import Record

/// Which places hold turns.
extension DraftFinder {
  /// The places that read like turns, the best first: something said, and who said it or when.
  func turnPlaces() -> [Int] {
    var found: [(place: Int, weight: Int)] = []
    for place in shape.places.indices.dropFirst() where isCollection(place) {
      let choices = turnChoices(place)
      guard let text = choices.best[.text] else { continue }
      let isNamed = XmlNames.turns.contains(XmlNames.fold(shape.places[place].name.utf8))
      let hasSpeaker = choices.best[.speaker] != nil
      let isInRecord = !shape.ancestors(place).isEmpty
      let hasTime = choices.best[.startMs] != nil || choices.best[.turn] != nil
      guard hasSpeaker || isNamed || hasTime && (isInRecord || choices.best[.turn] != nil) else { continue }
      // Words with a time each are part of a turn.
      if text.values.words < 1.3, text.filled > 6, !hasSpeaker || shape.places[place].name == "words" { continue }
      found.append((place, text.values.characters * (hasSpeaker ? 4 : 1) * (isNamed ? 2 : 1)))
    }
    return found.sorted { ($0.weight, -$0.place) > ($1.weight, -$1.place) }.map(\.place)
  }

  /// What the values of a turn are.
  func turnChoices(_ place: Int) -> DraftChoices {
    let leaves = shape.leaves(of: place)
    var found = shape.choices(leaves, isOfTurn: true)
    // Within a call, a transcript is what one person said.
    if found.best[.text] == nil, paths.kind != .table, let text = found.best[.transcript], !text.values.holdLabels {
      found.best[.text] = text
      found.best[.transcript] = nil
    }
    if found.best[.text] == nil, let own = leaves.first(where: { $0.place == place }), !own.values.areNumbers {
      found.best[.text] = own
      found.unknown.removeAll { $0.place == place }
    }
    if found.best[.speaker] == nil {
      let taken = Set(found.best.filter { $0.key.isOfTurn }.map(\.value.place))
      found.best[.speaker] = found.best[.speakerName] ?? labels(leaves.filter { !taken.contains($0.place) })
    }
    if found.best[.startMs] == nil {
      found.best[.startMs] =
        found.best[.startedAt] ?? found.unknown.first { ($0.values.timeFormat?.name).map { $0 != "auto" } ?? false }
    }
    return found
  }

  /// A value that says by its words who speaks, whatever it is called; else the channel of a recording.
  private func labels(_ leaves: [DraftLeaf]) -> DraftLeaf? {
    leaves.first { leaf in
      leaf.values.distinct <= 6 && leaf.filled > 1
        && leaf.values.values.count { RoleMap.role(named: $0) != nil } * 2 > leaf.values.values.count
    } ?? leaves.first { leaf in HeaderName.normalized(leaf.name).contains("channel") && leaf.values.distinct <= 6 }
  }

  /// Whether it may stand several times: items of an array, rows, elements of the same name.
  private func isCollection(_ place: Int) -> Bool {
    let it = shape.places[place]
    guard it.kind == .object || it.kind == .element else { return false }
    if shape.isRepeated(place) { return true }
    return it.kind == .element && it.parent > 0 && XmlNames.turns.contains(XmlNames.fold(it.name.utf8))
  }
}
