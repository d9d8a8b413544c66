public import Record

/// A pipeline file as values: what a run reads, how it judges, where it writes.
///
/// Paths are as they stand in the file, relative to its folder; a run changes into that folder first, so that the
/// same pipeline gives the same bytes from wherever it is started.
public struct Pipeline: Sendable, Equatable {
  /// Files and folders; `-` is standard input.
  public var inputs: [String] = []
  /// Name of a source profile; nil detects it.
  public var profile: String?
  /// A mapping file of the user's own.
  public var mapping: String?
  /// A rubric file; nil is the built-in one.
  public var rubric: String?
  /// A roster (agents, teams) as CSV.
  public var roster: String?
  /// What speakers' labels stand for, as `label=role`; asked before the built-in ones.
  public var roles: [String] = []
  /// How speakers whom no label tells apart are told apart; see `RoleGuess`.
  public var roleGuess = "none"
  /// What happens on a finding of the quality gate, as `finding=action`.
  public var quality: [String] = []
  /// The rubric's language.
  public var language = "en"
  /// A log of coaching sessions, as CSV, whose effect is to be measured.
  public var coaching: String?
  public var period = Period.week
  /// IANA name of the zone in which days and weeks begin; nil takes each call's own clock.
  public var timezone: String?
  /// Offset (`+01:00`) of times in the exports that name none; nil is UTC, with a warning on the call.
  public var sourceTimezone: String?
  public var privacy = Privacy()
  /// The output folder; nil must be given on the command line.
  public var output: String?
  /// What messages call the output folder where it is not `output` itself.
  public var shownOutput: String?
  /// A byte-order mark and CRLF in the tables.
  public var excel = false
  public var html = false
  /// The tables once more in one SQLite file.
  public var sqlite: String?
  public var stages = Stage.standard
  public var thresholds = Thresholds()
  /// CSV of verdicts changed by people.
  public var overrides: String?
  /// A shell command that gets the run's summary as JSON on its standard input.
  public var notify: String?
  /// Of conversations with the same id, whether the one in the last file (by path) stands, rather than in the first.
  public var lastStands = false
  /// What decides before the order does.
  public var copies: CopyPreference?
  /// SQLite file in which the job keeps its scorecards from run to run.
  public var history: String?
  /// Lanes; nil is one for each core.
  public var lanes: Int?
  /// Where the pipeline stands, for messages; empty for a run without a file.
  public var file = ""
  /// Where settings come from that are not the defaults.
  var origins: [String: Origin] = [:]

  public init() {}

  public enum Period: Sendable, Equatable {
    case week, month
    /// Runs of so many days, the first of which begins on a date.
    case days(Int, from: String)
    /// Pages of one period only, by its id (`2026-W46`, `2026-11`, `2026-11-09..2026-11-22`), or a rule as the command line has it.
    case picked(String)

    /// As the aggregate stage reads it.
    var text: String {
      switch self {
      case .week: "week"
      case .month: "month"
      case .days(let count, let from): "\(from)/\(count)"
      case .picked(let text): text
      }
    }
  }

  public struct Privacy: Sendable, Equatable {
    public var redact = true
    public var quotes = true
    public var hashCustomers = false
    /// File whose content is the key of the hash.
    public var keyFile: String?
    /// Environment variable that holds the key of the hash.
    public var keyVariable: String?
    public init() {}
  }

  public struct Thresholds: Sendable, Equatable {
    /// In ten-thousandths of all conversations received.
    public var maxRejected: Int?
    /// Each pattern must match at least one input with at least one conversation.
    public var expectedSources: [String] = []
    /// Each must have a call in the newest week that is over.
    var expected: [ExpectedValue] = []
    /// In ten-thousandths: a newest week with this much less than the median of up to eight weeks before it fails; where
    /// there are none, a run with this much less than the last one.
    public var maxVolumeDrop: Int?
    /// Days from the newest call to the day of the run.
    public var maxAgeDays: Int?
    public init() {}
  }

  public enum Stage: Sendable, Equatable {
    case builtIn(BuiltIn)
    case external(External)

    public static let standard = BuiltIn.allCases.map(Stage.builtIn)

    /// Whether it is an executable of the user's.
    var isExternal: Bool {
      if case .external = self { true } else { false }
    }

    public var name: String {
      switch self {
      case .builtIn(let stage): stage.rawValue
      case .external(let stage): stage.name
      }
    }
  }

  /// The built-in stages, in the order of the data's way.
  public enum BuiltIn: String, Sendable, CaseIterable { case ingest, normalize, score, aggregate, report }

  /// Any executable over the NDJSON.
  public struct External: Sendable, Equatable {
    public var name: String
    /// Arguments, the program first.
    public var arguments: [String]
    public init(name: String, arguments: [String]) {
      self.name = name
      self.arguments = arguments
    }
  }
}
