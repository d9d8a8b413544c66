import Console
import Dispatch
import Ingestion
import Record

/// What was written.
struct IngestCounts {
  var conversations = 0
  var turns = 0
  var rejects = 0
}

/// Exports to NDJSON, in rounds: one unit a lane is claimed in order, all are decoded at once and written in order.
struct IngestRun {
  private let inputs: [String]
  private let options: IngestOptions
  private let lanes: Int
  private let strict: Bool
  private let output: String

  init(inputs: [String], options: IngestOptions, lanes: Int, strict: Bool, output: String) throws {
    self.inputs = inputs
    self.lanes = lanes
    self.strict = strict
    self.output = output
    self.options = try IngestRun.grouping(inputs, options)
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
      } catch IngestError.scattered(let file) {
        guard options.groupedFiles.insert(file).inserted else { throw IngestError.scattered(file: file) }
      }
    }
  }

  /// What one lane works with; within a round it belongs to one thread.
  private final class Lane: @unchecked Sendable {
    var block = IngestBlock()
    var batch = Batch()
    var sink = ByteSink()
    var unit: IngestUnit?

    func decode(_ feed: IngestFeed) {
      guard let unit else { return }
      feed.decode(unit, &block, into: &batch)
      sink.removeAll()
      NdjsonEncoder().append(batch, to: &sink)
    }
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

  func write() throws -> IngestCounts {
    let feed = try IngestFeed(inputs: inputs, options: options)
    var out = try BufferedOutput(path: output)
    var counts = IngestCounts()
    let lanes = (0..<self.lanes).map { _ in Lane() }
    while true {
      var claimed = 0
      for index in lanes.indices {
        lanes[index].unit = try feed.claim(&lanes[index].block)
        if lanes[index].unit == nil { break }
        claimed += 1
      }
      if claimed == 0 { break }
      DispatchQueue.concurrentPerform(iterations: claimed) { lanes[$0].decode(feed) }
      for lane in lanes[..<claimed] {
        counts.conversations += lane.batch.conversations.count
        counts.turns += lane.batch.turns.count
        counts.rejects += lane.batch.rejects.reduce(0) { $0 + $1.count }
        if strict, let first = lane.batch.rejects.first {
          throw Failure(.data, Problem(file: first.sourceRef, "\(first.reason): \(first.detail)"))
        }
        try out.write(lane.sink)
      }
    }
    try out.write(IngestRun.reports(feed))
    try out.flush()
    return counts
  }
}
