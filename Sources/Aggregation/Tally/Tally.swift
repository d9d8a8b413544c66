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
    var overrides = 0
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
  var cellBehaviors: [UInt32] = []
  var proofs: ProofShelf
  var calls: CallShelf
  var phrases: PhraseCounts
  /// (stage and reason, interned as one text) → conversations lost.
  var rejects: [Int32: Int] = [:]
  var received = 0
  /// Overrides that found their call: index into the options' entries → the machine's verdict.
  var applied: [Int: Status] = [:]
  private var scratch: [UInt8] = []
  private var applicable: [Bool]
  private let techniqueOf: [Int]

  static let flagCount = Conversation.Flags.names.count

  public init(catalog: RubricCatalog, options: AggregateOptions) {
    self.catalog = catalog
    self.options = options
    clock = PeriodClock(rule: options.period, zone: options.zone)
    proofs = ProofShelf(behaviors: catalog.behaviors.count, keepsWords: options.showsQuotes)
    calls = CallShelf(catalog: catalog)
    phrases = PhraseCounts(catalog: catalog)
    applicable = Array(repeating: false, count: catalog.techniques.count)
    techniqueOf = catalog.behaviors.map(\.technique)
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
    applied[entry] = machine
    let first = clock.first(startedAt: conversation.startedAt, utcOffsetMinutes: conversation.utcOffsetMinutes)
    let agent = conversation.agentID.isEmpty ? conversation.agentName : conversation.agentID
    let place = TeamPeriod(first: first, team: texts.intern(batch.arena, conversation.team))
    unitCounts[unit(place, texts.intern(batch.arena, agent))].overrides += 1
  }

  private mutating func add(_ reject: Reject) {
    let text = Array("\(reject.stage.name)/\(reject.reason)".utf8)
    rejects[texts.intern(text, 0..<text.count), default: 0] += reject.count
    received += reject.count
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
    count(index, sheet, unit: unit, cell: cell(unit, stratum(conversation, batch)))
    let hash = Mix.hash(batch.arena, conversation.id.indices)
    proofs.offer(index, batch, sheet, place: place, agent: agent, hash: hash)
    calls.offer(index, batch, sheet, unit: unit, hash: hash)
    phrases.add(card, batch, conversation, sheet, unit: unit)
  }

  private mutating func count(_ index: Int, _ sheet: ScoreSheet, unit: Int, cell: Int) {
    let behaviors = techniqueOf.count
    let results = sheet.index(conversation: index, behavior: 0)
    for technique in applicable.indices { applicable[technique] = false }
    for behavior in 0..<behaviors {
      let result = sheet.results[results + behavior]
      guard result.status.isJudged else { continue }
      let base = (cell * behaviors + behavior) * 2
      cellBehaviors[base] += UInt32(result.opportunities)
      cellBehaviors[base + 1] += UInt32(result.metHalves)
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
    if cell == known { cellBehaviors.append(contentsOf: repeatElement(0, count: catalog.behaviors.count * 2)) }
    return cell
  }
}
