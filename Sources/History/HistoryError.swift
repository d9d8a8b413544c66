public import Record

/// What can go wrong with a history file; each with the way out.
public enum HistoryError: Error, Sendable, Hashable {
  /// Another run is writing to it.
  case busy(Problem)
  /// No space, no permission, a broken disk.
  case io(Problem)
  /// It is no history, or not one that this version can read, or it is damaged.
  case unusable(Problem)

  public var problem: Problem {
    switch self {
    case .busy(let problem), .io(let problem), .unusable(let problem): problem
    }
  }
}

extension HistoryError: CustomStringConvertible {
  public var description: String { problem.description }
}
