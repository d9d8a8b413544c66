/// How a behavior came out in one conversation.
public enum Status: UInt8, Sendable, CaseIterable {
  /// The conversation did not call for it: neither a pass nor a fail, in no denominator.
  case notApplicable
  case met, partly, missed
  /// Called for, but the data can't tell (no times, say).
  case insufficient
  /// Taken out by configuration or an override.
  case excluded

  /// The word for it in CSV and NDJSON.
  public var name: StaticString {
    switch self {
    case .notApplicable: "not_applicable"
    case .met: "met"
    case .partly: "partly"
    case .missed: "missed"
    case .insufficient: "insufficient"
    case .excluded: "excluded"
    }
  }

  /// Whether it counts in a rate.
  @inlinable public var isJudged: Bool { self == .met || self == .partly || self == .missed }
}

/// One behavior in one conversation.
public struct BehaviorResult: Sendable, Hashable {
  public var status = Status.notApplicable
  /// How often the conversation called for it; 0 when not applicable.
  public var opportunities: UInt16 = 0
  /// How many of the opportunities were met, in halves: a `partly` is one half, a met one is two.
  public var metHalves: UInt16 = 0
  /// Why, as an index into `ScoreSheet.reasons`; 0 is "no more to say".
  public var reason: UInt16 = 0
  /// The turn (index within the conversation, from 0) that gave the telling opportunity, or -1.
  public var opportunityTurn: Int32 = -1
  /// The agent's turn (index within the conversation) that met, spoiled or failed to answer it, or -1.
  public var responseTurn: Int32 = -1

  public init() {}
}

/// What an item of evidence says.
public enum Polarity: UInt8, Sendable, CaseIterable {
  case opportunity, shown, spoiled

  /// The word for it in CSV and NDJSON.
  public var name: StaticString {
    switch self {
    case .opportunity: "opportunity"
    case .shown: "shown"
    case .spoiled: "spoiled"
    }
  }
}

/// Words of a turn that stand for or against a behavior.
public struct Evidence: Sendable, Hashable {
  /// The turn's index within its conversation, from 0.
  public var turn: Int32
  /// Index into `RubricCatalog.behaviors`.
  public var behavior: UInt16
  /// Index into `RubricCatalog.rules`.
  public var rule: UInt16
  public var polarity: Polarity
  /// The words that fired, in the batch's arena; the whole turn's text for a measure.
  public var words: TextRange

  public init(turn: Int32, behavior: UInt16, rule: UInt16, polarity: Polarity, words: TextRange) {
    self.turn = turn
    self.behavior = behavior
    self.rule = rule
    self.polarity = polarity
    self.words = words
  }
}

/// One conversation's score: what stands in `calls.csv` beside the metadata.
public struct Scorecard: Sendable {
  /// The weighted mean of the applicable techniques in ten-thousandths (0...10000), or -1 where none applied.
  public var score: Int32 = -1
  public var techniquesApplicable: Int32 = 0
  public var agentTurns: Int32 = 0
  public var customerTurns: Int32 = 0
  /// The agent's share of the words spoken by agent and customer, in ten-thousandths, or -1 where nobody spoke.
  public var talkShare: Int32 = -1
  /// Times the agent cut in, or -1 where it can't be known.
  public var interruptions: Int32 = -1
  /// Milliseconds, or -1 where it can't be known.
  public var longestSilenceMs: Int64 = -1
  /// The conversation's items in `ScoreSheet.evidence`, ordered by turn, then behavior.
  public var evidence: Range<Int32> = 0..<0

  public init() {}
}

/// The scores of a batch's conversations, one scorecard each, in the batch's order.
public struct ScoreSheet: Sendable {
  /// Parallel to `Batch.conversations`.
  public var cards: [Scorecard] = []
  /// `behaviorCount` results a conversation, one conversation after the other.
  public var results: [BehaviorResult] = []
  public var evidence: [Evidence] = []
  /// What `BehaviorResult.reason` names; the same for every batch of a run. Index 0 is the empty string.
  public var reasons: [String] = [""]
  /// Behaviors in the rubric: the stride of `results`.
  public var behaviorCount: Int

  public init(behaviorCount: Int) { self.behaviorCount = behaviorCount }

  /// Empties the tables and keeps their memory (and the reasons).
  public mutating func removeAll() {
    cards.removeAll(keepingCapacity: true)
    results.removeAll(keepingCapacity: true)
    evidence.removeAll(keepingCapacity: true)
  }

  /// Index in `results` of one conversation's result for one behavior.
  @inlinable
  public func index(conversation: Int, behavior: Int) -> Int { conversation * behaviorCount + behavior }
}
