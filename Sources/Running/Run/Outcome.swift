import Console
import Record

/// What came of the stages, counted; the run checks its own books with it before it publishes anything.
struct Outcome {
  var stages: [Manifest.StageRow] = []
  var reasons: [(reason: String, count: Int)] = []
  var inputs: [InputReport]
  var received = 0
  var scored = 0
  let arrivals: Arrivals
  private let hasExternal: Bool

  var notScored: Int { reasons.reduce(0) { $0 + $1.count } }
  var bytes: Int64 { inputs.reduce(0) { $0 + $1.bytes } }

  /// - Parameters:
  ///   - stages: the pipeline's, external ones among them.
  ///   - externals: what those counted, in the same order.
  init(
    _ counts: StageCounts, _ stages: [Pipeline.Stage], _ externals: [ExternalStage], _ inputs: [InputReport],
    _ arrivals: Arrivals
  ) {
    self.inputs = inputs
    self.arrivals = arrivals
    let places = Dictionary(zip(arrivals.places.paths, arrivals.inputs)) { first, _ in first }
    for (index, input) in inputs.enumerated() {
      self.inputs[index].conversations = places[input.path]?.scored ?? 0
      self.inputs[index].rejected = places[input.path]?.notScored ?? 0
    }
    hasExternal = !externals.isEmpty
    var externals = externals[...]
    var reasons = counts.reasons
    for stage in stages {
      switch stage {
      case .builtIn(.report): break
      case .builtIn(let builtIn): self.stages.append(Self.row(builtIn, counts))
      case .external(let stage):
        guard let external = externals.popFirst() else { continue }
        let (received, given, added) = external.counts
        let dropped = received + added - given
        self.stages.append(.init(name: stage.name, received: received + added, given: given, rejected: dropped))
        if dropped > 0 { reasons[ExternalStage.droppedReason, default: 0] += dropped }
        received == 0 ? () : (self.received += added)
      }
    }
    self.received += self.stages.first?.received ?? 0
    scored = counts[.aggregate].given
    self.reasons = reasons.sorted { Array($0.key.utf8).lexicographicallyPrecedes(Array($1.key.utf8)) }
      .map { (reason: $0.key, count: $0.value) }
  }

  private static func row(_ stage: Pipeline.BuiltIn, _ counts: StageCounts) -> Manifest.StageRow {
    let place: Reject.Stage =
      switch stage {
      case .ingest: .ingest
      case .normalize: .normalize
      case .score: .score
      case .aggregate, .report: .aggregate
      }
    var count = counts[place]
    if place == .ingest { count.received = count.given + count.rejected }
    return .init(name: stage.rawValue, received: count.received, given: count.given, rejected: count.rejected)
  }

  /// Holds every stage to in = out + rejected, every stage to the one before it, and the whole to received = scored + not scored.
  ///
  /// - Throws: `Failure` (`bug`): if this ever shows, a call was lost.
  func check() throws {
    for (index, stage) in stages.enumerated() {
      guard stage.received == stage.given + stage.rejected else {
        throw lost("stage \(stage.name): \(stage.received) in, \(stage.given) out, \(stage.rejected) rejected")
      }
      guard index == 0 || stage.received >= stages[index - 1].given else {
        throw lost("\(stages[index - 1].name) gave \(stages[index - 1].given), \(stage.name) got \(stage.received)")
      }
    }
    guard received == scored + notScored else {
      throw lost("\(received) received, \(scored) scored, \(notScored) not scored")
    }
    let ofInputs = inputs.reduce(0) { $0 + $1.conversations + $1.rejected } + arrivals.elsewhere.received
    guard received == ofInputs else { throw lost("\(received) received, \(ofInputs) told apart by input") }
    guard arrivals.elsewhere == Arrivals.Count() || hasExternal else {
      throw lost("\(arrivals.elsewhere.received) of no input")
    }
  }

  private func lost(_ what: String) -> Failure {
    Failure(.bug, Problem("the books don't balance: \(what)", hint: "nothing was published; please report this"))
  }
}
