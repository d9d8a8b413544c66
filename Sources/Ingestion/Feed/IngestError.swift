public import Record

/// What ends or restarts a run; everything smaller is a `Reject`.
public enum IngestError: Error, Sendable, Hashable {
  /// An input that does not exist or can't be opened at all.
  case noSuchInput(Problem)
  /// Rows of one conversation are not adjacent in this file: run again with `IngestOptions.groupedFiles` holding it.
  case scattered(file: String)
}

extension IngestError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noSuchInput(let problem): problem.description
    case .scattered(let file): "\(file): rows of one conversation are not adjacent; the file has to be grouped first"
    }
  }
}
