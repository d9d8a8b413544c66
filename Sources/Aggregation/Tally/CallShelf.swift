import Record

/// Calls worth hearing: for each unit (agent, team, period) the few lowest and the two highest scores, with what they missed.
///
/// The order is total (critical misses first, then score, then a hash of the id, then the id), hence independent of who came
/// first.
struct CallShelf: Sendable {
  static let depth = 6
  static let best = 2
  /// A call in which less applied says little about anyone.
  static let minimumTechniques = 4

  struct Call: Sendable, Hashable {
    var isCritical: Bool
    var score: Int32
    var hash: UInt64
    var startedAt: Int64
    var utcOffsetMinutes: Int16
    var id: [UInt8]
    var sourceRef: [UInt8]
    /// Behaviors met in less than half of their opportunities.
    var missed: [UInt16]
  }

  /// The worst rank of a full row: what nearly all calls are turned away by, without a look at the row.
  private struct Bar: Sendable {
    var isFull = false
    var isCritical = false
    var score: Int32 = 0
    var hash: UInt64 = 0

    func lets(_ isCritical: Bool, _ score: Int32, _ hash: UInt64, wantsHigh: Bool) -> Bool {
      guard isFull else { return true }
      if isCritical != self.isCritical { return isCritical != wantsHigh }
      if score != self.score { return (score > self.score) == wantsHigh }
      return hash <= self.hash
    }
  }

  /// Critical behaviors.
  private let critical: [Int]
  private(set) var lowest: [[Call]] = []
  private(set) var highest: [[Call]] = []
  /// By unit.
  private var bars: [(low: Bar, high: Bar)] = []

  init(catalog: RubricCatalog) { critical = catalog.behaviors.indices.filter { catalog.behaviors[$0].isCritical } }

  mutating func offer(
    _ index: Int, _ batch: Batch, _ sheet: ScoreSheet, unit: Int, hash: UInt64
  ) {
    grow(to: unit)
    let card = sheet.cards[index]
    guard card.score >= 0, Int(card.techniquesApplicable) >= CallShelf.minimumTechniques else { return }
    let base = sheet.index(conversation: index, behavior: 0)
    var isCritical = false
    for behavior in critical where sheet.results[base + behavior].status == .missed { isCritical = true }
    let goesLow = bars[unit].low.lets(isCritical, card.score, hash, wantsHigh: false)
    let goesHigh = bars[unit].high.lets(isCritical, card.score, hash, wantsHigh: true)
    guard goesLow || goesHigh else { return }
    let conversation = batch.conversations[index]
    let missed = (0..<sheet.behaviorCount).filter { behavior in
      let result = sheet.results[base + behavior]
      return result.status.isJudged && result.metHalves < result.opportunities
    }
    let call = Call(
      isCritical: isCritical, score: card.score, hash: hash, startedAt: conversation.startedAt,
      utcOffsetMinutes: conversation.utcOffsetMinutes, id: Array(batch.arena[conversation.id.indices]),
      sourceRef: Array(batch.arena[conversation.sourceRef.indices]), missed: missed.map(UInt16.init))
    if goesLow { putLow(call, unit) }
    if goesHigh { putHigh(call, unit) }
  }

  private mutating func grow(to unit: Int) {
    while lowest.count <= unit {
      lowest.append([])
      highest.append([])
      bars.append((Bar(), Bar()))
    }
  }

  private mutating func putLow(_ call: Call, _ unit: Int) {
    CallShelf.insert(call, &lowest[unit], CallShelf.depth, wantsHigh: false)
    bars[unit].low = CallShelf.bar(lowest[unit], CallShelf.depth)
  }

  private mutating func putHigh(_ call: Call, _ unit: Int) {
    CallShelf.insert(call, &highest[unit], CallShelf.best, wantsHigh: true)
    bars[unit].high = CallShelf.bar(highest[unit], CallShelf.best)
  }

  private static func bar(_ row: [Call], _ depth: Int) -> Bar {
    guard row.count == depth, let worst = row.last else { return Bar() }
    return Bar(isFull: true, isCritical: worst.isCritical, score: worst.score, hash: worst.hash)
  }

  private static func insert(_ call: Call, _ row: inout [Call], _ depth: Int, wantsHigh: Bool) {
    let place = row.firstIndex { precedes(call, $0, wantsHigh: wantsHigh) } ?? row.count
    row.insert(call, at: place)
    if row.count > depth { row.removeLast() }
  }

  static func precedes(_ a: Call, _ b: Call, wantsHigh: Bool) -> Bool {
    if a.isCritical != b.isCritical { return a.isCritical != wantsHigh }
    if a.score != b.score { return (a.score > b.score) == wantsHigh }
    if a.hash != b.hash { return a.hash < b.hash }
    if a.id != b.id { return a.id.lexicographicallyPrecedes(b.id) }
    return a.sourceRef.lexicographicallyPrecedes(b.sourceRef)
  }

  /// Takes over another shelf's calls; `units` translates its unit numbers.
  mutating func merge(_ other: CallShelf, units: [Int]) {
    for unit in other.lowest.indices {
      grow(to: units[unit])
      for call in other.lowest[unit] { putLow(call, units[unit]) }
      for call in other.highest[unit] { putHigh(call, units[unit]) }
    }
  }

  /// The shelf of a unit that may never have had a call.
  func low(_ unit: Int) -> [Call] { unit < lowest.count ? lowest[unit] : [] }
  func high(_ unit: Int) -> [Call] { unit < highest.count ? highest[unit] : [] }
}
