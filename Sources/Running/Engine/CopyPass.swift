import History
import Ingestion
import Normalization
import Record
import Scoring
import Synchronization

/// A pass over all inputs before the run itself, that finds out which copy of each conversation stands. It is made only
/// where a preference is stated, and reads and normalizes, but neither redacts nor scores.
struct CopyPass {
  private let preference: CopyPreference
  private let settings: StageSettings
  private let options: IngestOptions
  private let recall: Recall?

  /// - Parameter options: those of the run itself, so that its units are the same.
  init(_ preference: CopyPreference, _ settings: StageSettings, _ options: IngestOptions, _ recall: Recall? = nil) {
    self.preference = preference
    self.settings = settings
    self.options = options
    self.recall = recall
  }

  /// Of a unit in the canonical order, for both passes.
  static func place(_ unit: IngestUnit) -> UInt64 { UnitOrder(stream: unit.stream, block: unit.block).number }

  /// Throws what reading throws, `IngestError.scattered` among it.
  func run(lanes: Int, stop: StopFlag) throws -> CopyContest {
    let contest = CopyContest(preference)
    let feed = try IngestFeed(inputs: settings.inputs, options: options)
    let pass = self
    try Lanes.run(lanes, stop: stop) { _ in try pass.drive(feed, contest) { stop.isStopping } }
    return contest
  }

  /// The same on the calling thread.
  func runAlone() throws -> CopyContest {
    let contest = CopyContest(preference)
    try drive(try IngestFeed(inputs: settings.inputs, options: options), contest) { false }
    return contest
  }

  private func drive(_ feed: IngestFeed, _ contest: CopyContest, isStopping: () -> Bool) throws {
    let paths = recall == nil ? [] : feed.paths
    var normalizer = Normalizer(options: settings.normalize.forLooking)
    let recorder = recall.map { UnitRecorder($0, preference) }
    var (block, batch, decoder) = (IngestBlock(), Batch(), UnitDecoder())
    var sheet = ScoreSheet(behaviorCount: settings.rubric.catalog.behaviors.count)
    while !isStopping(), let unit = try feed.claim(&block) {
      let order = UnitOrder(stream: unit.stream, block: unit.block)
      if let recall, let number = unit.settledUnit, let file = unit.file {
        defer { feed.release(unit) }
        sheet.removeAll()
        try FeedSource.decode(paths[file], unit: number, recall, &decoder, into: &batch, &sheet)
      } else {
        feed.decode(unit, &block, into: &batch)
        recorder?.eraseForgotten(&batch, order)
        normalizer.normalize(&batch)
      }
      contest.enter(batch, place: order.number)
    }
  }
}
