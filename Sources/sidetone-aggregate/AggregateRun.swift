import Aggregation
import Console
import Glibc
import Record
import TableDatabase

/// One pass over scorecards: counts and table rows, then the summary.
final class AggregateRun: BlockFilter {
  /// A block and what has been counted of all blocks that this lane had.
  struct Lane {
    var decoder = NdjsonDecoder(stage: .aggregate, readsScores: true)
    var batch = Batch()
    var sheet = ScoreSheet(behaviorCount: 0)
    var place = LineInputs.Place()
    /// How many rubrics had been read before the lane's decoder got its own.
    var rubrics = 0
    var counting: Counting?
    var tally: Tally?
    var rows: TableRows?
  }

  /// What is counted and how, by the first rubric.
  struct Counting {
    var catalog: RubricCatalog
    var options: AggregateOptions
  }

  private let settings: AggregateSettings
  private let folder: String?
  private var inputs: LineInputs
  /// The rubric that the lines to come refer to, its catalog for all, and how many there were.
  private var rubric = NdjsonDecoder(stage: .aggregate, readsScores: true)
  private var rubrics = 0
  private var counting: Counting?
  private var tables: [OpenFile] = []
  private var tally: Tally?

  init(_ inputs: [String], settings: AggregateSettings, folder: String?) throws {
    self.inputs = LineInputs(inputs)
    self.settings = settings
    self.folder = folder
    guard let folder else { return }
    if unsafe mkdir(folder, 0o750) != 0 && errno != EEXIST { throw systemFailure("make the folder", folder) }
  }

  func makeLane() -> Lane { Lane() }

  func read(_ lane: inout Lane) throws -> Bool {
    lane.batch.removeAll()
    lane.sheet.removeAll()
    guard let place = try inputs.next(into: &lane.batch.arena) else {
      // The lane's last: its counts join those of the others.
      if let own = lane.tally, tally?.merge(own) == nil { tally = own }
      lane.tally = nil
      return false
    }
    lane.place = place
    if lane.rubrics != rubrics { lane.decoder.catalog = rubric.catalog }
    lane.sheet.behaviorCount = lane.decoder.catalog?.behaviors.count ?? 0
    noteRubrics(lane.batch.arena)
    lane.rubrics = rubrics
    if counting == nil, let catalog = rubric.catalog {
      let options = try settings.options(catalog)
      counting = Counting(catalog: catalog, options: options)
      try open(excel: options.excel)
    }
    lane.counting = counting
    return true
  }

  /// Reads the rubrics of a block in advance: the blocks behind it need them, whichever lane has this one.
  private func noteRubrics(_ block: [UInt8]) {
    for line in NdjsonDecoder.rubricLines(block) {
      var batch = Batch()
      batch.arena = Array(block[line])
      rubric.decode(0..<batch.arena.count, firstLine: 1, source: "", into: &batch)
      rubrics += 1
    }
  }

  func prepare(_ lane: inout Lane) throws {
    lane.decoder.decode(
      0..<lane.batch.arena.count, firstLine: lane.place.firstLine, source: lane.place.source, into: &lane.batch,
      sheet: &lane.sheet)
    lane.rows?.removeAll()
    guard let counting = lane.counting, lane.decoder.catalog != nil else {
      if lane.batch.conversations.isEmpty && lane.batch.rejects.isEmpty { return }
      throw Problem(
        file: lane.place.source, line: 1, "no rubric line before the first scorecard",
        hint: "give the output of sidetone-score, whose first line tells the rubric")
    }
    if lane.tally == nil { lane.tally = Tally(catalog: counting.catalog, options: counting.options) }
    lane.tally?.add(lane.batch, lane.sheet)
    guard folder != nil else { return }
    if lane.rows == nil { lane.rows = TableRows(catalog: counting.catalog, options: counting.options) }
    lane.rows?.render(lane.batch, lane.sheet)
  }

  func write(_ lane: inout Lane) throws {
    guard let rows = lane.rows else { return }
    for (place, sink) in [rows.calls, rows.scores, rows.evidence, rows.notScored].enumerated() {
      try tables[place].descriptor.write(sink.bytes)
    }
  }

  private func open(excel: Bool) throws {
    guard let folder else { return }
    for (name, header) in TableRows.headers(excel: excel) {
      let table = try OpenFile(writing: folder + "/" + name)
      try table.descriptor.write(header)
      tables.append(table)
    }
  }

  func finish(sqlite: String?) throws {
    guard let tally else {
      throw Problem(file: "<stdin>", "there is nothing to count", hint: "give the output of sidetone-score")
    }
    let summary = try tally.pickedSummary()
    if let folder {
      for (name, bytes) in periodTables(summary, excel: settings.excel) {
        try writeWhole(folder + "/" + name, bytes)
      }
    }
    if let folder, let sqlite {
      try TableDatabase(folder: folder, schema: TableSchema.tables, excel: settings.excel).write(to: sqlite)
    }
    var output = try BufferedOutput()
    try output.write(try summary.ndjson())
    try output.flush()
    let totals = summary.totals
    Diagnostics.shared.info(
      "sidetone-aggregate: \(grouped(Int64(totals.received))) read, \(grouped(Int64(totals.scored))) scored, "
        + "\(grouped(Int64(totals.received - totals.scored))) not")
  }
}
