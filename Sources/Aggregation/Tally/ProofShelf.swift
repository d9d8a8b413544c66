import Record

/// Moments that could prove a point: for each team, period, behavior and polarity the best few, of different agents.
///
/// "Best" is a total order (instructive first, then a hash of the call's id, then the id's bytes), and each agent has at most
/// one place, so the shelf holds the same moments whatever the order in which they came. Flat tables: a shelf is `depth`
/// places in `moments`.
struct ProofShelf: Sendable {
  static let depth = 4
  /// Bytes of moments that lost their places, beside a quarter of what is held, before they are cleared away.
  private static let slack = 1 << 19
  /// Longest quote of one side, in bytes.
  static let quoteLimit = 220

  struct Moment: Sendable {
    var quality: Int32 = 0
    var agent: Int32 = 0
    var hash: UInt64 = 0
    var turn: Int32 = 0
    var startMs = Turn.noTime
    var id = TextRange.empty
    var sourceRef = TextRange.empty
    var customer = TextRange.empty
    var words = TextRange.empty

    var bytes: Int { Int(id.count + sourceRef.count + customer.count + words.count) }
  }

  private struct Bar: Sendable {
    var quality = Int32.min
    var hash = UInt64.max
  }

  let behaviors: Int
  let keepsWords: Bool
  /// Team and period → place; a place has two shelves a behavior, missed and shown.
  private var places = PairTable()
  private(set) var moments: [Moment] = []
  private(set) var counts: [UInt8] = []
  /// A shelf's worst rank where it is full: what nearly all moments are turned away by, without a look at the shelf.
  private var bars: [Bar] = []
  private(set) var arena: [UInt8] = []
  private var live = 0
  /// Of the conversation at hand.
  private var telling: TellingTurns

  init(catalog: RubricCatalog, keepsWords: Bool) {
    behaviors = catalog.behaviors.count
    self.keepsWords = keepsWords
    telling = TellingTurns(catalog: catalog)
  }

  private mutating func firstShelf(_ place: TeamPeriod) -> Int {
    let index = places.index(place.key, 0)
    let shelf = index * behaviors * 2
    if shelf == counts.count {
      counts.append(contentsOf: repeatElement(0, count: behaviors * 2))
      bars.append(contentsOf: repeatElement(Bar(), count: behaviors * 2))
      moments.append(contentsOf: repeatElement(Moment(), count: behaviors * 2 * ProofShelf.depth))
    }
    return shelf
  }

  mutating func offer(
    _ index: Int, _ batch: Batch, _ sheet: ScoreSheet, place: TeamPeriod, agent: Int32, hash: UInt64
  ) {
    let turns = batch.conversations[index].turns
    let base = sheet.index(conversation: index, behavior: 0)
    let first = firstShelf(place)
    telling.load(index, sheet)
    for behavior in 0..<behaviors {
      let result = sheet.results[base + behavior]
      guard result.status == .met || result.status == .missed else { continue }
      guard result.opportunityTurn >= 0 || result.responseTurn >= 0 else { continue }
      let shelf = first + behavior * 2 + (result.status == .met ? 1 : 0)
      // Once the shelf is full of good moments, most others can't get in however good they are.
      guard hasRoom(shelf, Sides.bestQuality(isTelling: telling.tells(of: behavior)), hash),
        let sides = Sides(result, turns, batch)
      else { continue }
      let turn = sides.agent.map { Int32($0) - turns.lowerBound } ?? -1
      let isTelling = turn >= 0 && telling.isTelling(turn, of: behavior)
      let company = turn >= 0 ? telling.company(of: behavior, turn: turn, isMet: result.status == .met) : 0
      let quality = sides.quality(batch, isTelling: isTelling, company: company)
      if hasRoom(shelf, quality, hash) {
        take(sides, behavior, index, batch, sheet, shelf: shelf, quality: quality, agent: agent, hash: hash)
      }
    }
  }

  /// Whether a moment of this rank could get in at all, before any byte is copied.
  @inline(__always)
  private func hasRoom(_ shelf: Int, _ quality: Int32, _ hash: UInt64) -> Bool {
    let bar = bars[shelf]
    return quality == bar.quality ? hash <= bar.hash : quality > bar.quality
  }

  private mutating func take(
    _ sides: Sides, _ behavior: Int, _ index: Int, _ batch: Batch, _ sheet: ScoreSheet, shelf: Int, quality: Int32,
    agent: Int32, hash: UInt64
  ) {
    let conversation = batch.conversations[index]
    let turn = batch.turns[sides.agent ?? sides.customer ?? Int(conversation.turns.lowerBound)]
    var moment = Moment(quality: quality, agent: agent, hash: hash, turn: turn.number, startMs: turn.startMs)
    moment.id = append(batch.arena, conversation.id)
    moment.sourceRef = append(batch.arena, conversation.sourceRef)
    if keepsWords {
      moment.customer = quote(sides.customer, behavior, index, batch, sheet)
      moment.words = quote(sides.agent, behavior, index, batch, sheet)
    }
    insert(moment, into: shelf)
  }

