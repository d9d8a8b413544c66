public import Record

/// What a lane has counted: integers only, so that partial tallies merge in any order to the same result.
///
/// The grain is agent × team × period, and below it stratum (queue and channel) for opportunities, as the comparison of like
/// with like needs. Texts are interned; all counts stand in flat tables. Beside the counts a tally keeps a bounded shelf of
/// moments that could prove a point and of calls worth hearing, each under a total order that doesn't know who came first.
public struct Tally: Sendable {
  /// Counts of one agent in one team and period.
  struct Unit: Sendable {
    var calls = 0
    var scores = ScoreSum()
    /// Smallest non-empty name (in byte order) that the calls give the agent; 0 where none.
    var name: Int32 = 0
  }

  let catalog: RubricCatalog
  let options: AggregateOptions
  var clock: PeriodClock
  var texts = Interner()
  /// (team and period, agent) → unit.
  var units = PairTable()
  var unitCounts: [Unit] = []
  /// Warnings a unit, in the order of `Conversation.Flags`.
  var unitFlags: [UInt32] = []
  /// Calls judged and calls missed a behavior, unit by unit.
  var unitBehaviors: [UInt32] = []
  /// Calls judged a technique, unit by unit.
  var unitTechniques: [UInt32] = []
  /// (unit, stratum) → cell.
  var cells = PairTable()
  /// Opportunities and met halves a behavior, cell by cell.
  var cellBehaviors = NarrowCounts()
  /// Met opportunities of the watched behaviors that stand on a sentence, cell by cell; and what the scores of their calls
  /// would lose, in millionths, were each of them only partly met.
  var cellPhrases: [UInt32] = []
  var cellPhraseLoss: [Int64] = []
  var proofs: ProofShelf
  var calls: CallShelf
  var phrases: PhraseCounts
  /// (stage and reason, interned as one text) → conversations lost.
  var rejects: [Int32: Int] = [:]
  /// (team and period, stage and reason) → conversations lost; part of `rejects`.
  var excluded = PairTable()
  var excludedCounts: [Int] = []
  var received = 0
  /// Overrides that found their call: index into the options' entries → the machine's verdict, and whose call it was.
  var applied: [Int: (machine: Status, place: TeamPeriod)] = [:]
  private var scratch: [UInt8] = []
  private var applicable: [Bool]
  private let techniqueOf: [Int]
  private let weights: ScoreWeights

  static let flagCount = Conversation.Flags.names.count

  public init(catalog: RubricCatalog, options: AggregateOptions) {
    self.catalog = catalog
    self.options = options
    clock = PeriodClock(rule: options.period, zone: options.zone)
    proofs = ProofShelf(catalog: catalog, keepsWords: options.showsQuotes)
    calls = CallShelf(catalog: catalog)
    phrases = PhraseCounts(catalog: catalog)
    applicable = Array(repeating: false, count: catalog.techniques.count)
    techniqueOf = catalog.behaviors.map(\.technique)
    weights = ScoreWeights(catalog)
  }

  /// Counts a batch's conversations and rejects.
  public mutating func add(_ batch: Batch, _ scored: ScoreSheet) {
    var changes: [(entry: Int, machine: Status, conversation: Conversation)] = []
    let sheet = options.overrides.applied(to: scored, batch, catalog) { changes.append(($0, $1.status, $2)) }
    for change in changes { note(change.entry, change.machine, change.conversation, batch) }
    for conversation in batch.conversations.indices { add(conversation, of: batch, sheet) }
    for reject in batch.rejects { add(reject) }
    received += batch.conversations.count
  }

  private mutating func note(_ entry: Int, _ machine: Status, _ conversation: Conversation, _ batch: Batch) {
    let first = clock.first(startedAt: conversation.startedAt, utcOffsetMinutes: conversation.utcOffsetMinutes)
    applied[entry] = (machine, TeamPeriod(first: first, team: texts.intern(batch.arena, conversation.team)))
  }

  private mutating func add(_ reject: Reject) {
    let reason = texts.intern(Array("\(reject.stage.name)/\(reject.reason)".utf8)[...])
    rejects[reason, default: 0] += reject.count
    received += reject.count
    guard let origin = reject.origin, reject.count > 0 else { return }
    let first = clock.first(startedAt: origin.startedAt, utcOffsetMinutes: origin.utcOffsetMinutes)
    let team = texts.intern(Array(origin.team.utf8)[...])
    exclude(TeamPeriod(first: first, team: team), reason, reject.count)
  }

  mutating func exclude(_ place: TeamPeriod, _ reason: Int32, _ count: Int) {
    let index = excluded.index(place.key, UInt64(reason))
    if index == excludedCounts.count { excludedCounts.append(0) }
    excludedCounts[index] += count
  }

