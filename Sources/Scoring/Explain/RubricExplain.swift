import Record

extension Rubric {
  /// Says in plain words when a behavior applies and what counts: for `sidetone rubric explain`.
  ///
  /// - Parameter name: `technique/behavior`, or the behavior's id alone where it is the only one.
  /// - Throws: `Problem` with a did-you-mean where there is no such behavior.
  public func explain(behavior name: String) throws -> String {
    var found: [(TechniqueSource, BehaviorSource)] = []
    var names: [String] = []
    for technique in source.techniques {
      for behavior in technique.behaviors {
        names.append(technique.id + "/" + behavior.id)
        if behavior.id == name || names.last == name { found.append((technique, behavior)) }
      }
    }
    guard found.count == 1 else {
      let hint = found.isEmpty ? YamlNode.hint(name, names) : "write technique/\(name)"
      throw Problem(found.isEmpty ? "no behavior \"\(name)\"" : "several behaviors are called \"\(name)\"", hint: hint)
    }
    return BehaviorWords(rubric: self, technique: found[0].0, behavior: found[0].1).text
  }
}

/// A behavior in plain words.
struct BehaviorWords {
  let rubric: Rubric
  let technique: TechniqueSource
  let behavior: BehaviorSource

  var text: String {
    var lines = [
      "\(behavior.title) (\(technique.id)/\(behavior.id)), weight \(behavior.weight) in \(technique.title)", "",
    ]
    lines.append("Applies \(applies).")
    if behavior.needsTiming { lines.append("Needs turns with times; without them it is not applicable.") }
    if behavior.absence { lines.append("Met unless something speaks against it.") }
    lines += section("Counts in favor", behavior.shown)
    lines += section("Counts half", behavior.partly)
    lines += section("Counts against, whatever else is there", behavior.spoiled)
    for measure in behavior.measures { lines += [measured(measure)] }
    if behavior.critical { lines.append("A miss caps the whole conversation's score.") }
    lines.append("")
    for (name, value) in [("Good", behavior.good), ("Why", behavior.why), ("Practice", behavior.practice)]
    where !value.isEmpty {
      lines.append("\(name): \(value)")
    }
    lines += examples("Met, for example", behavior.met) + examples("Missed, for example", behavior.missed)
    return lines.joined(separator: "\n") + "\n"
  }

  private var applies: String {
    let applies = behavior.applies
    var ways: [String] = []
    if applies.always { ways.append("always, once a conversation") }
    if applies.closes { ways.append("where the conversation closes") }
    for field in applies.fields { ways.append("where the data has \(field.name)") }
    if !applies.once.isEmpty { ways.append("once, where \(who(applies.who)) \(list(applies.once))") }
    if !applies.each.isEmpty { ways.append("every time \(who(applies.who)) \(list(applies.each))") }
    return ways.joined(separator: "; or ")
  }

  private func who(_ speaker: Speaker) -> String {
    switch speaker {
    case .any: "somebody"
    case .agent: "the agent"
    case .customer: "the customer"
    }
  }

  private func list(_ references: [RubricSource.Reference]) -> String {
    references.map { says($0.name) }.joined(separator: ", or ")
  }

  private func says(_ cue: String) -> String {
    guard let source = rubric.source.cues.first(where: { $0.id == cue }), !source.says.isEmpty else { return cue }
    return "\(source.says) [\(cue)]"
  }

  private func section(_ title: String, _ window: BehaviorSource.Window?) -> [String] {
    guard let window else { return [] }
    var lines = ["", "\(title), \(reach(window)):"]
    for reference in window.cues {
      lines.append("  - the agent \(says(reference.name))")
      let patterns = rubric.source.cues.first { $0.id == reference.name }?.any ?? []
      for pattern in patterns.prefix(4) { lines.append("      \(pattern.text)") }
      if patterns.count > 4 { lines.append("      … and \(patterns.count - 4) more") }
    }
    return lines
  }

  private func reach(_ window: BehaviorSource.Window) -> String {
    var words: String
    let isEach = !behavior.applies.each.isEmpty
    let within = window.within ?? (isEach ? rubric.source.limits.window : .max)
    if within == .max {
      words = "anywhere in the conversation"
    } else {
      words = within == 1 ? "in the agent's next turn" : "in the agent's next \(within) turns"
      if window.fromSame { words += ", the turn itself included" }
    }
    if !window.before.isEmpty { words += ", before the agent \(list(window.before))" }
    if let place = window.position {
      words +=
        ", in the \(place.isLast ? "last" : "first") \(place.amount)\(place.isShare ? "%" : "") of the agent's turns"
    }
    return words
  }

  private func measured(_ measure: BehaviorSource.Measure) -> String {
    let meaning = MeasureKind(rawValue: measure.name)?.meaning ?? measure.name
    let limits = measure.numbers.keys.sorted().map { "\($0) \(measure.numbers[$0] ?? 0)" }
    let texts = measure.texts.keys.sorted().map { "\($0) \(measure.texts[$0] ?? "")" }
    let all = (limits + texts).joined(separator: ", ")
    return "Measured: \(meaning)" + (all.isEmpty ? "" : " (\(all))") + "."
  }

  private func examples(_ title: String, _ examples: [BehaviorSource.Example]) -> [String] {
    examples.isEmpty ? [] : ["", "\(title):"] + examples.prefix(4).map { "  \($0.text)" }
  }
}
