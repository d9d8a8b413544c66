import Record

/// Turns a rubric's source into what runs: vocabulary, automaton, cues in order, behaviors.
struct RubricCompiler {
  let source: RubricSource
  let diagnostics: RubricDiagnostics
  /// The learned models that cues ask for, and words that the tokenizer must know besides.
  private let models: [ModelSource]
  private let extraWords: Set<String>
  private(set) var listNodes: [String: PatternNode] = [:]
  private var cueIndex: [String: Int] = [:]
  private var sources: [CueSource] = []

  init(
    source: RubricSource, diagnostics: RubricDiagnostics, models: [ModelSource] = [], extraWords: Set<String> = []
  ) {
    self.source = source
    self.diagnostics = diagnostics
    self.models = models
    self.extraWords = extraWords
  }

  struct Output {
    var vocabulary: Vocabulary
    var patterns: PatternSet
    var cues: [CompiledCue]
    var cueIndex: [String: Int]
    var listNodes: [String: PatternNode]
    var negators: [Bool]
    var models: [ModelSource]
    var smallWords: [Bool]
  }

  private static let smallWords = [
    "the", "a", "an", "your", "for", "at", "on", "in", "of", "to", "it", "is", "that", "this", "and", "so",
  ]

  static let negators = ["not", "never", "no", "nothing", "hardly", "without"]

  mutating func compile() -> Output {
    resolveLists()
    sources = source.cues
    if !sources.contains(where: { $0.id == BuiltinCues.questionForm }) { sources.append(Self.builtinQuestion) }
    let order = CueOrder.sorted(sources, diagnostics, models)
    sources = order.map { sources[$0] }
    for (index, cue) in sources.enumerated() where cueIndex[cue.id] == nil { cueIndex[cue.id] = index }

    var parsed: [(owner: PatternOwner, node: PatternNode)] = []
    for (index, cue) in sources.enumerated() {
      for text in cue.any {
        if let node = parse(text) { parsed.append((.init(cue: index, isException: false, text: text), node)) }
      }
      for text in cue.except {
        if let node = parse(text) { parsed.append((.init(cue: index, isException: true, text: text), node)) }
      }
    }
    let nodes = parsed.map(\.node)
    let chains = Meanwhile { nodes.map { PatternShape.chains($0) } }
    let vocabulary = vocabulary(nodes)
    let patterns = PatternSet(
      vocabulary: vocabulary, owners: parsed.map(\.owner), chains: chains.value, leadIn: leadIn(vocabulary))
    var cues = sources.map { compiled($0, vocabulary) }
    wake(&cues)
    var negators = [Bool](repeating: false, count: vocabulary.idCount)
    for word in Self.negators { negators[Int(vocabulary.id(word))] = true }
    let leads = ["echo-lead", "leadin"].first { name in source.lists.contains { $0.name == name } }
    var smallWords = only(leads.map { [.init(name: $0, place: source.place)] } ?? [], vocabulary)
    for word in Self.smallWords { smallWords[Int(vocabulary.id(word))] = true }
    smallWords[Int(FixedToken.other)] = false
    return Output(
      vocabulary: vocabulary, patterns: patterns, cues: cues, cueIndex: cueIndex,
      listNodes: listNodes,
      negators: negators, models: models, smallWords: smallWords)
  }

  private static let builtinQuestion: CueSource = {
    let place = RubricPlace(file: "built-in", line: 0, column: 0)
    var cue = CueSource(place: place)
    cue.id = BuiltinCues.questionForm
    cue.says = "asks a question by its form"
    cue.any = BuiltinCues.questionPatterns.map { .init(text: $0, place: place) }
    return cue
  }()

  private func vocabulary(_ nodes: [PatternNode]) -> Vocabulary {
    var words = extraWords.union(Self.negators + Self.smallWords)
    for model in models { words.formUnion(model.words) }
    var stems: Set<String> = []
    for node in nodes { AtomResolver.collect(node, &words, &stems) }
    for list in source.lists { if let node = listNodes[list.name] { AtomResolver.collect(node, &words, &stems) } }
    return Vocabulary(words: words, stems: stems)
  }

  private func leadIn(_ vocabulary: Vocabulary) -> PatternNode? {
    guard
      let node = listNodes["leadin"]
        ?? (try? PatternParser.parse(Self.leadIn, lists: { (_) throws(PatternParser.Mistake) in .empty }))
    else { return nil }
    var trial = PatternCompiler(vocabulary: vocabulary)
    do throws(PatternParser.Mistake) {
      try trial.addLeadIn(node)
      return node
    } catch {
      let place = source.lists.first { $0.name == "leadin" }?.place ?? source.place
      diagnostics.add(place, error.message, hint: error.hint)
      return nil
    }
  }

  /// Reports a pattern that no automaton can hold.
  func report(_ fault: PatternSet.Fault, of patterns: PatternSet) {
    report(fault.mistake, patterns.owners[fault.pattern].text)
  }

  /// Words before a sentence's first, where the rubric has no list `leadin` of its own.
  private static let leadIn =
    "okay|right|well|so|and|but|oh|yes|yeah|no|now|alright|please|hi|hello|thanks|thank you|sorry|then|ah|yep|sure|great|good|fine|mhm|because|actually|just|like"

  // MARK: Lists and patterns

