/// What aggregate and report need to know of a rubric: names, weights, limits and coaching words, without the patterns.
///
/// The score stage gives it; between processes it is the first line of its NDJSON (`"kind":"rubric"`).
/// Behaviors are numbered by their place in `behaviors`; every scorecard uses these numbers.
public struct RubricCatalog: Sendable, Hashable, Codable {
  public struct Technique: Sendable, Hashable, Codable {
    /// Kebab-case, stable: `tone-empathy`.
    public var id: String
    /// For people: "Tone and empathy".
    public var title: String
    public var weight: Double
    /// What good looks like, one line.
    public var summary: String

    public init(id: String, title: String, weight: Double, summary: String) {
      self.id = id
      self.title = title
      self.weight = weight
      self.summary = summary
    }
  }

  public struct Behavior: Sendable, Hashable, Codable {
    /// Kebab-case, unique within its technique: `emotion-match`.
    public var id: String
    public var title: String
    /// Index into `techniques`.
    public var technique: Int
    public var weight: Double
    /// A miss caps the whole conversation's score.
    public var isCritical: Bool
    /// Whether it can be judged only where turns carry times.
    public var needsTiming: Bool
    /// "offered a second option", to stand in "… in 3 of 12 refusals".
    public var observable: String
    /// What an opportunity for it is called, plural: "refusals".
    public var opportunityNoun: String
    /// Coaching: what good looks like.
    public var good: String
    /// Coaching: why it works.
    public var why: String
    /// Coaching: a line to practice.
    public var practice: String

    public init(
      id: String, title: String, technique: Int, weight: Double, isCritical: Bool = false, needsTiming: Bool = false,
      observable: String = "", opportunityNoun: String = "", good: String = "", why: String = "", practice: String = ""
    ) {
      self.id = id
      self.title = title
      self.technique = technique
      self.weight = weight
      self.isCritical = isCritical
      self.needsTiming = needsTiming
      self.observable = observable
      self.opportunityNoun = opportunityNoun
      self.good = good
      self.why = why
      self.practice = practice
    }
  }

  public var name: String
  public var version: String
  /// Stable under reformatting of the file; 16 hexadecimal digits.
  public var hash: String
  public var techniques: [Technique]
  /// In the rubric's order: grouped by technique.
  public var behaviors: [Behavior]
  /// Names of the rules (cues, measures) that evidence refers to by number.
  public var rules: [String]
  /// Under this many opportunities a rate is "too few to judge".
  public var minimumOpportunities: Int
  /// Above this share, 0...1, of one sentence among an agent's empathy and apology evidence, it is a stock phrase.
  public var stockPhraseLimit: Double
  /// A conversation in which a critical behavior was missed scores at most this, 0...1.
  public var criticalCap: Double

  public init(
    name: String, version: String, hash: String, techniques: [Technique], behaviors: [Behavior], rules: [String],
    minimumOpportunities: Int = 10, stockPhraseLimit: Double = 0.5, criticalCap: Double = 0.5
  ) {
    self.name = name
    self.version = version
    self.hash = hash
    self.techniques = techniques
    self.behaviors = behaviors
    self.rules = rules
    self.minimumOpportunities = minimumOpportunities
    self.stockPhraseLimit = stockPhraseLimit
    self.criticalCap = criticalCap
  }
}
