import Console
import Glibc
import History
import Normalization
import Record

/// What is to be forgotten: for retention, calls that began before a day; for erasure requests, calls of customers.
public struct PurgeRequest: Sendable {
  /// `YYYY-MM-DD`; calls that began before it, by their own clock.
  public var before: String?
  /// Ids as the exports have them, or the names that the job's key makes of them.
  public var customers: [String] = []
  /// Only counts.
  public var isDryRun = false

  public init() {}
}

/// What was forgotten.
public struct PurgeResult: Sendable {
  public var conversations = 0
  /// Conversations that the history held before.
  public var of = 0
  /// Inputs from which something was erased and whose files are still there, with how many of their calls.
  public var stillThere: [(path: String, conversations: Int)] = []
  /// Inputs of which nothing is left, file included.
  public var inputsForgotten = 0
  public var isDryRun = false

  /// For a person.
  public var text: String {
    var text =
      "\(isDryRun ? "would erase" : "erased") \(counted(Int64(conversations), "conversation")) of \(grouped(Int64(of)))"
    if inputsForgotten > 0 { text += "; \(counted(Int64(inputsForgotten), "input")) forgotten" }
    text += "\n"
    for (path, count) in stillThere {
      text +=
        "  \(path) still holds \(counted(Int64(count), "conversation")): delete or cut that file; no run takes them in again\n"
    }
    return text
  }
}

/// Erases conversations from a job's history, notes that they must not come back, and makes the output anew from what stands.
///
/// The bytes are gone from the history: freed pages are overwritten, and the file is packed. A purge that is killed leaves the
/// history as it was, or erased; in the latter case the next run, or the same purge again, makes the output anew.
public struct Purge {
  private let pipeline: Pipeline
  private let options: RunOptions

  public init(_ pipeline: Pipeline, options: RunOptions) {
    self.pipeline = pipeline
    self.options = options
  }

  /// - Throws: `Failure`, `Problem` or `Problems`.
  public func run(_ request: PurgeRequest) throws -> PurgeResult {
    guard let path = pipeline.history else {
      throw Failure(
        .usage,
        Problem(
          "no history to purge",
          hint: "give --history FILE or `history:` in the pipeline file; without one, delete the exports and run again")
      )
    }
    let settings = try StageSettings(pipeline, findsInputs: false)
    // Nobody else may be at the output or the history meanwhile; the run afterwards takes the lock itself.
    let result = try withExtendedLifetime(pipeline.output.map { try OutputFolder($0) }) {
      try erase(request, path, settings)
    }
    if !request.isDryRun { try makeAnew() }
    return result
  }

  private func erase(_ request: PurgeRequest, _ path: String, _ settings: StageSettings) throws -> PurgeResult {
    let history = try remembering { () throws(HistoryError) in try HistoryFile(path: path, creates: false) }
    try remembering { () throws(HistoryError) in try history.begin() }
    let marks = try CustomerMarks(
      salt: remembering { () throws(HistoryError) in try history.salt() }, key: settings.normalize.customerKey)
    var wanted = Erasures()
    wanted.before = try request.before.map { try Self.day($0) }
    wanted.customers = Set(request.customers.flatMap { marks.marks(of: Array($0.utf8)[...]) })
    var eraser = Eraser(history, wanted)
    let result = try eraser.run(isDryRun: request.isDryRun)
    try remembering { () throws(HistoryError) in
      if request.isDryRun { return try history.rollback() }
      var all = try history.erasures()
      all.customers = wanted.customers
      all.before = [all.before, wanted.before].compactMap(\.self).max()
      all.count += 1
      try history.note(all)
      try history.commit()
      try history.compact()
    }
    return result
  }

  /// Midnight of a day in milliseconds, of whatever clock.
  private static func day(_ text: String) throws -> Int64 {
    guard text.utf8.count == 10, let time = IsoTime(Array("\(text)T00:00:00Z".utf8)) else {
      throw Failure(.usage, Problem("--before: \"\(text)\" is no date", hint: "write it as 2026-01-31"))
    }
    return time.milliseconds
  }

  /// From what is remembered only: exports that came since wait for the next run, and for its thresholds.
  private func makeAnew() throws {
    guard let output = pipeline.output, unsafe access("\(output)/manifest.json", F_OK) == 0 else { return }
    var options = options
    options.readsOnlyRemembered = true
    _ = try Runner(pipeline, options: options).run()
  }
}

/// Goes through a history unit by unit.
private struct Eraser {
  private let history: HistoryFile
  private let erasures: Erasures
  private var decoder = UnitDecoder()
  private var encoder = UnitEncoder()
  private var batch = Batch()
  private var sheet = ScoreSheet(behaviorCount: 0)

  init(_ history: HistoryFile, _ erasures: Erasures) {
    self.history = history
    self.erasures = erasures
  }

  mutating func run(isDryRun: Bool) throws -> PurgeResult {
    var result = PurgeResult()
    result.isDryRun = isDryRun
    for input in try remembering({ () throws(HistoryError) in try history.inputs() }) {
      let before = result
      for unit in try remembering({ () throws(HistoryError) in try history.units(of: input.id) }) {
        try erase(unit, of: input, isDryRun, &result)
      }
      let (erased, held) = (result.conversations - before.conversations, result.of - before.of)
      guard erased > 0 else { continue }
      if unsafe access(input.path, F_OK) == 0 {
        result.stillThere.append((input.path, erased))
      } else if erased == held {
        result.inputsForgotten += 1
        if !isDryRun { try remembering { () throws(HistoryError) in try history.forget(input.id) } }
      }
    }
    return result
  }

  private mutating func erase(
    _ unit: Int64, of input: RememberedInput, _ isDryRun: Bool, _ result: inout PurgeResult
  ) throws {
    batch.removeAll()
    sheet.removeAll()
    let body = try remembering { () throws(HistoryError) in try history.body(ofUnit: unit) }
    do { try decoder.decode(body, into: &batch, &sheet) } catch {
      throw Failure(
        .data,
        Problem(file: history.path, "the history is damaged where it holds \(input.path)", hint: "put back a copy"))
    }
    result.of += batch.conversations.count
    let gone = batch.conversations.indices.filter {
      erasures.customers.contains(decoder.marks[$0]) || erasures.holds(batch.conversations[$0])
    }
    result.conversations += gone.count
    guard !gone.isEmpty, !isDryRun else { return }
    var marks = decoder.marks
    for index in gone.reversed() { marks.remove(at: index) }
    batch.remove(gone)
    sheet.remove(gone)
    let keeps = batch.turns.map { !$0.text.isEmpty || $0.startMs != Turn.noTime }
    let rest = encoder.encode(batch, sheet, keeps: keeps, marks: marks, keepsExtras: decoder.hasExtras)
    try remembering { () throws(HistoryError) in
      try history.rewrite(unit: unit, rest, conversations: batch.conversations.count)
    }
  }
}
