extension Summary {
  /// Two bounds, the lower first.
  public struct Interval: Sendable, Hashable, Codable {
    public var low: Double
    public var high: Double
    public init(_ low: Double, _ high: Double) {
      self.low = low
      self.high = high
    }
  }

  /// A difference of two rates or means with its 95 % interval.
  public struct Difference: Sendable, Hashable, Codable {
    public var value: Double
    public var interval: Interval
    /// Whether it is beyond noise: its interval leaves out zero, and it survives Benjamini–Hochberg over its page's tests.
    public var isClear = false
    public init(_ value: Double, _ interval: Interval) {
      self.value = value
      self.interval = interval
    }
  }

  /// A share of opportunities, with what it was counted from.
  public struct Rate: Sendable, Hashable, Codable {
    /// Conversations that called for it.
    public var calls: Int
    public var opportunities: Int
    /// Opportunities met, in halves (a `partly` counts one, a met one two).
    public var metHalves: Int
    public var value: Double
    /// Wilson, 95 %.
    public var interval: Interval
    /// Halves that repeats of a stock phrase lost; `metHalves` is without them.
    public var repeatHalves: Int
    public init(
      calls: Int, opportunities: Int, metHalves: Int, value: Double, interval: Interval, repeatHalves: Int = 0
    ) {
      self.calls = calls
      self.opportunities = opportunities
      self.metHalves = metHalves
      self.value = value
      self.interval = interval
      self.repeatHalves = repeatHalves
    }

    /// However many opportunities fewer calls than these hold: they tell about these calls, not about those who took them.
    public static let fewestCalls = 5

    /// Whether there is enough to judge by: the rubric's minimum of opportunities, in at least five calls.
    public func isEnough(_ minimum: Int) -> Bool { opportunities >= minimum && calls >= Rate.fewestCalls }
  }

  /// One line of a period table: a technique (`behavior` nil) or one of its behaviors.
  public struct RateRow: Sendable, Hashable, Codable {
    /// Index into `RubricCatalog.techniques`.
    public var technique: Int
    /// Index into `RubricCatalog.behaviors`.
    public var behavior: Int?
    public var rate: Rate
    /// The rate drawn toward the team's by what few opportunities can't tell (agents only; a team's is its rate).
    public var shrunk: Double
    /// 95 % posterior interval of `shrunk`.
    public var shrunkInterval: Interval
    /// The period before, where there is one with opportunities.
    public var previous: Rate?
    /// Present less previous.
    public var change: Difference?
    /// What team mates reach over the same mix of queues and channels (agents only).
    public var expected: Double?
    /// Rate less `expected`.
    public var gap: Difference?
    /// The gap vanishes once the mix of queues and channels is taken into account.
    public var isMostlyMix = false
    /// At least the rubric's minimum of opportunities.
    public var isEnough: Bool

    public init(technique: Int, behavior: Int?, rate: Rate, shrunk: Double, shrunkInterval: Interval, isEnough: Bool) {
      self.technique = technique
      self.behavior = behavior
      self.rate = rate
      self.shrunk = shrunk
      self.shrunkInterval = shrunkInterval
      self.isEnough = isEnough
    }
  }

  /// A mean of conversation scores, 0...1, with its 95 % interval (Student's t; nil for fewer than two calls).
  public struct Score: Sendable, Hashable, Codable {
    public var calls: Int
    public var mean: Double
    public var interval: Interval?
    public init(calls: Int, mean: Double, interval: Interval?) {
      self.calls = calls
      self.mean = mean
      self.interval = interval
    }
  }
}