  private mutating func append(_ source: [UInt8], _ text: TextRange) -> TextRange {
    let start = arena.count
    arena.append(contentsOf: source[text.indices])
    live += Int(text.count)
    return TextRange(start..<arena.count)
  }

  private mutating func quote(
    _ turn: Int?, _ behavior: Int, _ index: Int, _ batch: Batch, _ sheet: ScoreSheet
  ) -> TextRange {
    guard let turn else { return .empty }
    let own = Int32(turn) - batch.conversations[index].turns.lowerBound
    let evidence = sheet.cards[index].evidence
    let words = sheet.evidence[Int(evidence.lowerBound)..<Int(evidence.upperBound)]
      .first { $0.turn == own && Int($0.behavior) == behavior }?.words
    let start = arena.count
    Clip.append(batch.arena, batch.turns[turn].text, around: words, limit: ProofShelf.quoteLimit, to: &arena)
    live += arena.count - start
    return TextRange(start..<arena.count)
  }

  /// Puts a moment whose texts stand in the arena on a shelf, where it belongs, if it does.
  private mutating func insert(_ moment: Moment, into shelf: Int) {
    let base = shelf * ProofShelf.depth
    var count = Int(counts[shelf])
    if let own = (base..<base + count).first(where: { moments[$0].agent == moment.agent }) {
      guard precedes(moment, moments[own]) else { return live -= moment.bytes }
      live -= moments[own].bytes
      for place in own..<base + count - 1 { moments[place] = moments[place + 1] }
      count -= 1
    }
    if count == ProofShelf.depth {
      guard precedes(moment, moments[base + count - 1]) else { return live -= moment.bytes }
      live -= moments[base + count - 1].bytes
      count -= 1
    }
    var place = base + count
    while place > base, precedes(moment, moments[place - 1]) {
      moments[place] = moments[place - 1]
      place -= 1
    }
    moments[place] = moment
    counts[shelf] = UInt8(count + 1)
    if count + 1 == ProofShelf.depth {
      let worst = moments[base + count]
      bars[shelf] = Bar(quality: worst.quality, hash: worst.hash)
    }
    if arena.count > live + live / 4 + ProofShelf.slack { compact() }
  }

  private func precedes(_ a: Moment, _ b: Moment) -> Bool {
    if a.quality != b.quality { return a.quality > b.quality }
    if a.hash != b.hash { return a.hash < b.hash }
    let ids = (arena[a.id.indices], arena[b.id.indices])
    if !ids.0.elementsEqual(ids.1) { return ids.0.lexicographicallyPrecedes(ids.1) }
    return arena[a.sourceRef.indices].lexicographicallyPrecedes(arena[b.sourceRef.indices])
  }

  /// Takes over another shelf's moments; `remap` translates its interned ids.
  mutating func merge(_ other: ProofShelf, remap: [Int32]) {
    for (index, key) in other.places.keys.enumerated() {
      let place = TeamPeriod(key: key.first)
      let first = firstShelf(TeamPeriod(first: place.first, team: remap[Int(place.team)]))
      for offset in 0..<behaviors * 2 {
        let shelf = index * behaviors * 2 + offset
        for place in 0..<Int(other.counts[shelf]) {
          var moment = other.moments[shelf * ProofShelf.depth + place]
          guard hasRoom(first + offset, moment.quality, moment.hash) else { break }
          moment.agent = remap[Int(moment.agent)]
          moment.id = append(other.arena, moment.id)
          moment.sourceRef = append(other.arena, moment.sourceRef)
          moment.customer = append(other.arena, moment.customer)
          moment.words = append(other.arena, moment.words)
          insert(moment, into: first + offset)
        }
      }
    }
  }

  private mutating func compact() {
    var fresh: [UInt8] = []
    fresh.reserveCapacity(live + live / 4 + ProofShelf.slack)
    func moved(_ range: TextRange) -> TextRange {
      let start = fresh.count
      fresh.append(contentsOf: arena[range.indices])
      return TextRange(start..<fresh.count)
    }
    for shelf in counts.indices {
      for place in shelf * ProofShelf.depth..<shelf * ProofShelf.depth + Int(counts[shelf]) {
        moments[place].id = moved(moments[place].id)
        moments[place].sourceRef = moved(moments[place].sourceRef)
        moments[place].customer = moved(moments[place].customer)
        moments[place].words = moved(moments[place].words)
      }
    }
    arena = fresh
  }

  /// The moments of one shelf, the best first.
  func moments(_ place: TeamPeriod, _ behavior: Int, isShown: Bool) -> ArraySlice<Moment> {
    guard let index = places.find(place.key, 0) else { return [] }
    let shelf = (index * behaviors + behavior) * 2 + (isShown ? 1 : 0)
    return moments[shelf * ProofShelf.depth..<shelf * ProofShelf.depth + Int(counts[shelf])]
  }

  /// The words of one side, on one line.
  func quote(_ range: TextRange) -> String { Clip.squeezed(arena[range.indices]) }

  func string(_ range: TextRange) -> String { String(decoding: arena[range.indices], as: UTF8.self) }
}
