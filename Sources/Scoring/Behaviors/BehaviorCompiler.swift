import Record

/// Resolves the behaviors of a rubric against its cues.
struct BehaviorCompiler {
  let source: RubricSource
  let compiler: RubricCompiler
  let output: RubricCompiler.Output
  let diagnostics: RubricDiagnostics
  private var result: Output

  /// What becomes of a rubric's behaviors.
  struct Output {
    var behaviors: [CompiledBehavior] = []
    var measures: [CompiledMeasure] = []
    var masks: CueMasks
    var words: [Bool] = []

    init(cueCount: Int) { masks = CueMasks(cueCount: cueCount) }
  }

  init(
    source: RubricSource, compiler: RubricCompiler, output: RubricCompiler.Output, diagnostics: RubricDiagnostics
  ) {
    self.source = source
    self.compiler = compiler
    self.output = output
    self.diagnostics = diagnostics
    result = Output(cueCount: output.cues.count)
  }

  mutating func compile() -> Output {
    for (number, technique) in source.techniques.enumerated() {
      for behavior in technique.behaviors { result.behaviors.append(compiled(behavior, number)) }
    }
    return result
  }

  private mutating func mask(_ references: [RubricSource.Reference]) -> CueMask {
    result.masks.mask(compiler.cues(references))
  }

  private mutating func compiled(_ one: BehaviorSource, _ technique: Int) -> CompiledBehavior {
    let applies = one.applies
    let isEach = !applies.each.isEmpty
    let shown = window(one.shown, isEach)
    let spoiled = window(one.spoiled, isEach)
    let partly = window(one.partly, isEach)
    let measuresFrom = result.measures.count
    for measure in one.measures { add(measure) }
    return CompiledBehavior(
      technique: technique, weight: one.weight, isCritical: one.critical, needsTiming: one.needsTiming,
      absence: one.absence, always: applies.always, closes: applies.closes ? closing(one) : .none,
      each: mask(applies.each),
      once: mask(applies.once), needsName: applies.fields.contains { $0.name == "customer_name" },
      needsHistory: applies.fields.contains { $0.name == "earlier_contacts" }, who: applies.who, shown: shown,
      spoiled: spoiled, partly: partly, measuresFrom: measuresFrom, measuresTo: result.measures.count,
      reach: [shown, spoiled, partly].compactMap { $0?.within }.max() ?? Int.max)
  }

  /// The cue that says a conversation closes: `closing`, else `farewell`.
  private mutating func closing(_ one: BehaviorSource) -> CueMask {
    for name in ["closing", "farewell"] where output.cueIndex[name] != nil {
      return mask([.init(name: name, place: one.place)])
    }
    diagnostics.add(one.place, "closes: true needs a cue \"closing\" or \"farewell\"")
    return .none
  }

  private mutating func window(_ window: BehaviorSource.Window?, _ isEach: Bool) -> CompiledBehavior.Window? {
    guard let window, !window.cues.isEmpty else { return nil }
    let cues = mask(window.cues)
    return .init(
      cues: cues, within: window.within ?? (isEach ? source.limits.window : .max), fromSame: window.fromSame,
      before: mask(window.before), hasPosition: window.position != nil, position: .init(window.position))
  }

  private mutating func add(_ one: BehaviorSource.Measure) {
    guard let kind = MeasureKind(rawValue: one.name) else {
      let names = MeasureKind.allCases.map(\.rawValue)
      diagnostics.add(one.place, "unknown measure \"\(one.name)\"", hint: YamlNode.hint(one.name, names))
      return
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
    let words = one.lists.isEmpty ? -1 : result.words.count
    if words >= 0 { result.words += compiler.only(one.lists, output.vocabulary) }
    let limit = one.numbers["above"] ?? one.numbers["at_most"] ?? one.numbers["at_least"] ?? defaults.limit
    result.measures.append(
      CompiledMeasure(
        kind: kind, rule: output.cues.count + (MeasureKind.allCases.firstIndex(of: kind) ?? 0), cues: mask(one.cues),
        words: words, limit: limit, low: low, high: high, given: given))
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
