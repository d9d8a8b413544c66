import Console
import Normalization
import Record

/// A first way of the NDJSON through the stage, that only finds out which copy of each conversation stands.
final class CopyEntrants: BlockFilter {
  struct Lane {
    var normalizer: Normalizer
    var decoder = NdjsonDecoder(stage: .normalize)
    var batch = Batch()
    var place = LineInputs.Place()
    var number: UInt64 = 0
  }

  private let options: NormalizeOptions
  private let contest: CopyContest
  private var inputs: LineInputs
  private var blocks: UInt64 = 0

  init(_ inputs: RereadableInputs, options: NormalizeOptions, contest: CopyContest) {
    self.options = options.forLooking
    self.contest = contest
    self.inputs = LineInputs(inputs.paths, names: inputs.names)
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
    lane.normalizer.normalize(&lane.batch)
    contest.enter(lane.batch, place: lane.number)
  }

  func write(_ lane: inout Lane) {}
}
