import Record

/// The two turns that make a moment: what the customer said, and what the agent did with it.
struct Sides: Sendable {
  /// Indices into `Batch.turns`.
  var customer: Int?
  var agent: Int?

  /// Fills in the side that a result doesn't name: the customer's last turn before the agent's, the agent's next turn after
  /// the customer's. Nil where neither can be quoted.
  @inline(__always)
  init?(_ result: BehaviorResult, _ range: Range<Int32>, _ batch: Batch) {
    let turns = Int(range.lowerBound)..<Int(range.upperBound)
    place(result.opportunityTurn, turns, batch)
    place(result.responseTurn, turns, batch)
    if customer == nil || agent == nil { complete(turns, batch) }
    if customer == nil && agent == nil { return nil }
  }

  @inline(__always)
  private mutating func place(_ named: Int32, _ turns: Range<Int>, _ batch: Batch) {
    let turn = turns.lowerBound + Int(named)
    guard named >= 0, turn < turns.upperBound else { return }
    switch batch.turns[turn].role {
    case .customer: if customer == nil { customer = turn }
    case .agent: agent = turn
    default: break
    }
  }

  private mutating func complete(_ turns: Range<Int>, _ batch: Batch) {
    if let customer {
      agent = (customer + 1..<turns.upperBound).prefix(4).first { Sides.isSpoken(batch.turns[$0], by: .agent) }
    } else if let agent {
      customer =
        (max(turns.lowerBound, agent - 4)..<agent).reversed().first { Sides.isSpoken(batch.turns[$0], by: .customer) }
    }
  }

  private static func isSpoken(_ turn: Turn, by role: Role) -> Bool {
    turn.role == role && turn.kind == .message && !turn.isInternal && !turn.text.isEmpty
  }

  /// The most that `quality` gives.
  @inline(__always)
  static func bestQuality(isTelling: Bool) -> Int32 { ((isTelling ? 1120 : 1000) + TellingTurns.bestCompany) / 40 }

  /// How instructive the moment is: both sides present and near each other, neither too short to understand nor too long to
  /// read, the words that count in the agent's turn, and `company` that these keep there. Higher is better; whole numbers, so
  /// that ties are ties everywhere.
  func quality(_ batch: Batch, isTelling: Bool, company: Int32) -> Int32 {
    var quality: Int32 = (isTelling ? 1120 : 1000) + company
    if let customer {
      quality -= Sides.strain(Int(batch.turns[customer].text.count))
    } else {
      quality -= 250
    }
    if let agent { quality -= Sides.strain(Int(batch.turns[agent].text.count)) } else { quality -= 350 }
    if let customer, let agent { quality -= Int32(min(5, max(0, abs(agent - customer) - 1))) * 30 }
    // Fewer steps than bytes: moments of about equal worth are ties, and the hash spreads them over the week.
    return quality / 40
  }

  /// 0 for 30 to 140 bytes, more the further off.
  private static func strain(_ bytes: Int) -> Int32 {
    if bytes < 30 { return Int32(30 - bytes) * 8 }
    return bytes <= 140 ? 0 : Int32(min(bytes - 140, 400))
  }
}

/// Cuts long turns to a quotable length.
enum Clip {
  /// The text with every run of white space as one space, so that a quote is always one line.
  static func squeezed(_ text: ArraySlice<UInt8>) -> String {
    String(decoding: Array(text.split { $0 <= 0x20 }.joined(separator: [0x20])), as: UTF8.self)
  }

  /// Appends the text, or a window of at most `limit` bytes around the words that count, cut at spaces and marked by "…".
  static func append(
    _ arena: [UInt8], _ text: TextRange, around words: TextRange?, limit: Int, to target: inout [UInt8]
  ) {
    var low = Int(text.offset)
    var high = text.end
    if high - low > limit {
      if let words, words.offset >= text.offset, words.end <= text.end {
        let spare = max(0, limit - Int(words.count)) / 2
        low = max(low, min(Int(words.offset) - spare, high - limit))
      }
      high = min(high, low + limit)
      if low > Int(text.offset) { low = border(arena, from: low, to: high, step: 1) }
      if high < text.end { high = border(arena, from: high, to: low, step: -1) }
    }
    if low > Int(text.offset) { target.append(contentsOf: "…".utf8) }
    target.append(contentsOf: arena[low..<high])
    if high < text.end { target.append(contentsOf: "…".utf8) }
  }

  /// The next position at a space, at most 24 bytes away; else the next start of a character.
  private static func border(_ arena: [UInt8], from start: Int, to end: Int, step: Int) -> Int {
    var place = start
    for _ in 0..<24 where place != end {
      if arena[place] == 0x20 { return place }
      place += step
    }
    place = start
    while place != end && arena[place] & 0xC0 == 0x80 { place += step }
    return place
  }
}
