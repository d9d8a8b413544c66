public import Aggregation
import Console
import Ingestion
import Normalization
public import Record
public import Scoring

/// Inputs read, normalized and scored on one lane, for commands that look at conversations rather than write outputs.
public struct Reading {
  private let settings: StageSettings

  /// Throws `Failure`, `Problem` or `Problems`.
  public init(_ pipeline: Pipeline) throws { settings = try StageSettings(pipeline) }

  public var rubric: Rubric { settings.rubric }
  /// Verdicts of people that the pipeline names. They are not applied: what is read is the machine's.
  public var overrides: Overrides { settings.aggregate.overrides }

  /// Calls `body` with each batch and its scores, in canonical order, until it returns false.
  ///
  /// Throws `Failure`, and whatever `body` throws.
  public func forEach(_ body: (Batch, ScoreSheet) throws -> Bool) throws {
    var options = settings.ingest
    options.parallelStreams = false
    while true {
      do { return try pass(options, body) } catch IngestError.noSuchInput(let problem) {
        throw Failure(.noInput, problem)
      } catch let error as IngestError {
        guard options.adapt(to: error) else { throw error }
      }
    }
  }

  private func pass(_ options: IngestOptions, _ body: (Batch, ScoreSheet) throws -> Bool) throws {
    let contest = try settings.copies.map { try CopyPass($0, settings, options).runAlone() }
    let feed = try IngestFeed(inputs: settings.inputs, options: options)
    let ledger = DuplicateLedger()
    var normalizer = Normalizer(options: settings.normalize)
    var scorer = Scorer(rubric: settings.rubric)
    var sheet = ScoreSheet(behaviorCount: settings.rubric.catalog.behaviors.count)
    var block = IngestBlock()
    var batch = Batch()
    while let unit = try feed.claim(&block) {
      feed.decode(unit, &block, into: &batch)
      normalizer.normalize(&batch)
      if let contest {
        batch.withdraw(contest.losers(batch, place: CopyPass.place(unit)))
      } else {
        batch.withdraw(ledger.note(batch))
      }
      sheet.removeAll()
      scorer.score(batch, into: &sheet)
      if try !body(batch, sheet) { return }
    }
  }
}
