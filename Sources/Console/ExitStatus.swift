public import Record

/// How a command ends; the same table stands in the README and in `sidetone --help`.
public enum ExitStatus: Int32, Error, Sendable, CaseIterable {
  /// All of it was read and scored.
  case done = 0
  /// Done, outputs written, but some records were set aside (they are listed with their reasons).
  case rejects = 3
  /// A threshold of the pipeline file tripped; the old output stands.
  case threshold = 4
  /// The command line is wrong.
  case usage = 64
  /// The input, the pipeline file, the mapping or the rubric can't be used (or `--strict` met a reject).
  case data = 65
  /// There is no such input.
  case noInput = 66
  /// A bug in Sidetone.
  case bug = 70
  /// An external stage failed.
  case stage = 71
  /// Reading or writing failed: no space, no permission, a broken disk.
  case io = 74
  /// Another run holds the output folder; try again later.
  case locked = 75

  /// One line of the table of exit codes.
  public var meaning: String {
    switch self {
    case .done: "done, everything was scored"
    case .rejects: "done, with rejects: see not_scored.csv"
    case .threshold: "a threshold tripped: the old output stands"
    case .usage: "wrong command line"
    case .data: "unusable input, pipeline file, mapping or rubric; or a reject under --strict"
    case .noInput: "no such input"
    case .bug: "a bug in Sidetone: please report it"
    case .stage: "an external stage failed"
    case .io: "reading or writing failed"
    case .locked: "another run holds the output folder"
    }
  }
}

/// A problem together with the exit status that it deserves. A bare `Problem` means `ExitStatus.data`.
public struct Failure: Error, Sendable, Hashable, CustomStringConvertible {
  public var status: ExitStatus
  public var problem: Problem

  public init(_ status: ExitStatus, _ problem: Problem) {
    self.status = status
    self.problem = problem
  }

  public var description: String { problem.description }
}

/// The reader of our output has gone (`| head`): a quiet success.
public struct ClosedPipe: Error, Sendable {
  public init() {}
}

/// Several problems of one file, in its order, so that one run shows them all; exit status `data`.
public struct Problems: Error, Sendable, Hashable {
  public var all: [Problem]
  public init(_ all: [Problem]) { self.all = all }
}
