import Console
import Normalization
import Record

/// The way of NDJSON through the stage, block by block.
struct NormalizeFilter: ~Copyable {
  struct Counts {
    var read: Int64 = 0
    var written: Int64 = 0
    /// Of this stage; rejects of earlier stages only pass through.
    var rejected: Int64 = 0
  }

  private var normalizer: Normalizer
  private let ledger: DuplicateLedger?
  private let isStrict: Bool
  private var output: BufferedOutput
  private var decoder = NdjsonDecoder(stage: .normalize)
  private let encoder = NdjsonEncoder()
  private var batch = Batch()
  private var sink = ByteSink()
  private var counts = Counts()
  private var inputsWritten = 0

  init(options: NormalizeOptions, keepsDuplicates: Bool, isStrict: Bool, output: String) throws {
    normalizer = Normalizer(options: options)
    ledger = keepsDuplicates ? nil : DuplicateLedger()
    self.isStrict = isStrict
    self.output = try BufferedOutput(path: output)
  }

  mutating func read(_ path: String) throws {
    var reader = try LineReader(path: path)
    var line = 1
    while true {
      batch.removeAll()
      guard try reader.next(into: &batch.arena) else { return }
      line += decoder.decode(
        0..<batch.arena.count, firstLine: line, source: path == "-" ? "<stdin>" : path, into: &batch)
      let earlier = batch.rejects.count { $0.stage != .normalize }
      counts.read += Int64(batch.conversations.count)
      // First what can be scored, then what was there before: a broken copy doesn't keep a good one out.
      normalizer.normalize(&batch)
      if let ledger { batch.withdraw(ledger.note(batch)) }
      counts.written += Int64(batch.conversations.count)
      counts.rejected += Int64(batch.rejects.count - earlier)
      if isStrict, let first = batch.rejects.first(where: { $0.stage == .normalize }) {
        throw Failure(.data, Problem(file: first.sourceRef, "\(first.reason): \(first.detail)"))
      }
      sink.removeAll()
      encoder.append(batch, to: &sink)
      for input in decoder.inputs[inputsWritten...] { input.append(to: &sink) }
      inputsWritten = decoder.inputs.count
      try output.write(sink)
    }
  }

  mutating func finish() throws -> Counts {
    try output.flush()
    return counts
  }
}
