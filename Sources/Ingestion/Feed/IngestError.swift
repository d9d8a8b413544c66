public import Record

/// What ends or restarts a run; everything smaller is a `Reject`.
public enum IngestError: Error, Sendable, Hashable {
  /// An input that does not exist or can't be opened at all.
  case noSuchInput(Problem)
  /// Rows of one conversation are not adjacent in this file: run again with `IngestOptions.groupedFiles` holding it.
  case scattered(file: String)
  /// Metadata stands in an archive behind a large table that was read before it: run again with
  /// `IngestOptions.thoroughArchives` holding it.
  case lateMetadata(file: String)
}

extension IngestError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noSuchInput(let problem): problem.description
    case .scattered(let file): "\(file): rows of one conversation are not adjacent; the file has to be grouped first"
    case .lateMetadata(let file): "\(file): metadata stands behind what it is about; it has to be looked for first"
    }
  }
}

extension IngestOptions {
  /// Changes the options to what an error asks for.
  ///
  /// - Returns: whether reading everything again from the start may succeed by that.
  public mutating func adapt(to error: IngestError) -> Bool {
    switch error {
    case .noSuchInput: false
    case .scattered(let file): groupedFiles.insert(file).inserted
    case .lateMetadata(let file): thoroughArchives.insert(file).inserted
    }
  }
}
