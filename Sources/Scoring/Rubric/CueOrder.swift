import Record

/// Orders cues so that each comes after those whose firing in the same turn it asks about.
enum CueOrder {
  /// Indices of the cues in such an order; otherwise as written. Circles are reported.
  static func sorted(_ cues: [CueSource], _ diagnostics: RubricDiagnostics, _ models: [ModelSource] = []) -> [Int] {
    var index: [String: Int] = [:]
    for (number, cue) in cues.enumerated() where index[cue.id] == nil { index[cue.id] = number }
    var order: [Int] = []
    var state = [UInt8](repeating: 0, count: cues.count)
    func visit(_ number: Int) {
      guard state[number] == 0 else { return }
      state[number] = 1
      for need in needs(cues[number], models) {
        guard let other = index[need] else { continue }
        if state[other] == 1 {
          diagnostics.add(
            cues[number].place, "cues \"\(cues[number].id)\" and \"\(need)\" need each other",
            hint: "one of them has to go without the other")
        } else {
          visit(other)
        }
      }
      state[number] = 2
      order.append(number)
    }
    for number in cues.indices { visit(number) }
    return order
  }

  private static func needs(_ cue: CueSource, _ models: [ModelSource]) -> [String] {
    var names = (cue.also + cue.conditions.cue + cue.conditions.noCue).map(\.name)
    if let wanted = cue.conditions.model?.name.name {
      names += models.first { $0.name == wanted }?.cues.map(\.name) ?? []
    }
    if cue.conditions.question != nil && cue.id != BuiltinCues.questionForm { names.append(BuiltinCues.questionForm) }
    return names
  }
}
