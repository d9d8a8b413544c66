import Normalization
import Record

/// What operations should look after though it was scored: calls with a warning, and agents whom the roster doesn't list.
///
/// Whole numbers and names only: lanes' notices add up in any order.
struct Notices: Sendable {
  /// Scored calls by bit of `Conversation.Flags`.
  private(set) var flagged = [Int](repeating: 0, count: Conversation.Flags.names.count)
  /// Scored calls by the id of each agent who isn't in the roster; empty where there is none.
  private(set) var unlisted: [String: Int] = [:]
  private let roster: Roster?

  /// How many ids are named; there may be as many as calls where the ids of an export are wrong.
  static let mostNamed = 1000

  init(_ roster: Roster?) { self.roster = roster }

  /// Calls for which no row of metadata was found.
  var withoutMetadata: Int { flagged[Conversation.Flags.unmatchedJoin.rawValue.trailingZeroBitCount] }

  /// Ids of the agents, in the order of their bytes.
  var unlistedIDs: [String] { unlisted.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }

  mutating func add(_ conversation: Conversation, _ arena: [UInt8]) {
    var flags = conversation.flags.rawValue
    while flags != 0 {
      let bit = flags.trailingZeroBitCount
      flags &= flags - 1
      if bit < flagged.count { flagged[bit] += 1 }
    }
    guard let roster, !conversation.agentID.isEmpty else { return }
    let id = arena[conversation.agentID.indices]
    if !roster.lists(id) { unlisted[String(decoding: id, as: UTF8.self), default: 0] += 1 }
  }

  mutating func merge(_ other: Notices) {
    for bit in flagged.indices { flagged[bit] += other.flagged[bit] }
    unlisted.merge(other.unlisted, uniquingKeysWith: +)
  }

  /// Members of the manifest: `warnings` by name, and `not_in_roster`, null where there is no roster.
  var members: [JsonValue.Member] {
    let warnings = zip(Conversation.Flags.names, flagged).filter { $0.1 > 0 }
    return [
      .init("warnings", .object(warnings.map { .init("\($0.0)", .whole($0.1)) })),
      .init("not_in_roster", roster == nil ? .null : unlistedJson),
    ]
  }

  private var unlistedJson: JsonValue {
    .object([
      .init("agents", .whole(unlisted.count)), .init("calls", .whole(unlisted.values.reduce(0, +))),
      .init("ids", .array(unlistedIDs.prefix(Self.mostNamed).map { .string($0) })),
    ])
  }
}
