import Console
import Dispatch
import Record
import Scoring
import Synchronization

/// Blocks of lines, scored several at once, written in the order in which they were read.
struct ScoreFilter {
  /// One block and all that its scoring needs.
  private final class Lane: @unchecked Sendable {
    var batch = Batch()
    var sheet = ScoreSheet(behaviorCount: 0)
    var sink = ByteSink()
    var decoder = NdjsonDecoder(stage: .score)
    var scorer: Scorer
    var lines: TurnLines
    var source = ""
    var firstLine = 1
    var rejectsBefore = 0

    init(_ rubric: Rubric) {
      scorer = Scorer(rubric: rubric)
      lines = TurnLines(rubric: rubric)
    }
  }

  private let lanes: [Lane]
  private let turns: Bool
  private let encoder: NdjsonEncoder
  /// What stands before everything: the rubric line.
  let head: ByteSink
  /// Lanes that hold a block in this round.
  private(set) var filled = 0
  private(set) var scored: Int64 = 0
  private(set) var rejected: Int64 = 0
  private var source = ""
  private var line = 1

  init(rubric: Rubric, turns: Bool, lanes: Int) {
    self.turns = turns
    self.lanes = (0..<lanes).map { _ in Lane(rubric) }
    encoder = NdjsonEncoder(catalog: rubric.catalog)
    var head = ByteSink()
    if !turns { rubric.catalog.append(to: &head) }
    self.head = head
  }

  mutating func beginRound(source: String) {
    filled = 0
    if source != self.source { line = 1 }
    self.source = source
  }

  /// Reads the next block for a lane; false at the end of the stream. Throws `Failure`.
  mutating func read(_ reader: inout LineReader, lane: Int) throws -> Bool {
    let at = lanes[lane]
    at.batch.removeAll()
    guard try reader.next(into: &at.batch.arena) else { return false }
    at.source = source
    at.firstLine = line
    line += at.batch.arena.count { $0 == UInt8(ascii: "\n") }
    filled = lane + 1
    return true
  }

  /// Scores the blocks of this round.
  mutating func run() {
    let lanes = lanes
    let turns = turns
    let encoder = encoder
    if filled == 1 {
      Self.score(lanes[0], turns, encoder)
    } else if filled > 1 {
      DispatchQueue.concurrentPerform(iterations: filled) { Self.score(lanes[$0], turns, encoder) }
    }
    for lane in lanes[0..<filled] {
      scored += Int64(lane.batch.conversations.count)
      rejected += Int64(lane.batch.rejects.count)
    }
  }

  private static func score(_ lane: Lane, _ turns: Bool, _ encoder: NdjsonEncoder) {
    lane.decoder.decode(
      0..<lane.batch.arena.count, firstLine: lane.firstLine, source: lane.source, into: &lane.batch)
    lane.sink.removeAll()
    if turns {
      lane.lines.append(lane.batch, to: &lane.sink)
    } else {
      lane.scorer.score(lane.batch, into: &lane.sheet)
      encoder.append(lane.batch, lane.sheet, to: &lane.sink)
    }
  }

  func text(_ lane: Int) -> ByteSink { lanes[lane].sink }

  /// The first reject of a block that this stage made.
  func ownReject(_ lane: Int) -> Reject? { lanes[lane].batch.rejects.first { $0.stage == .score } }
}
