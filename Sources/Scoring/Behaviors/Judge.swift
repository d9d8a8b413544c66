import Record

/// Judges every behavior of a rubric in one conversation after the other. One a lane.
final class Judge {
  let rubric: CompiledRubric
  let view: ConversationView
  private var opportunities: [Int] = []
  private var evidence: [Evidence] = []
  private var techniqueSum: [Double]
  private var techniqueWeight: [Double]
  private let techniqueWeights: [Double]
  private let criticalCap: Double

  init(_ rubric: CompiledRubric, view: ConversationView, techniqueWeights: [Double], criticalCap: Double) {
    self.rubric = rubric
    self.view = view
    self.techniqueWeights = techniqueWeights
    self.criticalCap = criticalCap
    techniqueSum = [Double](repeating: 0, count: techniqueWeights.count)
    techniqueWeight = techniqueSum
  }

  /// Appends the conversation's card, results and evidence; the view must have been filled.
  func judge(into sheet: inout ScoreSheet) {
    evidence.removeAll(keepingCapacity: true)
    let first = sheet.results.count
    for (number, box) in rubric.behaviors.enumerated() { sheet.results.append(result(box.behavior, number)) }
    var card = Metrics.card(view)
    score(sheet.results[first...], &card)
    let from = Int32(sheet.evidence.count)
    evidence.sort {
      ($0.turn, $0.behavior, $0.words.offset, $0.rule) < ($1.turn, $1.behavior, $1.words.offset, $1.rule)
    }
    sheet.evidence.append(contentsOf: evidence)
    card.evidence = from..<Int32(sheet.evidence.count)
    sheet.cards.append(card)
  }

  private func result(_ behavior: CompiledBehavior, _ number: Int) -> BehaviorResult {
    var result = BehaviorResult()
    if view.agentTurns.isEmpty { return result }
    Opportunities.find(behavior, view, into: &opportunities)
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
    for measure in behavior.measures {
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
    let answer = view.agentTurns.first { Int($0) > opportunity }.map(Int.init) ?? -1
    return (0, opportunity < 0 ? -1 : answer, Reason.nothingShown)
  }

  private func reason(_ measure: CompiledMeasure) -> Int {
    Reason.firstMeasure + (MeasureKind.allCases.firstIndex(of: measure.kind) ?? 0)
  }

  // MARK: Evidence

  private func note(_ behavior: CompiledBehavior, _ number: Int, _ opportunity: Int) {
    guard opportunity >= 0 else { return }
    var hit = behavior.closes.flatMap { WindowSearch.hit($0, opportunity, view) }
    if hit == nil { hit = behavior.once.flatMap { WindowSearch.hit($0, opportunity, view) } }
    if hit == nil { hit = behavior.each.flatMap { WindowSearch.hit($0, opportunity, view) } }
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
    if let last = evidence.last, last.behavior == item.behavior, evidence.contains(item) { return }
    evidence.append(item)
  }

  // MARK: Score

  /// The weighted mean of the applicable techniques, each the weighted mean of its applicable behaviors.
  private func score(_ results: ArraySlice<BehaviorResult>, _ card: inout Scorecard) {
    for index in techniqueSum.indices {
      techniqueSum[index] = 0
      techniqueWeight[index] = 0
    }
    var isCapped = false
    for (box, result) in zip(rubric.behaviors, results) where result.opportunities > 0 {
      let behavior = box.behavior
      let share = Double(result.metHalves) / Double(2 * Int(result.opportunities))
      techniqueSum[behavior.technique] += behavior.weight * share
      techniqueWeight[behavior.technique] += behavior.weight
      if behavior.isCritical && result.status == .missed { isCapped = true }
    }
    var sum = 0.0
    var weight = 0.0
    for index in techniqueSum.indices where techniqueWeight[index] > 0 {
      card.techniquesApplicable += 1
      sum += techniqueWeights[index] * techniqueSum[index] / techniqueWeight[index]
      weight += techniqueWeights[index]
    }
    guard weight > 0 else { return }
    let score = isCapped ? min(sum / weight, criticalCap) : sum / weight
    card.score = Int32((score * 10_000).rounded())
  }
}
