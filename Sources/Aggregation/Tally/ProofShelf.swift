import Record

/// Moments that could prove a point: for each team, period, behavior and polarity the best few, of different agents.
///
/// "Best" is a total order (instructive first, then a hash of the call's id, then the id's bytes), and each agent has at most
/// one place, so the shelf holds the same moments whatever the order in which they came.
struct ProofShelf: Sendable {
  static let depth = 4
  /// Longest quote of one side, in bytes.
  static let quoteLimit = 220

  struct Moment: Sendable {
    var quality: Int32
    var hash: UInt64
    var agent: Int32
    var turn: Int32
    var startMs: Int64
    var id: TextRange
    var sourceRef: TextRange
    var customer: TextRange
    var words: TextRange
  }

  let behaviors: Int
  let keepsWords: Bool
  /// (team and period, behavior × 2 + shown) → shelf.
  private(set) var shelves = PairTable()
  private(set) var moments: [[Moment]] = []
  private(set) var arena: [UInt8] = []
  private var live = 0

  init(behaviors: Int, keepsWords: Bool) {
    self.behaviors = behaviors
    self.keepsWords = keepsWords
  }

  mutating func offer(
    _ index: Int, _ batch: Batch, _ sheet: ScoreSheet, place: TeamPeriod, agent: Int32, hash: UInt64
  ) {
    let conversation = batch.conversations[index]
    let base = sheet.index(conversation: index, behavior: 0)
    for behavior in 0..<behaviors {
      let result = sheet.results[base + behavior]
      guard result.status == .met || result.status == .missed else { continue }
      guard result.opportunityTurn >= 0 || result.responseTurn >= 0 else { continue }
      guard let sides = Sides(result, conversation, batch) else { continue }
      let isShown = result.status == .met
      let shelf = self.shelf(place, behavior, isShown)
      let quality = sides.quality(batch, isShown: isShown)
      guard hasRoom(shelf, quality, hash) else { continue }
      let card = sheet.cards[index]
      let words = sheet.evidence[Int(card.evidence.lowerBound)..<Int(card.evidence.upperBound)]
      let moment = copy(
        sides, conversation, batch, words.filter { Int($0.behavior) == behavior }, quality: quality, hash: hash,
        agent: agent)
      insert(moment, into: shelf)
    }
  }

  mutating func shelf(_ place: TeamPeriod, _ behavior: Int, _ isShown: Bool) -> Int {
    let shelf = shelves.index(place.key, UInt64(behavior * 2 + (isShown ? 1 : 0)))
    if shelf == moments.count { moments.append([]) }
    return shelf
  }

  /// Whether a moment of this rank could get in at all, before any byte is copied.
  private func hasRoom(_ shelf: Int, _ quality: Int32, _ hash: UInt64) -> Bool {
    let row = moments[shelf]
    guard row.count == ProofShelf.depth, let worst = row.last else { return true }
    return (quality, worst.hash) >= (worst.quality, hash)
  }

  private mutating func copy(
    _ sides: Sides, _ conversation: Conversation, _ batch: Batch, _ evidence: [Evidence], quality: Int32,
    hash: UInt64, agent: Int32
  ) -> Moment {
    let turn = batch.turns[sides.agent ?? sides.customer ?? Int(conversation.turns.lowerBound)]
    return Moment(
      quality: quality, hash: hash, agent: agent, turn: turn.number, startMs: turn.startMs,
      id: append(batch.arena[conversation.id.indices]), sourceRef: append(batch.arena[conversation.sourceRef.indices]),
      customer: quote(sides.customer, conversation, batch, evidence),
      words: quote(sides.agent, conversation, batch, evidence))
  }

  private mutating func append(_ bytes: ArraySlice<UInt8>) -> TextRange {
    let start = arena.count
    arena.append(contentsOf: bytes)
    live += bytes.count
    return TextRange(start..<arena.count)
  }

  private mutating func quote(
    _ turn: Int?, _ conversation: Conversation, _ batch: Batch, _ evidence: [Evidence]
  ) -> TextRange {
    guard keepsWords, let turn else { return .empty }
    let own = Int32(turn) - conversation.turns.lowerBound
    let words = evidence.first { $0.turn == own }?.words
    let start = arena.count
    Clip.append(batch.arena, batch.turns[turn].text, around: words, limit: ProofShelf.quoteLimit, to: &arena)
    live += arena.count - start
    return TextRange(start..<arena.count)
  }

  /// Puts a moment whose texts stand in the arena on a shelf, where it belongs, if it does.
  private mutating func insert(_ moment: Moment, into shelf: Int) {
    var row = moments[shelf]
    if let own = row.firstIndex(where: { $0.agent == moment.agent }) {
      guard precedes(moment, row[own]) else { return release(moment) }
      release(row.remove(at: own))
    }
    let place = row.firstIndex { precedes(moment, $0) } ?? row.count
    row.insert(moment, at: place)
    if row.count > ProofShelf.depth { release(row.removeLast()) }
    moments[shelf] = row
    if arena.count > 2 * live + (1 << 16) { compact() }
  }

  private func precedes(_ a: Moment, _ b: Moment) -> Bool {
    if a.quality != b.quality { return a.quality > b.quality }
    if a.hash != b.hash { return a.hash < b.hash }
    let ids = (arena[a.id.indices], arena[b.id.indices])
    if !ids.0.elementsEqual(ids.1) { return ids.0.lexicographicallyPrecedes(ids.1) }
    return arena[a.sourceRef.indices].lexicographicallyPrecedes(arena[b.sourceRef.indices])
  }

  private mutating func release(_ moment: Moment) {
    live -= Int(moment.id.count + moment.sourceRef.count + moment.customer.count + moment.words.count)
  }

  /// Takes over another shelf's moments; `remap` translates its interned ids.
  mutating func merge(_ other: ProofShelf, remap: [Int32]) {
    for (index, key) in other.shelves.keys.enumerated() {
      let place = TeamPeriod(key: key.first)
      let own = TeamPeriod(first: place.first, team: remap[Int(place.team)])
      let shelf = self.shelf(own, Int(key.second) / 2, key.second & 1 == 1)
      for moment in other.moments[index] where hasRoom(shelf, moment.quality, moment.hash) {
        var copy = moment
        copy.agent = remap[Int(moment.agent)]
        copy.id = append(other.arena[moment.id.indices])
        copy.sourceRef = append(other.arena[moment.sourceRef.indices])
        copy.customer = append(other.arena[moment.customer.indices])
        copy.words = append(other.arena[moment.words.indices])
        insert(copy, into: shelf)
      }
    }
  }

  private mutating func compact() {
    var fresh: [UInt8] = []
    fresh.reserveCapacity(live + (1 << 16))
    func move(_ range: inout TextRange) {
      let start = fresh.count
      fresh.append(contentsOf: arena[range.indices])
      range = TextRange(start..<fresh.count)
    }
    for shelf in moments.indices {
      for place in moments[shelf].indices {
        move(&moments[shelf][place].id)
        move(&moments[shelf][place].sourceRef)
        move(&moments[shelf][place].customer)
        move(&moments[shelf][place].words)
      }
    }
    arena = fresh
  }

  /// The moments of one shelf, the best first.
  func moments(_ place: TeamPeriod, _ behavior: Int, isShown: Bool) -> [Moment] {
    shelves.find(place.key, UInt64(behavior * 2 + (isShown ? 1 : 0))).map { moments[$0] } ?? []
  }

  func string(_ range: TextRange) -> String { String(decoding: arena[range.indices], as: UTF8.self) }
}
