import Console
import Dispatch
import Record
import Synchronization

/// NDJSON lines as work units: what an external stage gives back, blocks of whole lines in the stream's order.
final class LineSource: UnitSource {
  /// A block of lines and what a lane needs to decode it.
  struct Block {
    var bytes: [UInt8] = []
    var firstLine = 1
    var decoder: NdjsonDecoder
  }

  private struct State: ~Copyable {
    var reader: LineReader
    var isDry = false
    var unit = 0
    var line = 1
    var conversations = 0
    var raw: [UInt8] = []
  }

  private let state: Mutex<State>
  private let stage: ExternalStage
  private let decoder: NdjsonDecoder
  /// Blocks that were claimed and whose conversations are not yet struck off.
  private let open = DispatchGroup()

  /// - Parameter decoder: how the lines are read; each lane gets a copy.
  init(_ stage: ExternalStage, decoder: NdjsonDecoder) {
    self.stage = stage
    self.decoder = decoder
    state = Mutex(State(reader: LineReader(stage.output)))
  }

  func makeBlock() -> Block { Block(decoder: decoder) }

  func claim(_ block: inout Block) throws -> UnitOrder? {
    try state.withLock { state in
      if state.isDry { return nil }
      block.bytes.removeAll(keepingCapacity: true)
      block.firstLine = state.line
      if try state.reader.next(into: &state.raw) {
        let first = state.conversations
        if state.raw.last != UInt8(ascii: "\n") { state.raw.append(UInt8(ascii: "\n")) }
        state.conversations = stage.held.merge(state.raw, first: first, into: &block.bytes)
      } else {
        state.isDry = true
        // What other lanes still hold has come back, too.
        open.wait()
        try stage.finish()
        stage.held.drain(into: &block.bytes)
      }
      state.line = state.conversations + 1
      open.enter()
      state.unit += 1
      return UnitOrder(stream: 0, block: state.unit - 1, isLastOfStream: state.isDry)
    }
  }

  func decode(_ order: UnitOrder, _ block: inout Block, into batch: inout Batch, _ sheet: inout ScoreSheet) throws {
    swap(&batch.arena, &block.bytes)
    block.decoder.decode(
      0..<batch.arena.count, firstLine: block.firstLine, source: "<\(stage.name)>", into: &batch, sheet: &sheet)
    stage.takeBack(&batch)
    open.leave()
    if order.isLastOfStream { batch.rejects.append(contentsOf: stage.lost(position: batch.conversations.count)) }
  }
}
