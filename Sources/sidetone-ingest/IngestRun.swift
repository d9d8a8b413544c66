import Console
import Ingestion
import Record

/// What was written.
struct IngestCounts {
  var conversations = 0
  var turns = 0
  var rejects = 0
}

/// Exports to NDJSON: units are claimed and written in order, decoded several at once.
final class IngestRun: BlockFilter {
  /// What one lane works with.
  struct Lane {
    var block = IngestBlock()
    var batch = Batch()
    var sink = ByteSink()
    var unit: IngestUnit?
  }

  private let feed: IngestFeed
  private let strict: Bool
  private var output: BufferedOutput
  private let encoder = NdjsonEncoder()
  private(set) var counts = IngestCounts()

  init(inputs: [String], options: IngestOptions, strict: Bool, output: String) throws {
    self.strict = strict
    feed = try IngestFeed(inputs: inputs, options: try IngestRun.grouping(inputs, options))
    self.output = try BufferedOutput(path: output)
  }

  /// Looks for files whose conversations' rows are not adjacent before anything is written: at ids alone first, which mostly
  /// tells that there are none.
  private static func grouping(_ inputs: [String], _ options: IngestOptions) throws -> IngestOptions {
    guard try IngestFeed.mayBeScattered(inputs, options: options) else { return options }
    var options = options
    while true {
      do {
        let feed = try IngestFeed(inputs: inputs, options: options)
        var block = IngestBlock()
        var batch = Batch()
        while let unit = try feed.claim(&block) { feed.decode(unit, &block, into: &batch) }
        return options
      } catch let error as IngestError {
        guard options.adapt(to: error) else { throw error }
      }
    }
  }

  func makeLane() -> Lane { Lane() }

  func read(_ lane: inout Lane) throws -> Bool {
    lane.unit = try feed.claim(&lane.block)
    return lane.unit != nil
  }

  func prepare(_ lane: inout Lane) {
    guard let unit = lane.unit else { return }
    feed.decode(unit, &lane.block, into: &lane.batch)
    lane.sink.removeAll()
    encoder.append(lane.batch, to: &lane.sink)
  }

  func write(_ lane: inout Lane) throws {
    counts.conversations += lane.batch.conversations.count
    counts.turns += lane.batch.turns.count
    counts.rejects += lane.batch.rejects.reduce(0) { $0 + $1.count }
    if strict, let first = lane.batch.rejects.first {
      throw Failure(.data, Problem(file: first.sourceRef, "\(first.reason): \(first.detail)"))
    }
    try output.write(lane.sink)
  }

  func finish() throws {
    try output.write(IngestRun.reports(feed))
    try output.flush()
  }

  /// A line an input, at the end, when all hashes are known.
  private static func reports(_ feed: IngestFeed) -> ByteSink {
    var sink = ByteSink()
    for file in feed.files {
      InputReport(
        path: file.path, bytes: file.bytes, hash: file.hash ?? "", format: file.format, profile: file.profile,
        conversations: 0, rejected: 0
      ).append(to: &sink)
    }
    return sink
  }
}
