import Record

/// Resolves the behaviors of a rubric against its cues.
struct BehaviorCompiler {
  let source: RubricSource
  let compiler: RubricCompiler
  let output: RubricCompiler.Output
  let diagnostics: RubricDiagnostics

  func compile() -> [CompiledBehavior] {
    var all: [CompiledBehavior] = []
    for (number, technique) in source.techniques.enumerated() {
      for behavior in technique.behaviors { all.append(compiled(behavior, number)) }
    }
    return all
  }

  private var stride: Int { (output.cues.count + 63) / 64 }

  private func mask(_ references: [RubricSource.Reference]) -> CompiledBehavior.CueMask? {
    guard !references.isEmpty else { return nil }
    var mask = [UInt64](repeating: 0, count: stride)
    for cue in compiler.cues(references) { mask[cue >> 6] |= 1 << UInt64(cue & 63) }
    return mask
  }

  private func compiled(_ one: BehaviorSource, _ technique: Int) -> CompiledBehavior {
    let applies = one.applies
    let isEach = !applies.each.isEmpty
    let shown = window(one.shown, isEach)
    let spoiled = window(one.spoiled, isEach)
    let partly = window(one.partly, isEach)
    return CompiledBehavior(
      technique: technique, weight: one.weight, isCritical: one.critical, needsTiming: one.needsTiming,
      absence: one.absence, always: applies.always, closes: applies.closes ? closing(one) : nil,
      each: mask(applies.each),
      once: mask(applies.once), needsName: applies.fields.contains { $0.name == "customer_name" },
      needsHistory: applies.fields.contains { $0.name == "earlier_contacts" }, who: applies.who, shown: shown,
      spoiled: spoiled, partly: partly, measures: one.measures.compactMap(measure),
      reach: [shown, spoiled, partly].compactMap { $0?.within }.max() ?? Int.max)
  }

  /// The cue that says a conversation closes: `closing`, else `farewell`.
  private func closing(_ one: BehaviorSource) -> CompiledBehavior.CueMask? {
    for name in ["closing", "farewell"] where output.cueIndex[name] != nil {
      return mask([.init(name: name, place: one.place)])
    }
    diagnostics.add(one.place, "closes: true needs a cue \"closing\" or \"farewell\"")
    return nil
  }

  private func window(_ window: BehaviorSource.Window?, _ isEach: Bool) -> CompiledBehavior.Window? {
    guard let window, let cues = mask(window.cues) else { return nil }
    return .init(
      cues: cues, within: window.within ?? (isEach ? source.limits.window : .max), fromSame: window.fromSame,
      before: mask(window.before), position: window.position)
  }

  private func measure(_ one: BehaviorSource.Measure) -> CompiledMeasure? {
    guard let kind = MeasureKind(rawValue: one.name) else {
      let names = MeasureKind.allCases.map(\.rawValue)
      diagnostics.add(one.place, "unknown measure \"\(one.name)\"", hint: YamlNode.hint(one.name, names))
      return nil
    }
    for key in (Array(one.numbers.keys) + Array(one.texts.keys)).sorted()
    where !["above", "at_most", "at_least", "words", "range", "given"].contains(key) {
      diagnostics.add(one.place, "unknown key \"\(key)\" in measure \"\(one.name)\"")
    }
    let defaults = kind.defaults
    var low = one.numbers["words"] ?? defaults.low
    var high = defaults.high
    if let range = one.texts["range"] {
      if let bounds = Self.range(range) {
        (low, high) = bounds
      } else {
        diagnostics.add(one.place, "\"\(range)\" is no range", hint: "write \"0.3..4\"")
      }
    }
    let given = one.texts["given"].map { compiler.cues([.init(name: $0, place: one.place)]).first ?? -1 } ?? -1
    return CompiledMeasure(
      kind: kind, rule: output.cues.count + (MeasureKind.allCases.firstIndex(of: kind) ?? 0),
      cues: mask(one.cues) ?? [UInt64](repeating: 0, count: stride),
      words: one.lists.isEmpty ? [] : compiler.only(one.lists, output.vocabulary),
      limit: one.numbers["above"] ?? one.numbers["at_most"] ?? one.numbers["at_least"] ?? defaults.limit, low: low,
      high: high,
      given: given)
  }

  /// "0.3..4" as two numbers.
  private static func range(_ text: String) -> (Double, Double)? {
    guard let dots = text.firstRange(of: "..") else { return nil }
    guard let low = Double(text[..<dots.lowerBound]), let high = Double(text[dots.upperBound...]), low <= high else {
      return nil
    }
    return (low, high)
  }
}
