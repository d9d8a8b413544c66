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
      let best = Sides.bestQuality(isTelling: telling.tells(of: behavior))
      guard hasRoom(shelf, best, hash), couldBeatOwn(shelf, best, hash, agent: agent),
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

  /// The same beside the moment of this agent that has a place already, if one has.
  @inline(__always)
  private func couldBeatOwn(_ shelf: Int, _ quality: Int32, _ hash: UInt64, agent: Int32) -> Bool {
    let base = shelf * ProofShelf.depth
    for place in base..<base + Int(counts[shelf]) where moments[place].agent == agent {
      let own = moments[place]
      return quality == own.quality ? hash <= own.hash : quality > own.quality
    }
    return true
  }

  private mutating func take(
    _ sides: Sides, _ behavior: Int, _ index: Int, _ batch: Batch, _ sheet: ScoreSheet, shelf: Int, quality: Int32,
    agent: Int32, hash: UInt64
  ) {
    let conversation = batch.conversations[index]
    let turn = batch.turns[sides.agent ?? sides.customer ?? Int(conversation.turns.lowerBound)]
    var moment = Moment(quality: quality, agent: agent, hash: hash, turn: turn.number, startMs: turn.startMs)
    moment.id = conversation.id
    moment.sourceRef = conversation.sourceRef
    guard let seat = seat(moment, of: batch.arena, on: shelf) else { return }
    moment.id = append(batch.arena, conversation.id)
    moment.sourceRef = append(batch.arena, conversation.sourceRef)
    if keepsWords {
      moment.customer = quote(sides.customer, behavior, index, batch, sheet)
      moment.words = quote(sides.agent, behavior, index, batch, sheet)
    }
    put(moment, at: seat, on: shelf)
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

  /// The place on a shelf where a moment belongs whose texts still stand in `source`, with the others moved for it; nil where it
  /// doesn't get in. Nothing is copied before that is known.
  private mutating func seat(_ moment: Moment, of source: [UInt8], on shelf: Int) -> Seat? {
    let base = shelf * ProofShelf.depth
    let end = base + Int(counts[shelf])
    var leaving = base
    while leaving < end && moments[leaving].agent != moment.agent { leaving += 1 }
    if leaving == end && end == base + ProofShelf.depth { leaving -= 1 }
    var seat = Seat(place: leaving)
    if leaving < end {
      guard precedes(moment, of: source, moments[leaving]) else { return nil }
      seat.offset = Int(moments[leaving].id.offset)
      seat.room = moments[leaving].room
      live -= moments[leaving].bytes
    } else {
      counts[shelf] += 1
    }
    while seat.place > base, precedes(moment, of: source, moments[seat.place - 1]) {
      moments[seat.place] = moments[seat.place - 1]
      seat.place -= 1
    }
    return seat
  }

  /// Puts a moment whose texts stand at the arena's end in its place; the texts go where those stood of the one that left, if
  /// they fit: so the arena's end stays in the cache, and little has to be cleared away.
  private mutating func put(_ moment: Moment, at seat: Seat, on shelf: Int) {
    var moment = moment
    let start = Int(moment.id.offset)
    moment.room = max(seat.room, Int32(moment.bytes))
    if moment.bytes <= Int(seat.room) {
      for byte in 0..<moment.bytes { arena[seat.offset + byte] = arena[start + byte] }
      arena.removeLast(arena.count - start)
      moment.move(to: seat.offset)
    }
    moments[seat.place] = moment
    if Int(counts[shelf]) == ProofShelf.depth {
      let worst = moments[(shelf + 1) * ProofShelf.depth - 1]
      bars[shelf] = Bar(quality: worst.quality, hash: worst.hash)
    }
    if arena.count > live + live / 4 + ProofShelf.slack { compact() }
  }

  /// Whether a moment whose texts stand in `source` comes before one of the shelf's own.
  @inline(__always)
  private func precedes(_ a: Moment, of source: [UInt8], _ b: Moment) -> Bool {
    if a.quality != b.quality { return a.quality > b.quality }
    if a.hash != b.hash { return a.hash < b.hash }
    return ProofShelf.breaksTie(a, source, b, arena)
  }

  private static func breaksTie(_ a: Moment, _ source: [UInt8], _ b: Moment, _ arena: [UInt8]) -> Bool {
    let ids = (source[a.id.indices], arena[b.id.indices])
    if !ids.0.elementsEqual(ids.1) { return ids.0.lexicographicallyPrecedes(ids.1) }
    return source[a.sourceRef.indices].lexicographicallyPrecedes(arena[b.sourceRef.indices])
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
          guard let seat = seat(moment, of: other.arena, on: first + offset) else { continue }
          moment.id = append(other.arena, moment.id)
          moment.sourceRef = append(other.arena, moment.sourceRef)
          moment.customer = append(other.arena, moment.customer)
          moment.words = append(other.arena, moment.words)
          put(moment, at: seat, on: first + offset)
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
        moments[place].room = Int32(moments[place].bytes)
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
