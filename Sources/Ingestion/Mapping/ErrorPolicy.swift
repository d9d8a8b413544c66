public import Record

/// What a mapping says about bad records (`on_error`): when a run is no good any more, and when its exit status says so.
public struct ErrorPolicy: Sendable, Hashable {
  /// Share of bad records (0...1) above which the run fails; nil for never.
  public var maximumBadShare: Double?
  /// Share of bad records (0...1) up to which the exit status is still "done".
  public var toleratedBadShare = 0.0

  public init() {}

  /// The policy of the mapping or profile that the options name.
  /// - Throws: `Problem` for a mapping that is missing or wrong.
  public init(_ options: IngestOptions) throws(Problem) {
    let isNamed = options.mapping != nil || options.profile != nil
    self = try isNamed ? MappingCatalog.of(options).mappings.first?.errors ?? ErrorPolicy() : ErrorPolicy()
  }

  /// Whether a run with that many bad records ends as "done" all the same.
  public func tolerates(bad: Int, of all: Int) -> Bool {
    bad == 0 || Double(bad) <= toleratedBadShare * Double(all)
  }

  /// Throws a `Problem` where more records are bad than the mapping allows.
  public func check(bad: Int, of all: Int) throws(Problem) {
    guard let maximumBadShare, all > 0, Double(bad) > maximumBadShare * Double(all) else { return }
    throw Problem(
      "\(bad) of \(all) records are bad, more than max_bad_ratio \(maximumBadShare) of the mapping",
      hint: "a run with a higher max_bad_ratio lists them with their reasons")
  }
}
