import Console
import Normalization
import Record

/// The way of NDJSON through the stage, block by block.
final class NormalizeFilter: BlockFilter {
  struct Counts {
    var read: Int64 = 0
    var written: Int64 = 0
    /// Of this stage; rejects of earlier stages only pass through.
    var rejected: Int64 = 0
  }

  struct Lane {
    var normalizer: Normalizer
    var decoder = NdjsonDecoder(stage: .normalize)
    var batch = Batch()
    var sink = ByteSink()
    var place = LineInputs.Place()
    var number: UInt64 = 0
    var inputsWritten = 0
    var counts = Counts()
    /// Rejects of earlier stages in the block.
    var earlier = 0
  }

  /// Which of several conversations with the same id pass.
  enum Copies {
    case all, first
    case preferred(CopyPreference)
  }

  private let options: NormalizeOptions
  private let ledger: DuplicateLedger?
  /// Decided by now; stands above the ledger.
  private let contest: CopyContest?
  private let isStrict: Bool
  private let encoder = NdjsonEncoder()
  /// Open as long as they are read.
  private let files: RereadableInputs?
  private var inputs: LineInputs
  private var blocks: UInt64 = 0
  private var output: BufferedOutput
  private(set) var counts = Counts()

  init(
    _ inputs: [String], options: NormalizeOptions, copies: Copies, isStrict: Bool, output: String, lanes: Int
  ) throws {
    self.options = options
    self.isStrict = isStrict
    self.output = try BufferedOutput(path: output)
    ledger = if case .first = copies { DuplicateLedger() } else { nil }
    guard case .preferred(let preference) = copies else {
      (contest, files) = (nil, nil)
      self.inputs = LineInputs(inputs)
      return
    }
    let files = try RereadableInputs(inputs)
    let contest = CopyContest(preference)
    try CopyEntrants(files, options: options, contest: contest).run(lanes: lanes)
    if let doubt = contest.doubt { Diagnostics.shared.warning(doubt) }
    (self.contest, self.files) = (contest, files)
    self.inputs = LineInputs(files.paths, names: files.names)
  }

  func makeLane() -> Lane { Lane(normalizer: Normalizer(options: options)) }

  func read(_ lane: inout Lane) throws -> Bool {
    lane.batch.removeAll()
    guard let place = try inputs.next(into: &lane.batch.arena) else { return false }
    lane.place = place
    lane.number = blocks
    blocks += 1
    return true
  }

  func prepare(_ lane: inout Lane) {
    lane.decoder.decode(
      0..<lane.batch.arena.count, firstLine: lane.place.firstLine, source: lane.place.source, into: &lane.batch)
    lane.earlier = lane.batch.rejects.count { $0.stage != .normalize }
    lane.counts.read = Int64(lane.batch.conversations.count)
    lane.normalizer.normalize(&lane.batch)
  }

  /// First what can be scored, then what was there before: a broken copy doesn't keep a good one out.
  func settle(_ lane: inout Lane) {
    if let contest { lane.batch.withdraw(contest.losers(lane.batch, place: lane.number)) }
    if let ledger { lane.batch.withdraw(ledger.note(lane.batch)) }
  }

  func render(_ lane: inout Lane) {
    lane.counts.written = Int64(lane.batch.conversations.count)
    lane.counts.rejected = Int64(lane.batch.rejects.count - lane.earlier)
    lane.sink.removeAll()
    encoder.append(lane.batch, to: &lane.sink)
    for input in lane.decoder.inputs[lane.inputsWritten...] { input.append(to: &lane.sink) }
    lane.inputsWritten = lane.decoder.inputs.count
  }

  func write(_ lane: inout Lane) throws {
    counts.read += lane.counts.read
    counts.written += lane.counts.written
    counts.rejected += lane.counts.rejected
    if isStrict, let first = lane.batch.rejects.first(where: { $0.stage == .normalize }) {
      throw Failure(.data, Problem(file: first.sourceRef, "\(first.reason): \(first.detail)"))
    }
    try output.write(lane.sink)
  }

  func finish() throws {
    try contest?.check()
    try output.flush()
  }
}
