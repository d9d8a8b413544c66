public import Record

/// Brings the machine's verdicts together with the graders' and compares them.
public struct Calibration: Sendable {
  private let catalog: RubricCatalog
  private let labels: [HumanLabel]
  /// Indices into `labels` by conversation.
  private let byConversation: [String: [Int]]
  /// The machine's verdict on each label, once its conversation has been seen.
  private var machine: [Verdict?]
  /// What the machine saw, for the list of disagreements.
  private var quotes: [String]

  public init(labels: [HumanLabel], catalog: RubricCatalog) {
    self.labels = labels
    self.catalog = catalog
    byConversation = Dictionary(grouping: labels.indices) { labels[$0].conversation }
    machine = Array(repeating: nil, count: labels.count)
    quotes = Array(repeating: "", count: labels.count)
  }

  /// Whether a conversation has labels.
  public func wants(_ conversation: String) -> Bool { byConversation[conversation] != nil }

  /// Takes in the scores of a batch: the verdicts on conversations as a whole.
  public mutating func add(_ batch: Batch, _ sheet: ScoreSheet) {
    for index in batch.conversations.indices {
      guard let wanted = byConversation[batch.string(batch.conversations[index].id)] else { continue }
      for label in wanted where labels[label].turn == nil {
        guard let behavior = behaviorIndex(labels[label].behavior) else { continue }
        let result = sheet.results[sheet.index(conversation: index, behavior: behavior)]
        machine[label] = verdict(result.status, as: labels[label].verdict)
        quotes[label] = moment(batch, batch.conversations[index], result)
      }
    }
  }

  /// Takes in one turn's behaviors and cues whose evidence stands in it.
  public mutating func add(turn: Int, of conversation: String, names: [String], text: String) {
    for label in byConversation[conversation] ?? [] where labels[label].turn == turn {
      let isPresent = names.contains(labels[label].behavior)
      switch labels[label].verdict {
      case .present, .absent: machine[label] = isPresent ? .present : .absent
      default: machine[label] = isPresent ? .met : labels[label].verdict.isPositive ? .missed : labels[label].verdict
      }
      quotes[label] = text
    }
  }

  private func behaviorIndex(_ path: String) -> Int? {
    catalog.behaviors.indices.first { catalog.path(ofBehavior: $0) == path }
  }

  /// The machine's status in the words that the label uses.
  private func verdict(_ status: Status, as label: Verdict) -> Verdict {
    if label == .present || label == .absent { return status == .met || status == .partly ? .present : .absent }
    switch status {
    case .met: return .met
    case .partly: return .partly
    case .missed: return .missed
    case .notApplicable, .insufficient, .excluded: return .notApplicable
    }
  }

  private func moment(_ batch: Batch, _ conversation: Conversation, _ result: BehaviorResult) -> String {
    let turns = [("C", result.opportunityTurn), ("A", result.responseTurn)].filter { $0.1 >= 0 }
    return turns.map { "\($0.0): \(batch.string(batch.turns[Int(conversation.turns.lowerBound + $0.1)].text))" }
      .joined(separator: " / ")
  }

  /// The comparison, behaviors in the order of the rubric, then cues by name.
  ///
  /// - Parameter seed: of the bootstrap's draws.
  public func report(seed: UInt64 = 7) -> CalibrationReport {
    let names = Array(Set(labels.map(\.behavior))).sorted { order($0) < order($1) }
    var rows: [BehaviorAgreement] = []
    for name in names {
      let all = labels.indices.filter { labels[$0].behavior == name && machine[$0] != nil }
      let items = all.filter { !labels[$0].isOverride }
      rows.append(
        BehaviorAgreement(
          behavior: name, machine: agreement(items), interval: interval(items, seed: seed),
          graders: mutual(name), disagreements: disagreements(items),
          overrides: agreement(all.filter { labels[$0].isOverride })))
    }
    return CalibrationReport(rows: rows, unmatched: labels.indices.filter { machine[$0] == nil }.map { labels[$0] })
  }

  private func order(_ name: String) -> (Int, String) { (behaviorIndex(name) ?? Int.max, name) }

  private func agreement(_ items: some Sequence<Int>) -> Agreement {
    var agreement = Agreement(classes: Verdict.allCases)
    for item in items {
      if let verdict = machine[item] { agreement.add(reference: labels[item].verdict, other: verdict) }
    }
    return agreement
  }

  /// Percentile bootstrap of kappa over conversations (B. Efron 1979): 1,000 draws, 2.5 % and 97.5 %.
  private func interval(_ items: [Int], seed: UInt64) -> ClosedRange<Double>? {
    let clusters = Dictionary(grouping: items) { labels[$0].conversation }.sorted { $0.key < $1.key }.map(\.value)
    guard clusters.count > 1 else { return nil }
    var generator = SeededGenerator(seed: seed)
    var kappas: [Double] = []
    for _ in 0..<1000 {
      var draw = Agreement(classes: Verdict.allCases)
      for _ in clusters.indices {
        for item in clusters[Int.random(in: clusters.indices, using: &generator)] {
          if let verdict = machine[item] { draw.add(reference: labels[item].verdict, other: verdict) }
        }
      }
      if let kappa = draw.kappa { kappas.append(kappa) }
    }
    guard kappas.count >= 100 else { return nil }
    kappas.sort()
    return kappas[kappas.count * 25 / 1000]...kappas[min(kappas.count - 1, kappas.count * 975 / 1000)]
  }

  /// How the first two graders of a behavior (by name) agree where both labelled.
  private func mutual(_ behavior: String) -> Agreement? {
    let own = labels.filter { $0.behavior == behavior && !$0.grader.isEmpty && !$0.isOverride }
    let graders = Array(Set(own.map(\.grader))).sorted()
    guard graders.count >= 2 else { return nil }
    func items(_ grader: String) -> [String: Verdict] {
      Dictionary(
        own.filter { $0.grader == grader }.map { ("\($0.conversation)\u{0}\($0.turn ?? -1)", $0.verdict) },
        uniquingKeysWith: { first, _ in first })
    }
    let (first, second) = (items(graders[0]), items(graders[1]))
    var agreement = Agreement(classes: Verdict.allCases)
    for (key, verdict) in first {
      if let other = second[key] { agreement.add(reference: verdict, other: other) }
    }
    return agreement.total > 0 ? agreement : nil
  }

  /// Disagreements, the plainest first: shown against not shown, then the rest, in the order of the file.
  private func disagreements(_ items: [Int]) -> [Disagreement] {
    let all = items.compactMap { item -> Disagreement? in
      guard let verdict = machine[item], verdict != labels[item].verdict else { return nil }
      return Disagreement(label: labels[item], machine: verdict, quote: quotes[item])
    }
    return all.filter(\.isPlain) + all.filter { !$0.isPlain }
  }
}

/// A label that the machine sees otherwise.
public struct Disagreement: Sendable, Hashable {
  public var label: HumanLabel
  public var machine: Verdict
  /// The turn, or the telling turns of both sides.
  public var quote: String

  /// One says shown, the other says not.
  var isPlain: Bool { label.verdict.isPositive != machine.isPositive }
}
