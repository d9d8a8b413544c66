import Aggregation
internal import CHeap
import Console
import Glibc
import Ingestion
import Normalization
import Record
import Scoring
import Synchronization

/// Runs a pipeline: inputs through the lanes into tables, the tally into pages, all of it into the output folder at once.
public struct Runner {
  let pipeline: Pipeline
  let options: RunOptions

  public init(_ pipeline: Pipeline, options: RunOptions) {
    self.pipeline = pipeline
    self.options = options
  }

  /// Runs it to the end, publishes the output folder. The old folder stands until then, and stays where this throws.
  ///
  /// - Throws: `Failure`, `Problem` or `Problems`.
  public func run() throws -> RunResult {
    let begin = monotonicMilliseconds()
    guard let path = pipeline.output else {
      throw Failure(.usage, Problem("no output folder", hint: "give --output DIR or `output:` in the pipeline file"))
    }
    var settings = try StageSettings(pipeline, findsInputs: !options.readsOnlyRemembered)
    let folder = try OutputFolder(path)
    let recall = try recall(&settings)
    let errors = try ErrorPolicy(settings.ingest)
    if let last = try unchanged(path, settings, recall) {
      var result = last.result(pipeline.shownOutput ?? path)
      result.isTolerated = errors.tolerates(bad: result.notScored, of: result.received)
      return result
    }
    let stop = StopFlag()
    let database = DatabaseOutput(pipeline, folder)
    let signals = try StopSignals(stop, leftovers: folder.leftovers + (database?.leftovers ?? []))
    defer { signals.stop() }
    let outcome =
      try options.isolates || needsProcesses(settings)
      ? IsolatedRun(settings, pipeline, options).run(folder.temporary, stop: stop)
      : fused(settings, folder.temporary, stop, recall)
    try outcome.check()
    var result = RunResult(output: pipeline.shownOutput ?? path)
    result.received = outcome.received
    result.scored = outcome.scored
    result.notScored = outcome.notScored
    result.take(outcome.arrivals.notices)
    result.bytes = outcome.bytes
    result.inputs = recall.map { ($0.freshPaths.count, outcome.inputs.count - $0.freshPaths.count) }
    result.milliseconds = monotonicMilliseconds() - begin
    if !options.readsOnlyRemembered {
      try pipeline.thresholds.check(
        outcome, fresh: recall?.freshPaths, before: Volume.ofLastRun(path), today: Volume.today)
      do throws(Problem) { try errors.check(bad: outcome.notScored, of: outcome.received) } catch {
        throw Failure(.threshold, error)
      }
    }
    result.isTolerated = errors.tolerates(bad: outcome.notScored, of: outcome.received)
    try database?.write(stop)
    let contents = outcome.inputs.map { ($0.path, $0.hash) }
    // Calls that are still to be filled in are looked for again, even if nothing else changes.
    let isFilled = recall?.warnOfUnfilled() ?? true
    let state = isFilled ? RunState.fingerprint(pipeline, settings, contents, recall) : ""
    try writeManifest(outcome, settings, folder.temporary, result, state)
    try stop.check()
    // In this order: a run that is killed in between has its work remembered, and the next one only publishes it.
    try recall?.commit()
    try folder.publish()
    return result
  }

  /// Whether copies can't be compared beforehand, as only a stage of the user's own knows them: what it gives can be read
  /// once. The normalize stage as a process of its own keeps it for a second look.
  private func needsProcesses(_ settings: StageSettings) -> Bool {
    guard settings.copies != nil else { return false }
    let before = pipeline.stages.prefix { $0 != .builtIn(.normalize) }
    return before.contains(where: \.isExternal)
  }

  /// Opens the history, where the pipeline has one. Throws `Failure`.
  private func recall(_ settings: inout StageSettings) throws -> Recall? {
    guard let path = pipeline.history else { return nil }
    guard !options.isolates, !pipeline.stages.contains(where: \.isExternal) else {
      throw Failure(
        .usage,
        Problem(
          "a history can't be kept with --isolate or with stages of your own: what those do can't be known to be the same",
          hint: "leave out `history:`, or run the stage before Sidetone"))
    }
    let recall = try Recall(path, pipeline, &settings, onlyRemembered: options.readsOnlyRemembered)
    for input in recall.leftOut {
      Diagnostics.shared.warning(
        Problem(
          file: input, "left out: it is no longer there, and its scorecards in the history were made by other rules",
          hint: "put it back, or `sidetone purge` it"))
    }
    return recall
  }

