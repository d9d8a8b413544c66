import Console
import Dispatch
import Record
import Synchronization
import Testing

@testable import Running

/// Collects what is committed, as text.
private final class TextSink: UnitSink {
  let text = Mutex("")

  func commit(_ output: inout UnitOutput) throws -> [Int64] {
    text.withLock { $0 += String(decoding: output.channels[0].bytes, as: UTF8.self) }
    return []
  }

  func write(_ output: UnitOutput, at places: [Int64]) throws {}
}

@Suite struct SequencerTests {
  private func units(streams: [Int]) -> [UnitOrder] {
    streams.enumerated().flatMap { stream, blocks in
      (0..<blocks).map { UnitOrder(stream: stream, block: $0, isLastOfStream: $0 == blocks - 1) }
    }
  }

  private func submit(_ order: UnitOrder, to sequencer: Sequencer, padding: Int = 0) throws {
    var output = UnitOutput(channels: 1)
    output.channels[0].append("\(order.stream).\(order.block)" + String(repeating: "x", count: padding) + " ")
    try sequencer.submit(order, &output)
    #expect(output.channels[0].count == 0)
  }

  @Test(arguments: [1, 2, 3, 4, 5]) func anyOrderInCanonicalOrderOut(seed: UInt64) throws {
    let units = units(streams: [3, 1, 4])
    var generator = SeededGenerator(seed: seed)
    let sink = TextSink()
    let sequencer = Sequencer(sink: sink, channels: 1, spillFolder: "/tmp")
    for unit in units.shuffled(using: &generator) { try submit(unit, to: sequencer) }
    try sequencer.finish()
    #expect(sink.text.withLock { $0 } == "0.0 0.1 0.2 1.0 2.0 2.1 2.2 2.3 ")
  }

  @Test func whatDoesNotFitInMemoryGoesThroughTheSpillFile() throws {
    let units = units(streams: [40])
    let sink = TextSink()
    let sequencer = Sequencer(sink: sink, channels: 1, cap: 1000, spillFolder: "/tmp")
    for unit in units.reversed() { try submit(unit, to: sequencer, padding: 100) }
    try sequencer.finish()
    let pad = String(repeating: "x", count: 100)
    #expect(sequencer.bytesSpilled > 2000)
    #expect(sink.text.withLock { $0 } == units.map { "0.\($0.block)\(pad) " }.joined())
  }

  @Test func aStreamWithoutUnitsDoesNotHoldUpTheEnd() throws {
    let sink = TextSink()
    let sequencer = Sequencer(sink: sink, channels: 1, spillFolder: "/tmp")
    try submit(UnitOrder(stream: 2, block: 0, isLastOfStream: true), to: sequencer)
    try submit(UnitOrder(stream: 0, block: 0, isLastOfStream: true), to: sequencer)
    try sequencer.finish()
    #expect(sink.text.withLock { $0 } == "0.0 2.0 ")
  }
}

@Suite struct ConversationLedgerTests {
  private func batch(_ ids: [String]) -> Batch {
    var batch = Batch()
    for id in ids {
      var conversation = Conversation()
      conversation.id = batch.append(id.utf8)
      batch.conversations.append(conversation)
    }
    return batch
  }

  @Test func theFirstInCanonicalOrderWins() throws {
    let ledger = ConversationLedger()
    #expect(try ledger.enter(batch(["a", "b", "", "", "b"]), unit: UnitOrder(stream: 0, block: 0)) == [4])
    #expect(try ledger.enter(batch(["b", "c", ""]), unit: UnitOrder(stream: 1, block: 0)) == [0])
  }

  @Test func aLaterUnitThatCameFirstIsNoticed() throws {
    let ledger = ConversationLedger()
    #expect(try ledger.enter(batch(["a"]), unit: UnitOrder(stream: 3, block: 0)) == [])
    #expect(throws: ConversationLedger.OutOfOrder.self) {
      try ledger.enter(batch(["a"]), unit: UnitOrder(stream: 2, block: 9))
    }
  }

  @Test func itGrows() throws {
    let ledger = ConversationLedger()
    let ids = (0..<50_000).map { "call-\($0)" }
    #expect(try ledger.enter(batch(ids), unit: UnitOrder(stream: 0, block: 0)) == [])
    #expect(try ledger.enter(batch(ids), unit: UnitOrder(stream: 0, block: 1)) == Array(0..<50_000))
  }
}

@Suite struct LanesTests {
  struct Broken: Error {}

  @Test func everyLaneRunsOnce() throws {
    let lanes = Mutex<[Int]>([])
    try Lanes.run(8, stop: StopFlag()) { lane in lanes.withLock { $0.append(lane) } }
    #expect(lanes.withLock { $0.sorted() } == Array(0..<8))
  }

  @Test func oneLanesErrorStopsAllAndIsThrown() {
    let stop = StopFlag()
    #expect(throws: Broken.self) {
      try Lanes.run(4, stop: stop) { lane in
        if lane == 2 { throw Broken() }
        while !stop.isStopping {}
      }
    }
  }
}
