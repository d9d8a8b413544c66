import Record

/// What went into, came out of and was set aside by each stage. Integers only: lanes' counts add up in any order.
struct StageCounts: Sendable, Equatable {
  struct Stage: Sendable, Equatable {
    /// Conversations.
    var received = 0
    var given = 0
    /// Conversations (or records) lost with a reason.
    var rejected = 0
  }

  /// By `Reject.Stage`.
  var stages = [Stage](repeating: Stage(), count: Reject.Stage.allCases.count)
  /// How many of each reason, all stages together.
  var reasons: [String: Int] = [:]

  subscript(stage: Reject.Stage) -> Stage {
    get { stages[Int(stage.rawValue)] }
    set { stages[Int(stage.rawValue)] = newValue }
  }

  /// Counts a stage's work on a batch: what it got and gave, and the rejects it added from `firstReject` on.
  mutating func add(_ stage: Reject.Stage, received: Int, given: Int, rejects: ArraySlice<Reject>) {
    self[stage].received += received
    self[stage].given += given
    for reject in rejects { add(stage, reject) }
  }

  /// Counts one reject.
  mutating func add(_ stage: Reject.Stage, _ reject: Reject) {
    self[stage].rejected += reject.count
    reasons[reject.reason, default: 0] += reject.count
  }

  mutating func merge(_ other: StageCounts) {
    for index in stages.indices {
      stages[index].received += other.stages[index].received
      stages[index].given += other.stages[index].given
      stages[index].rejected += other.stages[index].rejected
    }
    reasons.merge(other.reasons, uniquingKeysWith: +)
  }
}
