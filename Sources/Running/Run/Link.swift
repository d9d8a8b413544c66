import Console
import Record
import Synchronization

/// Carries one stage's output to the next stage's input and counts what goes by.
struct Link {
  private let from: ExternalStage
  private let to: ExternalStage?
  private let index: Int
  private let stages: [Pipeline.Stage]
  private let ledger: LinkLedger
  private static let name = "<link>"

  init(_ processes: [ExternalStage], _ index: Int, _ stages: [Pipeline.Stage], _ ledger: LinkLedger) {
    from = processes[index]
    to = index + 1 < processes.count ? processes[index + 1] : nil
    self.index = index
    self.stages = stages
    self.ledger = ledger
  }

  /// Runs until the stage has closed its output and ended. Throws its failure.
  func pump() throws {
    defer { to?.closeInput() }
    var reader = LineReader(from.output)
    var raw: [UInt8] = []
    var block: [UInt8] = []
    var number = 0
    var decoder = NdjsonDecoder(stage: .aggregate)
    while try reader.next(into: &raw) {
      if raw.last != UInt8(ascii: "\n") { raw.append(UInt8(ascii: "\n")) }
      block.removeAll(keepingCapacity: true)
      if isExternal(index) {
        number = from.held.merge(raw, first: number, into: &block)
      } else {
        swap(&raw, &block)
      }
      try pass(block, &decoder)
    }
    try from.finish()
    block.removeAll()
    if isExternal(index) { drain(into: &block) }
    try pass(block, &decoder)
    ledger.content.withLock { if index == 0 { $0.inputs = decoder.inputs } }
  }

  private func pass(_ block: [UInt8], _ decoder: inout NdjsonDecoder) throws {
    guard carriesConversations else {
      ledger.content.withLock { $0.summary += block }
      try to?.send(block, ids: [])
      return
    }
    var batch = Batch()
    batch.arena = block
    decoder.decode(0..<block.count, firstLine: 1, source: Self.name, into: &batch)
    if isExternal(index) { from.takeBack(&batch) }
    count(batch)
    if isExternal(index + 1) { try split(block, batch) } else { try to?.send(block, ids: []) }
  }

  /// Conversations go into an external stage, all other lines around it.
  private func split(_ block: [UInt8], _ batch: Batch) throws {
    guard let to else { return }
    var inside: [UInt8] = []
    var place = to.counts.received
    for line in block.split(separator: UInt8(ascii: "\n")) {
      if Self.isConversation(line) {
        inside.append(contentsOf: line)
        inside.append(UInt8(ascii: "\n"))
        place += 1
      } else {
        to.held.hold(line + [UInt8(ascii: "\n")], before: place)
      }
    }
    try to.send(inside, ids: batch.conversations.map { (batch.string($0.id), batch.string($0.sourceRef)) })
  }

  /// What the stage dropped, as lines, and what was held to its end.
  private func drain(into block: inout [UInt8]) {
    from.held.drain(into: &block)
    var sink = ByteSink()
    for reject in from.lost(position: 0) { reject.append(to: &sink) }
    block += sink.bytes
  }

  private func count(_ batch: Batch) {
    ledger.content.withLock { content in
      content.given[index] += batch.conversations.count
      if index + 1 < stages.count, stages[index + 1] == .builtIn(.aggregate) { content.arrivals.add(batch) }
      guard case .builtIn(let builtIn) = stages[index], let place = builtIn.place else { return }
      for reject in batch.rejects
      where reject.stage == place && reject.reason != ExternalStage.droppedReason
        && !reject.sourceRef.hasPrefix(Self.name)
      {
        content.counts.add(place, reject)
      }
    }
  }

  private var carriesConversations: Bool {
    let aggregate = stages.firstIndex(of: .builtIn(.aggregate)) ?? stages.count
    return index < aggregate
  }

  private func isExternal(_ index: Int) -> Bool {
    guard index < stages.count, case .external = stages[index] else { return false }
    return true
  }

  private static func isConversation(_ line: ArraySlice<UInt8>) -> Bool {
    let head = Array("{\"sidetone\":1,\"kind\":\"".utf8)
    guard line.starts(with: head), let letter = line.dropFirst(head.count).first else { return true }
    return letter == UInt8(ascii: "c") || letter == UInt8(ascii: "s")
  }
}