  private mutating func resolveLists() {
    var open: [String] = []
    let byName = Dictionary(source.lists.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for list in source.lists { _ = try? resolve(list.name, byName, &open) }
  }

  private mutating func resolve(
    _ name: String, _ lists: [String: RubricSource.List], _ open: inout [String]
  ) throws(PatternParser.Mistake) -> PatternNode {
    if let known = listNodes[name] { return known }
    guard let list = lists[name] else {
      throw PatternParser.Mistake(
        offset: 0, message: "unknown list \"\(name)\"", hint: YamlNode.hint(name, lists.keys.sorted()))
    }
    if open.contains(name) { throw PatternParser.Mistake(offset: 0, message: "list \"\(name)\" contains itself") }
    open.append(name)
    defer { open.removeLast() }
    // Lists that entries refer to come first; then the entries see finished lists only.
    for entry in list.entries {
      for inner in Self.listNames(entry.text) where lists[inner] != nil { _ = try resolve(inner, lists, &open) }
    }
    var entries: [PatternNode] = []
    for entry in list.entries {
      guard let node = parse(entry) else { continue }
      entries.append(node)
    }
    if entries.isEmpty { diagnostics.add(list.place, "list \"\(name)\" has no entries") }
    let node = PatternShape.choice(entries)
    listNodes[name] = node
    return node
  }

  private static func listNames(_ text: String) -> [String] {
    text.split(separator: "{").dropFirst().compactMap {
      $0.split(separator: "}", omittingEmptySubsequences: false).first.map(String.init)
    }
  }

  private func parse(_ text: RubricSource.PatternText) -> PatternNode? {
    let nodes = listNodes
    let names = source.lists.map(\.name)
    do throws(PatternParser.Mistake) {
      return try PatternParser.parse(text.text) { (name) throws(PatternParser.Mistake) in
        if let node = nodes[name] { return node }
        let hint = names.contains(name) ? "it is broken or contains itself" : YamlNode.hint(name, names)
        throw PatternParser.Mistake(offset: 0, message: "unknown list \"\(name)\"", hint: hint)
      }
    } catch {
      report(error, text)
      return nil
    }
  }

  private func report(_ mistake: PatternParser.Mistake, _ text: RubricSource.PatternText) {
    var place = text.place
    place.column += mistake.offset
    diagnostics.add(place, "\(mistake.message) in the pattern \"\(text.text)\"", hint: mistake.hint)
  }

  // MARK: Cues

  /// Resolves references to cues, reporting unknown ones.
  func cues(_ references: [RubricSource.Reference]) -> [Int] {
    references.compactMap { reference in
      if let index = cueIndex[reference.name] { return index }
      diagnostics.add(
        reference.place, "unknown cue \"\(reference.name)\"",
        hint: YamlNode.hint(reference.name, cueIndex.keys.sorted()))
      return nil
    }
  }

  private func compiled(_ cue: CueSource, _ vocabulary: Vocabulary) -> CompiledCue {
    let some = cue.conditions
    var result = CompiledCue(
      id: cue.id, says: cue.says, speakers: cue.who == .any ? 3 : cue.who == .agent ? 1 : 2,
      hasPatterns: !cue.any.isEmpty,
      notNegated: cue.notNegated)
    result.also = cues(cue.also)
    result.ifCue = cues(some.cue)
    result.noCue = cues(some.noCue)
    result.words = some.words
    result.question = some.question
    result.position = some.place
    result.overlap = some.overlap
    result.echo = some.echo
    result.capitals = some.capitals
    result.marks = some.marks
    result.notBefore = some.notBefore.map { .init(who: $0.who, cues: cues($0.cues), within: $0.within) }
    result.modelAbove = some.model?.above ?? 0
    result.model = some.model.flatMap { wanted in models.firstIndex { $0.name == wanted.name.name } }
    if let before = some.before {
      result.before = .init(who: before.who, cues: cues(before.cues), within: before.within)
    }
    if !some.only.isEmpty { result.only = only(some.only, vocabulary) }
    result.source = source.cues.firstIndex { $0.id == cue.id } ?? -1
    return result
  }

  func only(_ lists: [RubricSource.Reference], _ vocabulary: Vocabulary) -> [Bool] {
    var allowed = [Bool](repeating: false, count: vocabulary.idCount)
    let atoms = AtomResolver(vocabulary: vocabulary)
    func allow(_ node: PatternNode) {
      switch node {
      case .atom(let atom): for id in atoms.ids(atom) { allowed[Int(id)] = true }
      case .sequence(let parts), .choice(let parts): parts.forEach(allow)
      case .optional(let part): allow(part)
      case .gap, .anchor: break
      }
    }
    for list in lists {
      if let node = listNodes[list.name] {
        allow(node)
      } else {
        diagnostics.add(
          list.place, "unknown list \"\(list.name)\"", hint: YamlNode.hint(list.name, listNodes.keys.sorted()))
      }
    }
    allowed[Int(FixedToken.number)] = true
    return allowed
  }

  private func wake(_ cues: inout [CompiledCue]) {
    for index in cues.indices {
      let cue = cues[index]
      for inner in Set(cue.also).sorted() { cues[inner].wakes.append(index) }
      guard !cue.hasPatterns && cue.also.isEmpty else { continue }
      if cue.ifCue.isEmpty {
        cues[index].isAlwaysAwake = true
      } else {
        for inner in Set(cue.ifCue).sorted() { cues[inner].wakes.append(index) }
      }
    }
  }
}
