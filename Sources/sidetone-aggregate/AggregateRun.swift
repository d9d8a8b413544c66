import Aggregation
import Console
import Glibc
import Record
import TableDatabase

/// One pass over scorecards: counts and table rows, then the summary.
struct AggregateRun: ~Copyable {
  private let settings: AggregateSettings
  private let folder: String?
  private var decoder = NdjsonDecoder(stage: .aggregate, readsScores: true)
  private var batch = Batch()
  private var sheet = ScoreSheet(behaviorCount: 0)
  private var counting: Counting?
  private var tables: [OpenFile] = []

  private struct Counting {
    var options: AggregateOptions
    var tally: Tally
    var rows: TableRows
  }

  init(settings: AggregateSettings, folder: String?) throws {
    self.settings = settings
    self.folder = folder
    guard let folder else { return }
    if unsafe mkdir(folder, 0o750) != 0 && errno != EEXIST { throw systemFailure("make the folder", folder) }
  }

  mutating func read(_ path: String) throws {
    var reader = try LineReader(path: path)
    var line = 1
    while true {
      batch.removeAll()
      sheet.removeAll()
      guard try reader.next(into: &batch.arena) else { break }
      line += decoder.decode(
        0..<batch.arena.count, firstLine: line, source: path == "-" ? "<stdin>" : path, into: &batch, sheet: &sheet)
      try count(path)
    }
  }

  private mutating func count(_ path: String) throws {
    guard let catalog = decoder.catalog else {
      if batch.conversations.isEmpty && batch.rejects.isEmpty { return }
      throw Problem(
        file: path == "-" ? "<stdin>" : path, line: 1, "no rubric line before the first scorecard",
        hint: "give the output of sidetone-score, whose first line tells the rubric")
    }
    if counting == nil {
      let options = try settings.options(catalog)
      counting = Counting(
        options: options, tally: Tally(catalog: catalog, options: options),
        rows: TableRows(catalog: catalog, options: options))
      try open(excel: options.excel)
    }
    counting?.tally.add(batch, sheet)
    guard folder != nil else { return }
    counting?.rows.removeAll()
    counting?.rows.render(batch, sheet)
    try flush()
  }

  private mutating func open(excel: Bool) throws {
    guard let folder else { return }
    for (name, header) in TableRows.headers(excel: excel) {
      let table = try OpenFile(writing: folder + "/" + name)
      try table.descriptor.write(header)
      tables.append(table)
    }
  }

  private func flush() throws {
    guard let rows = counting?.rows else { return }
    for (place, sink) in [rows.calls, rows.scores, rows.evidence, rows.notScored].enumerated() {
      try tables[place].descriptor.write(sink.bytes)
    }
  }

  mutating func finish(sqlite: String?) throws {
    guard let counting else {
      throw Problem(file: "<stdin>", "there is nothing to count", hint: "give the output of sidetone-score")
    }
    let summary = try counting.tally.pickedSummary()
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
