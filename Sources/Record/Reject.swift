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

  public init(
    sourceRef: String, stage: Stage, reason: String, detail: String, count: Int = 1, position: Int32 = 0
  ) {
    self.sourceRef = sourceRef
    self.stage = stage
    self.reason = reason
    self.detail = detail
    self.count = count
    self.position = position
  }
}
