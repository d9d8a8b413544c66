public import Record

/// Scores the conversations of batches. One a lane: it owns caches that make the next turn cheap.
///
/// A copy shares nothing with the original: it starts with caches of its own, which changes no result.
public struct Scorer: Sendable {
  private let rubric: Rubric
  private var lane: Lane

  /// What a lane reuses from batch to batch.
  private final class Lane: @unchecked Sendable {
    let scanner: CueScanner
    let view: ConversationView
    let judge: Judge

    init(_ rubric: Rubric) {
      scanner = CueScanner(rubric: rubric.compiled, programs: rubric.compiled.programs)
      view = ConversationView(scanner: scanner)
      judge = Judge(
        rubric.compiled, view: view, techniqueWeights: rubric.catalog.techniques.map(\.weight),
        criticalCap: rubric.catalog.criticalCap)
    }
  }

  public init(rubric: Rubric) {
    self.rubric = rubric
    lane = Lane(rubric)
  }

  /// How the automaton fared, for measurements.
  public struct Statistics: Sendable {
    /// States and steps that the automaton remembers, and how often it started over.
    public var states, steps, restarts: Int
    /// Pieces of patterns that ended, and patterns that matched, in all turns so far.
    public var pieces, matches: Int
  }

  public var statistics: Statistics {
    let (agent, customer) = (lane.scanner.agentMatcher, lane.scanner.customerMatcher)
    return Statistics(
      states: agent.states.stateCount + customer.states.stateCount,
      steps: agent.states.stepCount + customer.states.stepCount,
      restarts: agent.states.restarts + customer.states.restarts,
      pieces: agent.actionCount + customer.actionCount, matches: agent.matchCount + customer.matchCount)
  }

  /// Replaces the sheet's contents by the scores of the batch's conversations, in the batch's order.
  public mutating func score(_ batch: borrowing Batch, into sheet: inout ScoreSheet) {
    if !isKnownUniquelyReferenced(&lane) { lane = Lane(rubric) }
    sheet.removeAll()
    sheet.behaviorCount = rubric.compiled.behaviors.behaviors.count
    sheet.reasons = Reason.texts
    let lane = lane
    unsafe batch.arena.withUnsafeBufferPointer { arena in
      unsafe batch.turns.withUnsafeBufferPointer { table in
        for conversation in batch.conversations {
          unsafe lane.scanner.scan(conversation, table, arena)
          unsafe lane.view.fill(conversation, table, arena)
          lane.judge.judge(into: &sheet)
        }
      }
    }
  }
}
