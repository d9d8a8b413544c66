import Aggregation
import ArgumentParser
import Console
import Glibc
import Ingestion
import Normalization
import Record
import Scoring

/// The stages between decoding and the files, each by itself and on one lane: normalizing, counting, rendering rows.
///
/// Inputs are decoded (and, for the tables, scored) once into batches that stay in memory; the passes then work on those.
struct StagesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stages", abstract: "Normalizing, redacting, tallies and rows, each by itself, one lane.")

  @Argument(help: "Exports, folders, archives.")
  var inputs: [String]
  @Option(help: "Units of input that are kept in memory; all else is not read.")
  var units = 6
  @Option(help: "Passes; the best counts.")
  var passes = 5
  @Option(help: "Only these: normalize, plain (normalize without redaction), tally, rows.")
  var stage: [Stage] = Stage.allCases

  enum Stage: String, CaseIterable, ExpressibleByArgument { case normalize, plain, tally, rows }

  func run() throws {
    let raw = try batches()
    var counts = (turns: 0, conversations: 0)
    for batch in raw {
      counts.turns += batch.turns.count
      counts.conversations += batch.conversations.count
    }
    print("\(counts.turns) turns, \(counts.conversations) conversations, \(raw.count) batches")
    if stage.contains(.normalize) { report("normalize", counts.turns) { normalize(raw, redacts: true) } }
    if stage.contains(.plain) { report("normalize, no redaction", counts.turns) { normalize(raw, redacts: false) } }
    guard stage.contains(.tally) || stage.contains(.rows) else { return }
    let (batches, sheets, catalog) = try scored(raw)
    let options = AggregateOptions()
    if stage.contains(.tally) {
      var sizes: [(name: String, bytes: Int)] = []
      report("tally", counts.turns) {
        var tally = Tally(catalog: catalog, options: options)
        let spent = timed { for index in batches.indices { tally.add(batches[index], sheets[index]) } }
        sizes = tally.byteCounts
        return spent
      }
      print("tally holds\t" + sizes.map { "\($0.name) \($0.bytes / 1000) KB" }.joined(separator: ", "))
    }
    if stage.contains(.rows) {
      var rows = TableRows(catalog: catalog, options: options)
      report("rows", counts.turns) {
        var spent: UInt64 = 0
        for index in batches.indices {
          rows.removeAll()
          spent += timed { rows.render(batches[index], sheets[index]) }
        }
        return spent
      }
    }
  }

  private func batches() throws -> [Batch] {
    let feed = try IngestFeed(inputs: inputs, options: IngestOptions())
    var block = IngestBlock()
    var kept: [Batch] = []
    while kept.count < units, let unit = try feed.claim(&block) {
      var batch = Batch()
      feed.decode(unit, &block, into: &batch)
      kept.append(batch)
    }
    return kept
  }

  private func normalize(_ raw: [Batch], redacts: Bool) -> UInt64 {
    var options = NormalizeOptions()
    options.redacts = redacts
    var normalizer = Normalizer(options: options)
    var spent: UInt64 = 0
    for batch in raw {
      var batch = batch
      // So that the copy is made outside of what is timed.
      batch.arena.append(0)
      batch.turns.append(Turn(text: .empty, number: 0))
      spent += timed { normalizer.normalize(&batch) }
    }
    return spent
  }

  private func scored(_ raw: [Batch]) throws -> ([Batch], [ScoreSheet], RubricCatalog) {
    let rubric = try Rubric.load(path: nil)
    var normalizer = Normalizer()
    var scorer = Scorer(rubric: rubric)
    var batches = raw
    var sheets: [ScoreSheet] = []
    for index in batches.indices {
      normalizer.normalize(&batches[index])
      var sheet = ScoreSheet(behaviorCount: rubric.catalog.behaviors.count)
      scorer.score(batches[index], into: &sheet)
      sheets.append(sheet)
    }
    return (batches, sheets, rubric.catalog)
  }

  private func report(_ name: String, _ turns: Int, _ pass: () -> UInt64) {
    var best = UInt64.max
    for _ in 0..<passes { best = min(best, pass()) }
    let tenths = Int(best) * 10 / max(turns, 1)
    print("\(name)\t\(tenths / 10).\(tenths % 10) ns/turn")
  }

  /// Nanoseconds of this thread's processor time.
  private func timed(_ body: () -> Void) -> UInt64 {
    let start = threadNanoseconds()
    body()
    return threadNanoseconds() - start
  }

  private func threadNanoseconds() -> UInt64 {
    var now = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now)
    return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
  }
}
