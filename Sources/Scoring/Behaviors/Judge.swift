import Record

/// Judges every behavior of a rubric in one conversation after the other. One a lane.
final class Judge {
  let view: ConversationView
  private let table: BehaviorTable
  private let opportunities = GrowingBuffer<Int>()
  private let evidence = GrowingBuffer<Evidence>()
  /// By technique: the sum of its behaviors' weighted shares, and of their weights.
  private let techniques: GrowingBuffer<(sum: Double, weight: Double)>
  private let techniqueWeights: FixedTable<Double>
  private let criticalCap: Double

  init(_ rubric: CompiledRubric, view: ConversationView, techniqueWeights: [Double], criticalCap: Double) {
    table = rubric.behaviors
    self.view = view
    self.techniqueWeights = FixedTable(techniqueWeights)
    self.criticalCap = criticalCap
    techniques = GrowingBuffer()
  }

  /// Appends the conversation's card, results and evidence; the view must have been filled.
  func judge(into sheet: inout ScoreSheet) {
    evidence.removeAll()
    techniques.removeAll()
    techniques.append(repeating: (0, 0), count: techniqueWeights.count)
    var isCapped = false
    for number in 0..<table.behaviors.count {
      let behavior = table.behaviors[number]
      let result = result(behavior, number)
      sheet.results.append(result)
      count(behavior, result, &isCapped)
    }
    var card = Metrics.card(view)
    score(isCapped, &card)
    let from = Int32(sheet.evidence.count)
    sortEvidence()
    sheet.evidence.append(contentsOf: evidence)
    card.evidence = from..<Int32(sheet.evidence.count)
    sheet.cards.append(card)
  }

  private func result(_ behavior: CompiledBehavior, _ number: Int) -> BehaviorResult {
    var result = BehaviorResult()
    if view.agentTurns.isEmpty { return result }
    Opportunities.find(behavior, view, into: opportunities)
    var telling = 3
    var unknown = 0
    for opportunity in opportunities {
      let outcome = outcome(behavior, number, opportunity)
      guard outcome.halves >= 0 else {
        unknown += 1
        continue
      }
      result.opportunities &+= 1
      result.metHalves &+= UInt16(outcome.halves)
      // The worst opportunity is the telling one, the first of equals.
      if outcome.halves < telling {
        telling = outcome.halves
        result.opportunityTurn = Int32(opportunity)
        result.responseTurn = Int32(outcome.turn)
        result.reason = UInt16(outcome.reason)
      }
    }
    if result.opportunities == 0 {
      if unknown > 0 {
        result.reason = UInt16(behavior.needsTiming && !view.isTimed ? Reason.noTimes : Reason.cannotTell)
      }
      return result
    }
    result.status =
      result.metHalves == 0 ? .missed : result.metHalves == 2 &* result.opportunities ? .met : .partly
    return result
  }

  /// One opportunity: halves met (-1 where the data can't tell), the agent's telling turn or -1, and why.
  private func outcome(_ behavior: CompiledBehavior, _ number: Int, _ opportunity: Int) -> (
    halves: Int, turn: Int, reason: Int
  ) {
    var known = behavior.shown != nil || behavior.spoiled != nil || behavior.partly != nil
    if behavior.needsTiming && !view.isTimed { known = false }
    var measured: (turn: Int, measure: CompiledMeasure)?
    var against: (turn: Int, measure: CompiledMeasure)?
    for index in behavior.measuresFrom..<behavior.measuresTo {
      let measure = table.measures[index]
      switch Measures.judge(measure, view, opportunity: opportunity) {
      case .unknown: continue
      case .silent: known = true
      case .shown(let turn):
        known = true
        measured = measured ?? (turn, measure)
      case .spoiled(let turn):
        known = true
        against = against ?? (turn, measure)
      }
    }
    guard known else { return (-1, -1, Reason.none) }
    note(behavior, number, opportunity)
    if let window = behavior.spoiled, let turn = WindowSearch.find(window, view, opportunity: opportunity) {
      note(window, number, turn, .spoiled)
      return (0, turn, Reason.spoiled)
    }
    if let against {
      note(against.measure, number, against.turn, .spoiled)
      return (0, against.turn, reason(against.measure))
    }
    if let window = behavior.shown, let turn = WindowSearch.find(window, view, opportunity: opportunity) {
      note(window, number, turn, .shown)
      return (2, turn, Reason.none)
    }
    if let measured {
      note(measured.measure, number, measured.turn, .shown)
      return (2, measured.turn, Reason.none)
    }
    if let window = behavior.partly, let turn = WindowSearch.find(window, view, opportunity: opportunity) {
      note(window, number, turn, .shown)
      return (1, turn, Reason.partlyShown)
    }
    if behavior.absence { return (2, -1, Reason.none) }
    let answer = view.agentTurns.first { $0 > opportunity } ?? -1
    return (0, opportunity < 0 ? -1 : answer, Reason.nothingShown)
  }

