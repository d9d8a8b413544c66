import Record

/// The rows of a page and of the period tables: every technique, its behaviors behind it.
struct RowPlan: Sendable {
  struct Row: Sendable {
    var technique: Int
    /// Nil for the technique itself.
    var behavior: Int?
  }

  let rows: [Row]
  /// Index into `rows` a behavior.
  let ofBehavior: [Int]
  /// Index into `rows` a technique.
  let ofTechnique: [Int]

  init(catalog: RubricCatalog) {
    var rows: [Row] = []
    var ofBehavior = Array(repeating: 0, count: catalog.behaviors.count)
    var ofTechnique: [Int] = []
    for technique in catalog.techniques.indices {
      ofTechnique.append(rows.count)
      rows.append(Row(technique: technique, behavior: nil))
      for behavior in catalog.behaviors.indices where catalog.behaviors[behavior].technique == technique {
        ofBehavior[behavior] = rows.count
        rows.append(Row(technique: technique, behavior: behavior))
      }
    }
    self.rows = rows
    self.ofBehavior = ofBehavior
    self.ofTechnique = ofTechnique
  }
}

/// Integer counts of one agent, team or stratum, a row each of the plan. A technique's opportunities are those of its
/// behaviors together.
struct Ledger: Sendable {
  struct Counts: Sendable, Hashable {
    var opportunities = 0
    /// As the calls have it.
    var halves = 0
    /// Of these, what repeats of a stock phrase lose.
    var repeats = 0
    var calls = 0
    var missedCalls = 0

    static func + (left: Counts, right: Counts) -> Counts {
      Counts(
        opportunities: left.opportunities + right.opportunities, halves: left.halves + right.halves,
        repeats: left.repeats + right.repeats,
        calls: left.calls + right.calls, missedCalls: left.missedCalls + right.missedCalls)
    }

    static func - (left: Counts, right: Counts) -> Counts {
      Counts(
        opportunities: left.opportunities - right.opportunities, halves: left.halves - right.halves,
        repeats: left.repeats - right.repeats,
        calls: left.calls - right.calls, missedCalls: left.missedCalls - right.missedCalls)
    }

    func isEnough(_ minimum: Int) -> Bool { rate?.isEnough(minimum) ?? false }

    var proportion: Proportion { Proportion(metHalves: halves - repeats, opportunities: opportunities) }

    /// Nil where nothing called for it.
    var rate: Summary.Rate? {
      guard opportunities > 0 else { return nil }
      return Summary.Rate(
        calls: calls, opportunities: opportunities, metHalves: halves - repeats, value: proportion.value,
        interval: proportion.wilson(), repeatHalves: repeats)
    }
  }

  var rows: [Counts]

  init(count: Int) { rows = Array(repeating: Counts(), count: count) }

  mutating func add(_ other: Ledger) {
    for index in rows.indices { rows[index] = rows[index] + other.rows[index] }
  }
}

/// One agent's numbers in one team and period.
struct AgentNumbers: Sendable {
  var unit: Int
  var id: String
  var name: String
  var ledger: Ledger
  /// The agent's part in each of the team's strata that he or she works in; `index` is into `TeamNumbers.strata`.
  var strata: [(index: Int, ledger: Ledger)]
  var scores = ScoreSum()
}

/// One team's numbers in one period.
struct TeamNumbers: Sendable {
  var place: TeamPeriod
  /// By id, in byte order.
  var agents: [AgentNumbers] = []
  var ledger: Ledger
  /// Queues and channels, in byte order of their texts.
  var strata: [Ledger] = []
  var scores = ScoreSum()
  var calls = 0
  /// Conversations that were not scored, by stage and reason.
  var excluded: [Summary.ReasonCount] = []
}
