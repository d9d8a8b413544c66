extension Summary {
  /// Everything on one team's page of one period.
  public struct TeamPage: Sendable, Hashable, Codable {
    /// As the exports name it; empty where they don't.
    public var team: String
    /// Safe for a file name, unique in the run.
    public var slug: String
    /// Index into `Summary.periods`.
    public var period: Int
    /// The period compared with, index into `Summary.periods`.
    public var previousPeriod: Int?
    /// Calls of the team, scored or not: `scored`, those that called for nothing in the rubric, and `excluded`.
    public var received = 0
    public var scored = 0
    /// Conversations of the team that were not scored, by stage and reason.
    public var excluded: [ReasonCount] = []
    public var score: Score?
    public var previousScore: Score?
    public var scoreChange: Difference?
    /// Techniques with their behaviors behind them, in the rubric's order; only those that the calls called for.
    public var rows: [RateRow] = []
    /// At most two, the most urgent first.
    public var focus: [Focus] = []
    public var strength: Strength?
    public var proof: [Proof] = []
    public var listen: CallToHear?
    /// Those with a gap beyond noise or a critical miss, the most certain first.
    public var talkFirst: [TalkPoint] = []
    /// Queues or channels differ between agents, so that gaps are taken against the same mix.
    public var mixDiffers = false
    /// By id.
    public var agents: [AgentCard] = []
    /// What the page of the period before asked for, and whether it moved.
    public var lastFocus: [FocusMove] = []
    /// All periods up to this one, for the trend.
    public var trend: [TrendPoint] = []
    public var warnings: [WarningCount] = []
    public var stockPhrases: [StockPhrase] = []
    public var coaching: [CoachingEffect] = []
    /// Verdicts of people on this team's calls of this period: indices into `Summary.overrides`.
    public var overrides: [Int] = []

    public init(team: String, slug: String, period: Int) {
      self.team = team
      self.slug = slug
      self.period = period
    }
  }

  /// Something to work on: a technique, and its behavior with the most misses beyond doubt.
  public struct Focus: Sendable, Hashable, Codable {
    public var technique: Int
    public var behavior: Int
    /// The behavior's rate on this page.
    public var rate: Rate
    public init(technique: Int, behavior: Int, rate: Rate) {
      self.technique = technique
      self.behavior = behavior
      self.rate = rate
    }
  }

  /// Something to praise, and by which rule it was chosen.
  public struct Strength: Sendable, Hashable, Codable {
    public enum Reason: String, Sendable, Hashable, Codable {
      /// Clearly better than in the period before.
      case improved
      /// Ahead of the other teams by more than noise.
      case aheadOfOthers
      /// The highest lower bound on the page.
      case steady
    }
    public var technique: Int
    public var behavior: Int
    public var rate: Rate
    public var reason: Reason
    /// Over the period before, or over the other teams.
    public var difference: Difference?
    public init(technique: Int, behavior: Int, rate: Rate, reason: Reason, difference: Difference? = nil) {
      self.technique = technique
      self.behavior = behavior
      self.rate = rate
      self.reason = reason
      self.difference = difference
    }
  }

  /// One moment of one call, with the words of both sides.
  public struct Proof: Sendable, Hashable, Codable {
    public var behavior: Int
    public var isShown: Bool
    public var call: String
    public var sourceRef: String
    public var agent: String
    /// The agent's turn as the source numbers it (the customer's where the agent never answered).
    public var turn: Int
    /// From the call's start.
    public var startMs: Int64?
    /// Redacted, clipped; empty where words are left out.
    public var customerWords: String
    public var agentWords: String
    public init(
      behavior: Int, isShown: Bool, call: String, sourceRef: String, agent: String, turn: Int, startMs: Int64?,
      customerWords: String, agentWords: String
    ) {
      self.behavior = behavior
      self.isShown = isShown
      self.call = call
      self.sourceRef = sourceRef
      self.agent = agent
      self.turn = turn
      self.startMs = startMs
      self.customerWords = customerWords
      self.agentWords = agentWords
    }
  }

  /// A call to listen to, and why.
  public struct CallToHear: Sendable, Hashable, Codable {
    public var call: String
    public var sourceRef: String
    public var agent: String
    public var startedAt: Int64?
    public var utcOffsetMinutes: Int
    public var score: Double
    /// Behaviors missed, in the rubric's order.
    public var missed: [Int]
    public var isGoodExample: Bool
    public init(
      call: String, sourceRef: String, agent: String, startedAt: Int64?, utcOffsetMinutes: Int, score: Double,
      missed: [Int], isGoodExample: Bool
    ) {
      self.call = call
      self.sourceRef = sourceRef
      self.agent = agent
      self.startedAt = startedAt
      self.utcOffsetMinutes = utcOffsetMinutes
      self.score = score
      self.missed = missed
      self.isGoodExample = isGoodExample
    }
  }

  /// Why an agent should be talked to before others.
  public struct TalkPoint: Sendable, Hashable, Codable {
    /// Index into the page's `agents`.
    public var agent: Int
    public var technique: Int
    /// The behavior of a critical miss; nil for a gap in a technique.
    public var criticalBehavior: Int?
    /// Calls with that critical miss.
    public var criticalCalls = 0
    /// The worst of these.
    public var call: String?
    public var row: RateRow?
    public init(agent: Int, technique: Int) {
      self.agent = agent
      self.technique = technique
    }
  }

  /// What the page says of one agent.
  public struct AgentCard: Sendable, Hashable, Codable {
    public var id: String
    public var name: String
    public var calls = 0
    public var score: Score?
    public var rows: [RateRow] = []
    /// Index into `rows`.
    public var strength: Int?
    /// Indices into `rows`, at most two.
    public var priorities: [Int] = []
    public var callsToHear: [CallToHear] = []
    public init(id: String, name: String) {
      self.id = id
      self.name = name
    }
  }

  /// Whether something that the period before asked for has moved.
  public struct FocusMove: Sendable, Hashable, Codable {
    public var technique: Int
    public var behavior: Int
    public var before: Rate
    public var after: Rate?
    public var change: Difference?
    /// The same change over all other teams, for comparison.
    public var elsewhere: Difference?
    public init(technique: Int, behavior: Int, before: Rate) {
      self.technique = technique
      self.behavior = behavior
      self.before = before
    }
  }

  /// One period of a team's past.
  public struct TrendPoint: Sendable, Hashable, Codable {
    public var period: Int
    public var score: Score
    public init(period: Int, score: Score) {
      self.period = period
      self.score = score
    }
  }

  /// How many calls carry one warning; names as in `Conversation.Flags.names`.
  public struct WarningCount: Sendable, Hashable, Codable {
    public var name: String
    public var calls: Int
    public init(name: String, calls: Int) {
      self.name = name
      self.calls = calls
    }
  }

  /// One sentence that stands for too much of an agent's empathy and apologies.
  public struct StockPhrase: Sendable, Hashable, Codable {
    /// Index into the page's `agents`.
    public var agent: Int
    /// Lower case, without punctuation; empty where words are left out.
    public var words: String
    public var times: Int
    public var of: Int
    /// Repeats beyond the rubric's limit, which count half.
    public var repeats: Int
    /// What the agent's score loses by them, 0...1.
    public var loss: Double
    public init(agent: Int, words: String, times: Int, of: Int, repeats: Int, loss: Double) {
      self.agent = agent
      self.words = words
      self.times = times
      self.of = of
      self.repeats = repeats
      self.loss = loss
    }
  }

  /// Before and after a coaching, against team mates without it in the same periods.
  public struct CoachingEffect: Sendable, Hashable, Codable {
    public var agentID: String
    public var technique: Int
    /// `2026-11-03`.
    public var date: String
    public var kind: String
    public var before: Rate?
    public var after: Rate?
    public var change: Difference?
    public var matesBefore: Rate?
    public var matesAfter: Rate?
    /// The agent's change less the mates'.
    public var effect: Difference?
    public init(agentID: String, technique: Int, date: String, kind: String) {
      self.agentID = agentID
      self.technique = technique
      self.date = date
      self.kind = kind
    }
  }
}