  /// The output that stands, where nothing has changed since it was written; with a history it is always asked for.
  private func unchanged(_ path: String, _ settings: StageSettings, _ recall: Recall?) throws -> RunState? {
    guard recall != nil || options.skipsUnchanged else { return nil }
    let contents =
      try recall?.contents ?? Inventory(settings.inputs).entries.map { ($0.file.path, $0.hash ?? "") }
    let state = RunState.fingerprint(pipeline, settings, contents, recall)
    guard let last = RunState.unchanged(path, state) else { return nil }
    // That nothing new has come for too long is what a job that nobody watches must not keep to itself.
    if !options.readsOnlyRemembered { try pipeline.thresholds.checkAge(last.newestDay, Volume.today) }
    try recall?.close()
    return last
  }

  private func fused(
    _ settings: StageSettings, _ folder: String, _ stop: StopFlag, _ recall: Recall?
  ) throws -> Outcome {
    var settings = settings
    settings.ingest.separatesFiles = recall != nil
    settings.ingest.keepsJoinKeys = recall != nil
    settings.ingest.settled = recall?.settled ?? []
    var lanes = options.lanes ?? pipeline.lanes ?? Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    settings.ingest.temporaryFolder = folder
    while true {
      let feed = try feed(&settings, recall)
      let live = LiveCounts()
      let progress = Progress {
        let (done, total) = feed.progress()
        return ProgressSample(
          bytesDone: done, bytesTotal: total, conversations: live.conversations, rejects: live.rejects)
      }
      defer { progress.stop() }
      do {
        let contest = try settings.copies.map {
          try CopyPass($0, settings, settings.ingest, recall).run(lanes: lanes, stop: stop)
        }
        if let doubt = contest?.doubt { Diagnostics.shared.warning(doubt) }
        let attempt = Attempt(
          settings, stages: pipeline.stages, lanes: lanes, feed: feed, folder: folder, stop: stop, live: live,
          recall: recall, contest: contest)
        let content = try attempt.run()
        try contest?.check()
        let outcome = try finish(content, attempt, feed, settings, folder, lanes: lanes, stop)
        try recall?.finish(feed.files)
        return outcome
      } catch is ConversationLedger.OutOfOrder {
        // First give up reading members side by side, then lanes.
        if !settings.ingest.parallelStreams { lanes = 1 }
        settings.ingest.parallelStreams = false
      } catch IngestError.noSuchInput(let problem) {
        throw Failure(.noInput, problem)
      } catch let error as IngestError {
        guard settings.ingest.adapt(to: error) else { throw error }
      }
      stop.reset()
    }
  }

  /// The feed of an attempt; with a history it knows what need not be read.
  private func feed(_ settings: inout StageSettings, _ recall: Recall?) throws -> IngestFeed {
    let feed = try IngestFeed(inputs: settings.inputs, options: settings.ingest)
    guard let recall else { return feed }
    let settled = try recall.settled(for: feed)
    guard settled != settings.ingest.settled else {
      try recall.start(feed, settled: settled)
      return feed
    }
    settings.ingest.settled = settled
    return try self.feed(&settings, recall)
  }

  /// Merges what the lanes counted and writes what stands once in a run: the period tables and the pages.
  private func finish(
    _ content: Harvest.Content, _ attempt: Attempt, _ feed: IngestFeed, _ settings: StageSettings, _ folder: String,
    lanes: Int, _ stop: StopFlag
  ) throws -> Outcome {
    let tally = content.tally ?? Tally(catalog: settings.rubric.catalog, options: settings.aggregate)
    var arrivals = Arrivals(InputPlaces(feed.paths), settings.expected, roster: settings.normalize.roster)
    for other in content.arrivals { arrivals.merge(other) }
    heap_give_back()
    try PageOutput(tally, settings, folder, lanes: lanes).write(lanes: lanes, stop: stop)
    let inputs = feed.files.map {
      InputReport(
        path: $0.path, bytes: $0.bytes, hash: $0.hash ?? "", format: $0.format, profile: $0.profile, conversations: 0,
        rejected: 0)
    }
    return Outcome(content.counts, pipeline.stages, attempt.externals, inputs, arrivals)
  }

  private func writeManifest(
    _ outcome: Outcome, _ settings: StageSettings, _ folder: String, _ result: RunResult, _ state: String
  ) throws {
    var manifest = Manifest()
    manifest.inputs = outcome.inputs
    manifest.rubric = settings.rubric.catalog
    manifest.configuration = settings.configuration
    manifest.stages = outcome.stages
    manifest.reasons = outcome.reasons
    (manifest.received, manifest.scored, manifest.notScored) = (outcome.received, outcome.scored, outcome.notScored)
    manifest.weeks = outcome.arrivals.weeks.sorted { $0.key < $1.key }.map { (Volume.week($0.key), $0.value) }
    manifest.newestDay = outcome.arrivals.newestDay
    manifest.notices = outcome.arrivals.notices.members
    manifest.outputs = try Folders.files(folder)
    manifest.run = RunFacts(options, result).members + [.init("state", .string(state))]
    try writeWhole("\(folder)/manifest.json", manifest.json())
  }
}
