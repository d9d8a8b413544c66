import Record

@testable import Ingestion

/// What a source's plan makes of bytes in blocks of some size, without a file.
struct PlanRun: Equatable {
  /// Conversations as NDJSON, in their order.
  private(set) var lines: [UInt8] = []
  /// Reasons and places of rejects, sorted: where a file breaks off is told before or behind the records of its block.
  private(set) var losses: [String] = []
  /// Whether rows of one conversation lie apart: then a run brings them together first, and blocks may differ.
  private(set) var isScattered = false
  /// Whether something was lost, or read otherwise than it stands: then what is beside it in its block may matter.
  private(set) var isRepaired = false
  private var ids: Set<String> = []
  private(set) var conversations = 0
  private(set) var rejects: [String] = []
  private(set) var fault: String?

  /// - Throws: a refusal where detection makes nothing of the bytes.
  init(_ name: String, _ bytes: [UInt8], blockBytes: Int, options: IngestOptions = IngestOptions()) throws {
    var options = options
    options.blockBytes = blockBytes
    let sample = Array(bytes.prefix(Sniffer.sampleBytes))
    let plan = try Sniffer.plan(name: name, sample: sample, isWhole: true, options: options, catalog: options.catalog)
    self.init(plan, name, bytes, options)
  }

  init(_ plan: SourcePlan, _ name: String, _ bytes: [UInt8], _ options: IngestOptions) {
    let source = Source(file: 0, name: name, plan: plan)
    let stream = RecordStream(source, start: [], isAtEnd: false, bytes: MemorySource(bytes), options: options)
    var block = IngestBlock()
    var isLast = false
    var blocks = 0
    while !isLast, fault == nil {
      block.removeAll()
      isLast = stream.fill(&block)
      decode(&block)
      blocks += 1
      if blocks > bytes.count + 8 { fault = "the stream does not end" }
    }
  }

  private mutating func decode(_ block: inout IngestBlock) {
    var batch = Batch()
    batch.rejects = block.rejects
    block.pad()
    for segment in block.segments {
      switch segment.source.plan.decoding {
      case .copying(let decoder): decoder.decode(segment, from: block.bytes, into: &batch)
      case .inPlace(let decoder):
        batch.arena = block.bytes
        decoder.decode(segment, into: &batch)
      }
    }
    fault = BatchCheck.fault(batch, isOwn: block.segments.first?.source.plan.profile != "sidetone")
    if fault != nil { return }
    conversations += batch.conversations.count
    rejects += batch.rejects.map(\.reason)
    for conversation in batch.conversations where !ids.insert(batch.string(conversation.id)).inserted {
      isScattered = true
    }
    losses += batch.rejects.map { "\($0.reason) \($0.sourceRef)" }
    losses.sort()
    if !losses.isEmpty || batch.conversations.contains(where: { $0.flags.contains(.encodingRepaired) }) {
      isRepaired = true
    }
    batch.rejects = []
    var sink = ByteSink()
    NdjsonEncoder().append(batch, to: &sink)
    lines += sink.bytes
  }

  /// Whether the same bytes give the same, whatever the size of the blocks.
  /// - Parameters:
  ///   - isCutByDamage: whether damage may tell where records end, so that blocks agree on whole files only.
  ///   - isCounted: what must hold of the counts of conversations and rejects.
  static func check(
    _ name: String, _ bytes: [UInt8], options: IngestOptions = IngestOptions(), isCutByDamage: Bool = false,
    isCounted: (PlanRun) -> String? = { _ in nil }
  ) -> String? {
    guard let whole = try? PlanRun(name, bytes, blockBytes: 1 << 20, options: options) else { return nil }
    // A table that damage turned into XML is cut as XML is.
    let isCutByDamage = isCutByDamage || bytes.first { $0 > 0x20 } == UInt8(ascii: "<")
    if let fault = whole.fault ?? isCounted(whole) { return fault }
    for blockBytes in [64, 97, 1 << 20] {
      guard let again = try? PlanRun(name, bytes, blockBytes: blockBytes, options: options) else {
        return "blocks of \(blockBytes): refused"
      }
      if let fault = again.fault { return "blocks of \(blockBytes): \(fault)" }
      if again.isScattered || isCutByDamage && whole.isRepaired { continue }
      if again.losses != whole.losses {
        return "blocks of \(blockBytes) lose \(again.losses), the whole \(whole.losses)"
      }
      if again.lines != whole.lines {
        return
          "blocks of \(blockBytes) give other lines:\n\(text(again.lines))\n--- than the whole:\n\(text(whole.lines))"
      }
    }
    return nil
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  /// Options by which every file is tried with a built-in profile first.
  static func options(profile: String) -> IngestOptions {
    var options = IngestOptions()
    options.profile = profile
    options.catalog = try? MappingCatalog.of(options)
    precondition(options.catalog != nil)
    return options
  }
}
