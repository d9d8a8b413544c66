import Aggregation
import Normalization
import Record
import Scoring

/// Adjacent built-in stages in one lane: a batch goes from one to the next in memory.
struct FusedWork: UnitWork {
  /// Whether the batch comes fresh from ingest, whose work is then counted here.
  var followsIngest = false
  var normalizer: Normalizer?
  /// Set where the normalizer is.
  var ledger: ConversationLedger?
  /// Decided by now; stands above the ledger.
  var contest: CopyContest?
  var scorer: Scorer?
  var tables: TableWork?
  /// Set where scorecards are kept.
  var recorder: UnitRecorder?
  /// Set where the batch goes on as lines.
  var lines: LineWork?
  var counts = StageCounts()
  let live: LiveCounts

  init(live: LiveCounts) { self.live = live }

  mutating func process(
    _ order: UnitOrder, _ batch: inout Batch, _ sheet: inout ScoreSheet, into output: inout UnitOutput
  ) throws {
    if recorder != nil {
      try remember(order, &batch, &sheet)
    } else {
      try work(order, &batch, &sheet)
    }
    countRejects(batch)
    live.add(conversations: batch.conversations.count, rejects: batch.rejects.count)
    tables?.add(batch, sheet, &counts, into: &output)
    lines?.add(batch, sheet, into: &output)
  }

  private mutating func work(_ order: UnitOrder, _ batch: inout Batch, _ sheet: inout ScoreSheet) throws {
    if followsIngest { counts[.ingest].given += batch.conversations.count }
    if normalizer != nil {
      counts[.normalize].received += batch.conversations.count
      normalizer?.normalize(&batch)
      try dropDuplicates(&batch, order)
      counts[.normalize].given += batch.conversations.count
    }
    if scorer != nil {
      counts[.score].received += batch.conversations.count
      scorer?.score(batch, into: &sheet)
      counts[.score].given += batch.conversations.count
    }
  }

  /// The same where scorecards are kept: duplicates are told last, and what the history has is not worked on again.
  private mutating func remember(_ order: UnitOrder, _ batch: inout Batch, _ sheet: inout ScoreSheet) throws {
    if !order.isRecalled {
      recorder?.eraseForgotten(&batch, order)
      normalizer?.normalize(&batch)
      scorer?.score(batch, into: &sheet)
      try recorder?.record(order, &batch, sheet)
    }
    let setAside = batch.rejects.filter { $0.stage == .normalize }.reduce(0) { $0 + $1.count }
    counts[.ingest].given += batch.conversations.count + setAside
    counts[.normalize].received += batch.conversations.count + setAside
    sheet.remove(try dropDuplicates(&batch, order))
    counts[.normalize].given += batch.conversations.count
    counts[.score].received += batch.conversations.count
    counts[.score].given += batch.conversations.count
  }

  @discardableResult
  private func dropDuplicates(_ batch: inout Batch, _ order: UnitOrder) throws -> [Int] {
    if let contest {
      let lost = contest.losers(batch, place: order.number)
      batch.withdraw(lost)
      return lost.map(\.conversation)
    }
    guard let ledger else { return [] }
    let seen = try ledger.enter(batch, unit: order)
    batch.withdraw(seen.map { ($0, DuplicateLedger.reject(batch, batch.conversations[$0])) })
    return seen
  }

  /// Counts the rejects of the stages that ran here; those of earlier stages that came in as lines are counted already,
  /// and what an external stage dropped is counted with it.
  private mutating func countRejects(_ batch: Batch) {
    for reject in batch.rejects where runs(reject.stage) && reject.reason != ExternalStage.droppedReason {
      counts.add(reject.stage, reject)
    }
  }

  private func runs(_ stage: Reject.Stage) -> Bool {
    switch stage {
    case .ingest: followsIngest
    case .normalize: normalizer != nil
    case .score: scorer != nil
    case .aggregate: tables != nil
    }
  }
}

/// The aggregate stage in a lane: its rows go out with the unit, its tally is merged at the end.
struct TableWork: Sendable {
  private(set) var tally: Tally
  private var rows: TableRows
  private(set) var arrivals: Arrivals

  /// Channels of a unit: one for each table that has rows by conversation.
  static let channels = 4

  init(catalog: RubricCatalog, options: AggregateOptions, arrivals: Arrivals) {
    self.arrivals = arrivals
    tally = Tally(catalog: catalog, options: options)
    rows = TableRows(catalog: catalog, options: options)
  }

  mutating func add(_ batch: Batch, _ sheet: ScoreSheet, _ counts: inout StageCounts, into output: inout UnitOutput) {
    counts[.aggregate].received += batch.conversations.count
    counts[.aggregate].given += sheet.cards.count
    arrivals.add(batch)
    tally.add(batch, sheet)
    exchange(&output)
    rows.render(batch, sheet)
    exchange(&output)
  }

  /// The rows are rendered into the unit's own buffers.
  private mutating func exchange(_ output: inout UnitOutput) {
    swap(&rows.calls, &output.channels[0])
    swap(&rows.scores, &output.channels[1])
    swap(&rows.evidence, &output.channels[2])
    swap(&rows.notScored, &output.channels[3])
  }
}

/// Writes batches as NDJSON for an external stage: conversations in channel 0, all else in channel 1.
struct LineWork: Sendable {
  private let encoder: NdjsonEncoder
  private let writesScores: Bool

  init(catalog: RubricCatalog, writesScores: Bool) {
    encoder = NdjsonEncoder(catalog: catalog)
    self.writesScores = writesScores
  }

  func add(_ batch: Batch, _ sheet: ScoreSheet, into output: inout UnitOutput) {
    var copy = batch
    copy.rejects = []
    encoder.append(copy, writesScores ? sheet : nil, to: &output.channels[0])
    for reject in batch.rejects {
      reject.append(to: &output.channels[1])
      output.marks.append(Int(reject.position))
    }
    for conversation in batch.conversations {
      output.sent.append((batch.string(conversation.id), batch.string(conversation.sourceRef)))
    }
  }
}
