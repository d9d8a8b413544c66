import Record

/// Remembers what tables with the same first line were taken for, so that ten thousand files of one export are guessed once.
struct CachingSniffer: Sendable {
  let options: IngestOptions
  private var known: [[UInt8]: SourcePlan] = [:]
  /// The one of these that was asked for last: mostly the next file has the same header.
  private var last: (line: [UInt8], plan: SourcePlan)?

  init(options: IngestOptions) { self.options = options }

  /// Whether a source that begins so is sure to hold more than metadata.
  func knowsNoMetadata(_ head: [UInt8]) -> Bool {
    guard let end = head.firstIndex(of: CsvDialect.lineFeed), let plan = known[Array(head[...end])] else {
      return false
    }
    return !plan.isMetadata
  }

  mutating func plan(name: String, sample: [UInt8], isWhole: Bool) throws(Refusal) -> SourcePlan {
    if let last, sample.count > last.line.count, sample[..<last.line.count] == last.line[...] { return last.plan }
    guard let end = sample.prefix(4096).firstIndex(of: CsvDialect.lineFeed) else {
      return try Sniffer.plan(name: name, sample: sample, isWhole: isWhole, options: options, catalog: options.catalog)
    }
    let line = Array(sample[...end])
    if let plan = known[line] {
      last = (line, plan)
      return plan
    }
    let plan = try Sniffer.plan(
      name: name, sample: sample, isWhole: isWhole, options: options, catalog: options.catalog)
    // What a mapping makes of a file depends on its path and its values too.
    let isHeaderOnTop = plan.format == "csv" && plan.headBytes == line.count && plan.decoding.isInPlace
    if isHeaderOnTop && known.count < 1000 { known[line] = plan }
    return plan
  }
}
