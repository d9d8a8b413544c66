/// A record that was not scored, and why: a line of `not_scored.csv`.
public struct Reject: Sendable, Hashable {
  /// The stages, in the order of the data's way.
  public enum Stage: UInt8, Sendable, CaseIterable {
    case ingest, normalize, score, aggregate
    public var name: StaticString {
      switch self {
      case .ingest: "ingest"
      case .normalize: "normalize"
      case .score: "score"
      case .aggregate: "aggregate"
      }
    }
  }

  /// `outer.zip!/inner.csv#row 812`, or the file alone where the whole of it is meant.
  public var sourceRef: String
  public var stage: Stage
  /// A short, stable, countable word in snake_case: `malformed_row`, `no_turns`, `unknown_roles`, `duplicate`.
  public var reason: String
  /// One sentence for a person: what was found, what was expected, the way out.
  public var detail: String
  /// How many conversations (or, where that can't be known, records) are lost with it: 0 for a mere note about a file.
  public var count: Int
  /// How many of its batch's conversations came before it in the source: keeps the order of `not_scored.csv` whatever the
  /// size of the batches. `Batch.rejects` is in ascending order of it.
  public var position: Int32
  /// Whose call it was; nil where no conversation was made of it.
  public var origin: Origin?

  /// The team and the time of a conversation that was not scored, so that its team can be told what is missing.
  public struct Origin: Sendable, Hashable {
    public var team: String
    /// As `Conversation.startedAt` and `utcOffsetMinutes`.
    public var startedAt: Int64
    public var utcOffsetMinutes: Int16

    public init(team: String, startedAt: Int64, utcOffsetMinutes: Int16) {
      self.team = team
      self.startedAt = startedAt
      self.utcOffsetMinutes = utcOffsetMinutes
    }
  }

  public init(
    sourceRef: String, stage: Stage, reason: String, detail: String, count: Int = 1, position: Int32 = 0,
    origin: Origin? = nil
  ) {
    self.sourceRef = sourceRef
    self.stage = stage
    self.reason = reason
    self.detail = detail
    self.count = count
    self.position = position
    self.origin = origin
  }
}
