import Console

/// How a run is made; nothing here changes what it gives.
public struct RunOptions: Sendable {
  /// Lanes; nil is one for each core.
  public var lanes: Int?
  /// Each built-in stage as its own process.
  public var isolates = false
  /// Does nothing where neither inputs nor settings have changed since the output was written.
  public var skipsUnchanged = false
  /// Takes in nothing that the history does not know already, and holds the outcome to no threshold.
  var readsOnlyRemembered = false
  /// Folder of the stage executables, for `isolates`.
  public var executables = ""
  /// Arguments that the run was started with, for the manifest.
  public var commandLine: [String] = []

  public init() {}
}

/// What a run did.
public struct RunResult: Sendable {
  public var output: String
  public var received = 0
  public var scored = 0
  public var notScored = 0
  /// Scored calls for which no row of metadata was found.
  public var withoutMetadata = 0
  /// Agents with scored calls whom the roster does not list; 0 where there is no roster.
  public var agentsNotInRoster = 0
  /// What operations should look after, a line each.
  public private(set) var notices: [String] = []
  /// Whether the mapping takes that many records that were not scored for a run without rejects.
  public var isTolerated = false
  public var bytes: Int64 = 0
  public var milliseconds: Int64 = 0
  /// Inputs that were read, and how many more the history remembered; nil where there is no history.
  public var inputs: (read: Int, remembered: Int)?
  /// Whether nothing had changed and nothing was done.
  public var isUnchanged = false

  /// The one line at the end.
  public var closingLine: String {
    if isUnchanged { return "sidetone: nothing has changed since \(output)/index.md was written" }
    let rate = bytes * 1000 / max(1, milliseconds)
    return "sidetone: \(counted(Int64(received), "conversation")): \(grouped(Int64(scored))) scored, "
      + "\(grouped(Int64(notScored))) not; \(byteCount(bytes)) in \(spanOfTime(milliseconds: milliseconds)) "
      + "(\(byteCount(rate))/s)\(inputWords); see \(output)/index.md"
  }

  private var inputWords: String {
    guard let inputs else { return "" }
    return "; \(counted(Int64(inputs.read), "input")) read, \(grouped(Int64(inputs.remembered))) remembered"
  }

  /// The same for `--json-log`.
  public var fields: [(String, Int64)] {
    [
      ("received", Int64(received)), ("scored", Int64(scored)), ("not_scored", Int64(notScored)), ("bytes", bytes),
      ("milliseconds", milliseconds), ("without_metadata", Int64(withoutMetadata)),
      ("agents_not_in_roster", Int64(agentsNotInRoster)),
    ]
  }

  mutating func take(_ found: Notices) {
    withoutMetadata = found.withoutMetadata
    agentsNotInRoster = found.unlisted.count
    if withoutMetadata > 0 {
      notices.append(
        "sidetone: no metadata was found for \(counted(Int64(withoutMetadata), "scored conversation")); "
          + "unmatched_join in calls.csv")
    }
    guard agentsNotInRoster > 0 else { return }
    let named = found.unlistedIDs.prefix(5).map { quoted($0) }.joined(separator: ", ")
    let rest = agentsNotInRoster > 5 ? ", …; manifest.json names them" : ""
    notices.append("sidetone: not in the roster: \(counted(Int64(agentsNotInRoster), "agent")): \(named)\(rest)")
  }
}
