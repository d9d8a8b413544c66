import Record
import Synchronization

/// Puts the units that lanes finish in any order back into the canonical one.
///
/// A unit whose turn has not come waits in memory up to a cap, beyond it in a spill file. Only the giving out of places is
/// under the lock; writing is done by the lanes side by side.
final class Sequencer: Sendable {
  private struct State {
    var next = UnitOrder(stream: 0, block: 0)
    var waiting: [UnitOrder: Waiting] = [:]
    var bytesWaiting = 0
    var spill: SpillFile?
    var bytesSpilled: Int64 = 0
    var spare: [UnitOutput] = []
  }

  private struct Waiting {
    var output: UnitOutput
    var isLastOfStream: Bool
    var spilled: SpillFile.Place?
  }

  private let state = Mutex(State())
  private let sink: any UnitSink
  private let channels: Int
  private let cap: Int
  private let spillFolder: String

  /// - Parameters:
  ///   - cap: bytes that may wait in memory.
  ///   - spillFolder: where the spill file is made, if it comes to that.
  init(sink: any UnitSink, channels: Int, cap: Int = 32 << 20, spillFolder: String) {
    self.sink = sink
    self.channels = channels
    self.cap = cap
    self.spillFolder = spillFolder
  }

  /// Hands in a finished unit; gives back an empty one for the next. Throws what the sink throws.
  func submit(_ order: UnitOrder, _ output: inout UnitOutput) throws {
    var released: [(UnitOutput, [Int64])] = []
    let places = try state.withLock { state -> [Int64]? in
      guard order.place == state.next else {
        try park(order, &output, &state)
        return nil
      }
      let places = try sink.commit(&output)
      state.next = order.following
      while let waiting = state.waiting.removeValue(forKey: state.next) {
        released.append(try release(waiting, &state))
      }
      return places
    }
    guard let places else { return }
    // The lane keeps its own buffers: fewer go around, and they are those that its processor knows.
    try sink.write(output, at: places)
    output.removeAll()
    for (output, places) in released { try sink.write(output, at: places) }
    // Taken out of the array one by one, so that emptying them does not copy them.
    while var (spare, _) = released.popLast() {
      spare.removeAll()
      state.withLock { if $0.spare.count < 2 { $0.spare.append(spare) } }
    }
  }

  /// Commits what still waits, in order: streams that had no unit at all leave gaps in the numbering.
  func finish() throws {
    try state.withLock { state in
      for order in state.waiting.keys.sorted() {
        guard let waiting = state.waiting.removeValue(forKey: order) else { continue }
        let (output, places) = try release(waiting, &state)
        try sink.write(output, at: places)
      }
    }
  }

  /// Bytes that have gone to the spill file; for the manifest's run part and tests.
  var bytesSpilled: Int64 { state.withLock { $0.bytesSpilled } }

  private func park(_ order: UnitOrder, _ output: inout UnitOutput, _ state: inout State) throws {
    var waiting = Waiting(output: UnitOutput(channels: 0), isLastOfStream: order.isLastOfStream)
    swap(&waiting.output, &output)
    let bytes = waiting.output.byteCount
    if state.bytesWaiting + bytes > cap {
      let spill = try state.spill ?? SpillFile(folder: spillFolder)
      state.spill = spill
      waiting.spilled = try spill.store(&waiting.output, at: state.bytesSpilled)
      state.bytesSpilled += Int64(bytes)
    } else {
      state.bytesWaiting += bytes
    }
    state.waiting[order.place] = waiting
    output = state.spare.popLast() ?? UnitOutput(channels: channels)
  }

  private func release(_ waiting: Waiting, _ state: inout State) throws -> (UnitOutput, [Int64]) {
    var output = waiting.output
    if let place = waiting.spilled {
      try state.spill?.restore(place, into: &output)
    } else {
      state.bytesWaiting -= output.byteCount
    }
    state.next.isLastOfStream = waiting.isLastOfStream
    state.next = state.next.following
    return (output, try sink.commit(&output))
  }
}
