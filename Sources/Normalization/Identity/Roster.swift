public import Record

/// Who works where: agent id, name, team. What it says of an agent stands above what the exports say.
public struct Roster: Sendable {
  struct Entry: Sendable {
    var name: [UInt8]
    var team: [UInt8]
    var id: [UInt8]
  }

  private var entries: [Entry] = []
  /// Open addressing by hash of the id (in lower case); index + 1 into `entries`, 0 where free.
  private var slots: [UInt32] = []

  public var count: Int { entries.count }

  /// Reads `agent_id,agent_name,team`.
  ///
  /// - Throws: `Problem` where the file is malformed, a row has no id, or an id stands there twice.
  public init(parsing bytes: [UInt8], file: String) throws(Problem) {
    let table = try SideTable(parsing: bytes, file: file, required: ["agent_id"], optional: ["agent_name", "team"])
    var size = 16
    while size < table.rows.count * 2 { size *= 2 }
    slots = [UInt32](repeating: 0, count: size)
    for row in table.rows {
      let id = Array(table[row, "agent_id"].utf8)
      guard !id.isEmpty else { throw table.problem(row, "the agent has no id", hint: "fill agent_id or drop the row") }
      guard entry(for: id[...]) == nil else {
        throw table.problem(row, "agent \"\(table[row, "agent_id"])\" stands here twice", hint: "keep one row an agent")
      }
      entries.append(
        Entry(name: Array(table[row, "agent_name"].utf8), team: Array(table[row, "team"].utf8), id: id))
      var slot = Self.hash(id[...]) & (size - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
      slots[slot] = UInt32(entries.count)
    }
  }

  /// Index of the agent with an id, or nil.
  func entry(for id: ArraySlice<UInt8>) -> Int? {
    var slot = Self.hash(id) & (slots.count - 1)
    while slots[slot] != 0 {
      let index = Int(slots[slot]) - 1
      if Self.same(entries[index].id, id) { return index }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// Whether an agent stands in it, whatever the case of the id's letters.
  public func lists(_ id: ArraySlice<UInt8>) -> Bool { entry(for: id) != nil }

  subscript(index: Int) -> Entry { entries[index] }

  private static func fold(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }

  private static func same(_ left: [UInt8], _ right: ArraySlice<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    return zip(left, right).allSatisfy { fold($0) == fold($1) }
  }

  /// FNV-1a over the id in lower case.
  private static func hash(_ id: ArraySlice<UInt8>) -> Int {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in id { hash = (hash ^ UInt64(fold(byte))) &* 0x100_0000_01B3 }
    return Int(truncatingIfNeeded: (hash ^ hash >> 29) & 0x7FFF_FFFF)
  }
}

/// Writes the roster's names and teams into conversations; each agent's words enter a batch's arena once.
struct RosterDesk: Sendable {
  private let roster: Roster
  /// By entry: where name and team stand in the present batch's arena.
  private var placed: [(name: TextRange, team: TextRange)?]

  init(_ roster: Roster) {
    self.roster = roster
    placed = Array(repeating: nil, count: roster.count)
  }

  /// To be called when the arena is a new one.
  mutating func beginBatch() {
    for index in placed.indices { placed[index] = nil }
  }

  mutating func fill(_ conversation: inout Conversation, _ arena: inout [UInt8]) {
    guard !conversation.agentID.isEmpty, let index = roster.entry(for: arena[conversation.agentID.indices]) else {
      return
    }
    if placed[index] == nil {
      let entry = roster[index]
      let start = arena.count
      arena.append(contentsOf: entry.name)
      arena.append(contentsOf: entry.team)
      let middle = start + entry.name.count
      placed[index] = (TextRange(start..<middle), TextRange(middle..<arena.count))
    }
    guard let (name, team) = placed[index] else { return }
    if !name.isEmpty { conversation.agentName = name }
    if !team.isEmpty { conversation.team = team }
  }
}
