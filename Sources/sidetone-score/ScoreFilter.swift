import Console
import Record
import Scoring

/// The way of NDJSON through the stage, block by block.
final class ScoreFilter: BlockFilter {
  struct Lane {
    var batch = Batch()
    var sheet = ScoreSheet(behaviorCount: 0)
    var sink = ByteSink()
    var decoder = NdjsonDecoder(stage: .score)
    var scorer: Scorer
    var lines: TurnLines
    var place = LineInputs.Place()
  }

  private let rubric: Rubric
  private let turns: Bool
  private let isStrict: Bool
  private let encoder: NdjsonEncoder
  private var inputs: LineInputs
  private var output: BufferedOutput
  private(set) var scored: Int64 = 0
  private(set) var rejected: Int64 = 0

  /// - Parameter turns: whether each turn's behaviors and cues are written instead of scorecards.
  init(_ inputs: [String], rubric: Rubric, turns: Bool, isStrict: Bool, output: String) throws {
    self.rubric = rubric
    self.turns = turns
    self.isStrict = isStrict
    encoder = NdjsonEncoder(catalog: rubric.catalog)
    self.inputs = LineInputs(inputs)
    self.output = try BufferedOutput(path: output)
    guard !turns else { return }
    var head = ByteSink()
    rubric.catalog.append(to: &head)
    try self.output.write(head)
  }

  func makeLane() -> Lane { Lane(scorer: Scorer(rubric: rubric), lines: TurnLines(rubric: rubric)) }

  func read(_ lane: inout Lane) throws -> Bool {
    lane.batch.removeAll()
    guard let place = try inputs.next(into: &lane.batch.arena) else { return false }
    lane.place = place
    return true
  }

  func prepare(_ lane: inout Lane) {
    lane.decoder.decode(
      0..<lane.batch.arena.count, firstLine: lane.place.firstLine, source: lane.place.source, into: &lane.batch)
    lane.sink.removeAll()
    if turns {
      lane.lines.append(lane.batch, to: &lane.sink)
    } else {
      lane.scorer.score(lane.batch, into: &lane.sheet)
      encoder.append(lane.batch, lane.sheet, to: &lane.sink)
    }
  }

  func write(_ lane: inout Lane) throws {
    scored += Int64(lane.batch.conversations.count)
    rejected += Int64(lane.batch.rejects.count)
    try output.write(lane.sink)
    guard isStrict, let reject = lane.batch.rejects.first(where: { $0.stage == .score }) else { return }
    try output.flush()
    throw Problem(file: reject.sourceRef, "\(reject.detail) (\(reject.reason))", hint: "leave out --strict to go on")
  }

  func finish() throws { try output.flush() }
}
