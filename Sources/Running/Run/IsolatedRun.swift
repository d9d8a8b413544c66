import Console
import Dispatch
import Ingestion
import Normalization
import Record
import Synchronization

/// Every stage as its own process, joined by pipes: what a person does by hand in a shell, with the books kept in between.
struct IsolatedRun {
  private let settings: StageSettings
  private let pipeline: Pipeline
  private let options: RunOptions

  init(_ settings: StageSettings, _ pipeline: Pipeline, _ options: RunOptions) {
    self.settings = settings
    self.pipeline = pipeline
    self.options = options
  }

  /// Runs the chain; the last two stages write into `folder`. Throws the first stage's failure.
  func run(_ folder: String, stop: StopFlag) throws -> Outcome {
    let commands = StageCommands(settings, pipeline, executables: options.executables, folder: folder)
    let stages = try pipeline.stages.map { stage in
      switch stage {
      case .builtIn(let builtIn):
        try ExternalStage(.init(name: builtIn.rawValue, arguments: commands.arguments(builtIn)), isOwn: true)
      case .external(let external): try ExternalStage(external)
      }
    }
    stages.first?.closeInput()
    let paths = try ingesting { try IngestFeed.list(settings.inputs).map(\.path) }
    let arrivals = Arrivals(InputPlaces(paths), settings.expected, roster: settings.normalize.roster)
    let ledger = LinkLedger(stages: stages.count, arrivals)
    let links = DispatchGroup()
    for index in stages.indices {
      DispatchQueue(label: "sidetone.link.\(index)").async(group: links) {
        do {
          try Link(stages, index, pipeline.stages, ledger).pump()
        } catch {
          stop.stop(error)
          ChildRegistry.shared.terminateAll()
        }
      }
    }
    links.wait()
    try stop.check()
    return try ledger.outcome(pipeline.stages, stages)
  }
}

/// What the links between the processes count.
final class LinkLedger: Sendable {
  struct Content {
    /// Conversations that each stage gave.
    var given: [Int]
    var counts = StageCounts()
    var inputs: [InputReport] = []
    /// What goes into the aggregate stage.
    var arrivals: Arrivals
    /// What aggregate gave to report.
    var summary: [UInt8] = []
  }
  let content: Mutex<Content>

  init(stages: Int, _ arrivals: Arrivals) {
    content = Mutex(Content(given: [Int](repeating: 0, count: stages), arrivals: arrivals))
  }

  /// The same books as a fused run keeps.
  func outcome(_ stages: [Pipeline.Stage], _ processes: [ExternalStage]) throws -> Outcome {
    let content = content.withLock { $0 }
    var counts = content.counts
    var before = 0
    for (index, stage) in stages.enumerated() {
      if case .builtIn(let builtIn) = stage, let place = builtIn.place {
        counts[place].received = before
        counts[place].given = content.given[index]
      }
      before = content.given[index]
    }
    let scored = try Summary(ndjson: content.summary, file: "<aggregate>").totals.scored
    counts[.aggregate].given = scored
    let externals = zip(stages, processes).compactMap { stage, process in
      if case .external = stage { process } else { nil }
    }
    return Outcome(counts, stages, externals, content.inputs, content.arrivals)
  }
}

extension Pipeline.BuiltIn {
  /// Whose rejects are its; nil for report, which has none.
  var place: Reject.Stage? {
    switch self {
    case .ingest: .ingest
    case .normalize: .normalize
    case .score: .score
    case .aggregate: .aggregate
    case .report: nil
    }
  }
}
