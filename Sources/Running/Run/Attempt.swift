import Aggregation
import Console
import Dispatch
import Ingestion
import Normalization
import Record
import Scoring
import Synchronization

/// One pass of all inputs through the lanes. A pass that finds its assumptions wrong (rows of a conversation scattered over a
/// file, an id twice in members that were read side by side) throws, and the runner goes again with what it has learned.
final class Attempt {
  private let settings: StageSettings
  private let segments: [Segment]
  private let lanes: Int
  private let feed: IngestFeed
  private let folder: String
  private let stop: StopFlag
  private let live: LiveCounts
  private let recall: Recall?
  private let contest: CopyContest?
  private let ledger = ConversationLedger()
  private let harvest = Harvest()
  private(set) var externals: [ExternalStage] = []

  init(
    _ settings: StageSettings, stages: [Pipeline.Stage], lanes: Int, feed: IngestFeed, folder: String, stop: StopFlag,
    live: LiveCounts, recall: Recall?, contest: CopyContest?
  ) {
    self.settings = settings
    self.segments = Segment.split(stages)
    self.lanes = lanes
    self.feed = feed
    self.folder = folder
    self.stop = stop
    self.live = live
    self.recall = recall
    self.contest = contest
  }

  /// Runs all segments side by side to the end. Throws what any lane throws first.
  func run() throws -> Harvest.Content {
    externals = try segments.compactMap { try $0.next.map { try ExternalStage($0) } }
    var groups: [DispatchGroup] = []
    for index in segments.indices {
      let sink: any UnitSink = index < externals.count ? ExternalSink(externals[index]) : try tableSink()
      let channels = index < externals.count ? 2 : TableWork.channels
      let sequencer = Sequencer(sink: sink, channels: channels, spillFolder: folder)
      if index == 0 {
        groups.append(start(index, FeedSource(feed, recall), sequencer, channels))
      } else {
        groups.append(start(index, LineSource(externals[index - 1], decoder: decoder(index)), sequencer, channels))
      }
    }
    for group in groups { group.wait() }
    try stop.check()
    return harvest.all
  }

  private func start<Source: UnitSource>(
    _ index: Int, _ source: Source, _ sequencer: Sequencer, _ channels: Int
  ) -> DispatchGroup {
    let (stop, harvest, behaviors) = (stop, harvest, settings.rubric.catalog.behaviors.count)
    let work = work(index)
    let next = index < externals.count ? externals[index] : nil
    let lanes = Lanes.start(lanes, stop: stop) { _ in
      var work = work()
      try driveLane(source, &work, sequencer, channels: channels, behaviors: behaviors, stop: stop)
      // The tallies grow together while they are merged: what scored is not needed then.
      work.scorer = nil
      work.normalizer = nil
      harvest.add(work)
    }
    let done = DispatchGroup()
    DispatchQueue(label: "sidetone.segment").async(group: done) {
      lanes.wait()
      do { try sequencer.finish() } catch { stop.stop(error) }
      next?.closeInput()
    }
    return done
  }

  /// Makes a lane's work: the segment's stages, and lines or rows at its end.
  private func work(_ index: Int) -> @Sendable () -> FusedWork {
    let (settings, ledger, live, recall, contest) = (settings, ledger, live, recall, contest)
    let (stages, isLast) = (segments[index].stages, index == externals.count)
    let arrivals = Arrivals(InputPlaces(isLast ? feed.paths : []), settings.expected, roster: settings.normalize.roster)
    let carriesScores = segments[0...index].contains { $0.stages.contains(.score) }
    return {
      let catalog = settings.rubric.catalog
      var work = FusedWork(live: live)
      work.followsIngest = index == 0
      work.recorder = recall.map { UnitRecorder($0, contest?.preference) }
      if stages.contains(.normalize) {
        work.normalizer = Normalizer(options: settings.normalize)
        work.ledger = ledger
        work.contest = contest
      }
      if stages.contains(.score) { work.scorer = Scorer(rubric: settings.rubric) }
      if isLast {
        work.tables = TableWork(catalog: catalog, options: settings.aggregate, arrivals: arrivals)
      } else {
        work.lines = LineWork(catalog: catalog, writesScores: carriesScores)
      }
      return work
    }
  }

  private func decoder(_ index: Int) -> NdjsonDecoder {
    let isScored = segments[0..<index].contains { $0.stages.contains(.score) }
    let stage: Reject.Stage =
      segments[index].stages.contains(.normalize) ? .normalize : isScored ? .aggregate : .score
    var decoder = NdjsonDecoder(stage: stage, readsScores: isScored)
    decoder.catalog = settings.rubric.catalog
    return decoder
  }

  private func tableSink() throws -> FileSink {
    let tables = TableRows.headers(excel: settings.aggregate.excel)
    return try FileSink(
      paths: tables.map { "\(folder)/\($0.name)" }, headers: tables.map(\.header),
      areReadBack: settings.readsTablesBack)
  }
}