  private mutating func add(_ index: Int, of batch: Batch, _ sheet: ScoreSheet) {
    let conversation = batch.conversations[index]
    let card = sheet.cards[index]
    let first = clock.first(startedAt: conversation.startedAt, utcOffsetMinutes: conversation.utcOffsetMinutes)
    let place = TeamPeriod(first: first, team: texts.intern(batch.arena, conversation.team))
    let agent = texts.intern(batch.arena, conversation.agentID.isEmpty ? conversation.agentName : conversation.agentID)
    let unit = self.unit(place, agent)
    unitCounts[unit].calls += 1
    if card.score >= 0 {
      let score = Int64(card.score)
      unitCounts[unit].scores = unitCounts[unit].scores + ScoreSum(calls: 1, sum: score, squares: score * score)
    }
    note(name: texts.intern(batch.arena, conversation.agentName), of: unit)
    var flags = conversation.flags.rawValue
    while flags != 0 {
      let bit = flags.trailingZeroBitCount
      flags &= flags - 1
      if bit < Tally.flagCount { unitFlags[unit * Tally.flagCount + bit] += 1 }
    }
    let cell = cell(unit, stratum(conversation, batch))
    count(index, sheet, unit: unit, cell: cell)
    let hash = Mix.hash(batch.arena, conversation.id.indices)
    proofs.offer(index, batch, sheet, place: place, agent: agent, hash: hash)
    calls.offer(index, batch, sheet, unit: unit, hash: hash)
    let results = sheet.index(conversation: index, behavior: 0)
    if let met = phrases.add(card, batch, conversation, sheet, results: results, unit: unit) {
      count(phrases: met, index, sheet, cell: cell)
    }
  }

  private mutating func count(_ index: Int, _ sheet: ScoreSheet, unit: Int, cell: Int) {
    let behaviors = techniqueOf.count
    let results = sheet.index(conversation: index, behavior: 0)
    for technique in applicable.indices { applicable[technique] = false }
    for behavior in 0..<behaviors {
      let result = sheet.results[results + behavior]
      guard result.status.isJudged else { continue }
      let base = (cell * behaviors + behavior) * 2
      cellBehaviors.add(Int(result.opportunities), at: base)
      cellBehaviors.add(Int(result.metHalves), at: base + 1)
      let own = (unit * behaviors + behavior) * 2
      unitBehaviors[own] += 1
      if result.status == .missed { unitBehaviors[own + 1] += 1 }
      applicable[techniqueOf[behavior]] = true
    }
    let techniques = applicable.count
    for technique in 0..<techniques where applicable[technique] {
      unitTechniques[unit * techniques + technique] += 1
    }
  }

  private mutating func count(phrases met: [Int], _ index: Int, _ sheet: ScoreSheet, cell: Int) {
    let shares = ScoreShares(sheet, index, weights)
    for (behavior, place) in phrases.places.enumerated() where place >= 0 && met[place] > 0 {
      let slot = cell * PhraseCounts.watched.count + place
      cellPhrases[slot] += UInt32(met[place])
      cellPhraseLoss[slot] += Int64(met[place]) * shares.lossOfHalf(behavior, sheet, index)
    }
  }

  /// The queue and channel as one interned text.
  private mutating func stratum(_ conversation: Conversation, _ batch: Batch) -> Int32 {
    scratch.removeAll(keepingCapacity: true)
    scratch.append(contentsOf: batch.arena[conversation.queue.indices])
    scratch.append(0x1F)
    scratch.append(contentsOf: batch.arena[conversation.channel.indices])
    return texts.intern(scratch, 0..<scratch.count)
  }

  mutating func note(name: Int32, of unit: Int) {
    let known = unitCounts[unit].name
    guard name != 0, name != known else { return }
    if known == 0 || texts[name].lexicographicallyPrecedes(texts[known]) { unitCounts[unit].name = name }
  }

  mutating func unit(_ place: TeamPeriod, _ agent: Int32) -> Int {
    let unit = units.index(place.key, UInt64(agent))
    if unit == unitCounts.count {
      unitCounts.append(Unit())
      unitFlags.append(contentsOf: repeatElement(0, count: Tally.flagCount))
      unitBehaviors.append(contentsOf: repeatElement(0, count: catalog.behaviors.count * 2))
      unitTechniques.append(contentsOf: repeatElement(0, count: catalog.techniques.count))
    }
    return unit
  }

  mutating func cell(_ unit: Int, _ stratum: Int32) -> Int {
    let known = cells.count
    let cell = cells.index(UInt64(unit), UInt64(stratum))
    guard cell == known else { return cell }
    cellPhrases.append(contentsOf: repeatElement(0, count: PhraseCounts.watched.count))
    cellPhraseLoss.append(contentsOf: repeatElement(0, count: PhraseCounts.watched.count))
    cellBehaviors.appendZeros(catalog.behaviors.count * 2)
    return cell
  }
}