  private func reason(_ measure: CompiledMeasure) -> Int {
    Reason.firstMeasure + (MeasureKind.allCases.firstIndex(of: measure.kind) ?? 0)
  }

  // MARK: Evidence

  private func note(_ behavior: CompiledBehavior, _ number: Int, _ opportunity: Int) {
    guard opportunity >= 0 else { return }
    let hit =
      WindowSearch.hit(behavior.closes, opportunity, view) ?? WindowSearch.hit(behavior.once, opportunity, view)
      ?? WindowSearch.hit(behavior.each, opportunity, view)
    if let hit { add(opportunity, number, Int(hit.cue), .opportunity, view.words(hit.start, hit.end)) }
  }

  private func note(_ window: CompiledBehavior.Window, _ number: Int, _ turn: Int, _ polarity: Polarity) {
    guard let hit = WindowSearch.hit(window.cues, turn, view) else { return }
    add(turn, number, Int(hit.cue), polarity, view.words(hit.start, hit.end))
  }

  private func note(_ measure: CompiledMeasure, _ number: Int, _ turn: Int, _ polarity: Polarity) {
    add(turn, number, measure.rule, polarity, view.turn(turn).text)
  }

  private func add(_ turn: Int, _ behavior: Int, _ rule: Int, _ polarity: Polarity, _ words: TextRange) {
    let item = Evidence(
      turn: Int32(turn), behavior: UInt16(behavior), rule: UInt16(rule), polarity: polarity, words: words)
    // A behavior's items stand together while they are gathered.
    var at = evidence.count - 1
    while at >= 0, evidence[at].behavior == item.behavior {
      if evidence[at] == item { return }
      at -= 1
    }
    evidence.append(item)
  }

  /// By turn, behavior, place and rule; a handful of items, so by insertion.
  private func sortEvidence() {
    for index in 1..<max(1, evidence.count) {
      let item = evidence[index]
      var at = index
      while at > 0, Self.precedes(item, evidence[at - 1]) {
        evidence[at] = evidence[at - 1]
        at -= 1
      }
      evidence[at] = item
    }
  }

  @inline(__always) private static func precedes(_ one: Evidence, _ other: Evidence) -> Bool {
    if one.turn != other.turn { return one.turn < other.turn }
    if one.behavior != other.behavior { return one.behavior < other.behavior }
    if one.words.offset != other.words.offset { return one.words.offset < other.words.offset }
    return one.rule < other.rule
  }

  // MARK: Score

  private func count(_ behavior: CompiledBehavior, _ result: BehaviorResult, _ isCapped: inout Bool) {
    guard result.opportunities > 0 else { return }
    let share = Double(result.metHalves) / Double(2 * Int(result.opportunities))
    let sofar = techniques[behavior.technique]
    techniques[behavior.technique] = (sofar.sum + behavior.weight * share, sofar.weight + behavior.weight)
    if behavior.isCritical && result.status == .missed { isCapped = true }
  }

  /// The weighted mean of the applicable techniques, each the weighted mean of its applicable behaviors.
  private func score(_ isCapped: Bool, _ card: inout Scorecard) {
    var sum = 0.0
    var weight = 0.0
    for index in 0..<techniques.count where techniques[index].weight > 0 {
      card.techniquesApplicable += 1
      sum += techniqueWeights[index] * techniques[index].sum / techniques[index].weight
      weight += techniqueWeights[index]
    }
    guard weight > 0 else { return }
    let score = isCapped ? min(sum / weight, criticalCap) : sum / weight
    card.score = Int32((score * 10_000).rounded())
  }
}
