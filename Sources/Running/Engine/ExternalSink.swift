import Record

/// The way into an external stage: conversation lines to its standard input, all others around it.
///
/// Channel 0 holds the conversations' lines, channel 1 the others, with `marks` telling where those stood.
final class ExternalSink: UnitSink {
  private let stage: ExternalStage

  init(_ stage: ExternalStage) { self.stage = stage }

  func commit(_ output: inout UnitOutput) throws -> [Int64] {
    let before = stage.counts.received
    var start = 0
    let around = output.channels[1].bytes
    for mark in output.marks {
      let end = (around[start...].firstIndex(of: UInt8(ascii: "\n")) ?? around.count - 1) + 1
      stage.held.hold(around[start..<end], before: before + mark)
      start = end
    }
    try stage.send(output.channels[0].bytes, ids: output.sent)
    return []
  }

  func write(_ output: UnitOutput, at places: [Int64]) throws {}
}
