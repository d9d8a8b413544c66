import Console
import Glibc
import History
import Ingestion
import Normalization
import Record
import Synchronization

/// A run's dealings with the history: what need not be read again, and what is new.
final class Recall: Sendable {
  let history: HistoryFile
  let erasures: Erasures
  /// Tells customers apart without knowing them.
  let customers: CustomerMarks
  /// Inputs whose scorecards stand in the history and are as good as new.
  let settled: [SettledInput]
  /// Inputs that are no longer there and whose scorecards were made by other rules, so that they have to be left out.
  let leftOut: [String]
  /// Inputs that were filled in from others: as good as new where they would be filled in the same way again.
  private let joined: [SettledInput]
  /// What the run is made of: path and hash of each input, those that are gone included.
  let contents: [(path: String, hash: String)]
  private let configuration: String
  private let present: [String: Inventory.Entry]
  private let rows: [String: [Int64]]
  private let remembered: [String: RememberedInput]
  private let work = Mutex(Work())

  /// What is known once a feed is there.
  private struct Work {
    /// Rows of the inputs that are read, by their index in the feed.
    var fresh: [Int: Int64] = [:]
    var freshPaths: Set<String> = []
    var joins = false
    var settledJoins: [SettledInput]?
    /// Calls of inputs that are gone and that today's metadata would fill in, by input.
    var unfilled: [String: Int] = [:]
    /// What units that are being worked on were filled in by.
    var pending: [UnitOrder: UnitJoin] = [:]
  }

  /// Behind the configuration of inputs that were filled in from others: such may have to be read again.
  private static let joined = "+joined"

  /// Opens the history for writing.
  ///
  /// - Parameter onlyRemembered: makes the inputs those that the history knows, as far as they are there.
  /// - Throws: `Failure`.
  init(_ path: String, _ pipeline: Pipeline, _ settings: inout StageSettings, onlyRemembered: Bool) throws {
    let history = try remembering { () throws(HistoryError) in try HistoryFile(path: path) }
    self.history = history
    try remembering { () throws(HistoryError) in try history.begin() }
    erasures = try remembering { () throws(HistoryError) in try history.erasures() }
    customers = try CustomerMarks(
      salt: remembering { () throws(HistoryError) in try history.salt() }, key: settings.normalize.customerKey)
    configuration = ScoringState.fingerprint(pipeline, settings)
    let inputs = try remembering { () throws(HistoryError) in try history.inputs() }
    remembered = Dictionary(inputs.map { ($0.path, $0) }) { first, _ in first }
    if onlyRemembered { settings.inputs = inputs.map(\.path).filter { unsafe access($0, F_OK) == 0 } }
    let inventory = try Inventory(settings.inputs, known: remembered)
    let present = Dictionary(inventory.entries.map { ($0.file.path, $0) }) { first, _ in first }
    self.present = present
    let sorting = Sorting(inputs, present, configuration, joined: Self.joined)
    leftOut = sorting.leftOut
    var rows: [String: [Int64]] = [:]
    for input in sorting.settled + sorting.joined {
      rows[input.path] = try remembering { () throws(HistoryError) in try history.units(of: input.id) }
    }
    self.rows = rows
    func known(_ input: RememberedInput) -> SettledInput {
      let file = InputFile(
        path: input.path, bytes: input.bytes, format: input.format, profile: input.profile, why: "the history has it",
        hash: input.hash)
      return SettledInput(file: file, units: rows[input.path]?.count ?? 0, isGone: present[input.path] == nil)
    }
    settled = sorting.settled.map(known)
    joined = sorting.joined.map(known)
    let gone = settled.filter(\.isGone).map { ($0.file.path, $0.file.hash ?? "") }
    contents = gone + inventory.entries.map { ($0.file.path, $0.hash ?? "") }
  }

  /// Which inputs of the history can be used as they are.
  private struct Sorting {
    var settled: [RememberedInput] = []
    var joined: [RememberedInput] = []
    var leftOut: [String] = []

    init(
      _ inputs: [RememberedInput], _ present: [String: Inventory.Entry], _ configuration: String, joined: String
    ) {
      for input in inputs {
        if let entry = present[input.path] {
          guard entry.hash == input.hash else { continue }
          if input.configuration == configuration { settled.append(input) }
          if input.configuration == configuration + joined { self.joined.append(input) }
        } else if input.configuration == configuration || input.configuration == configuration + joined {
          settled.append(input)
        } else {
          leftOut.append(input.path)
        }
      }
    }
  }

  /// What may be given to a feed as settled. Where its inputs are joined, those that are gone, and those whose conversations
  /// today's metadata would fill in as it was then. Throws `Failure`.
  func settled(for feed: IngestFeed) throws -> [SettledInput] {
    guard feed.joinsInputs else { return settled }
    if let known = work.withLock({ $0.settledJoins }) { return known }
    let metadata = feed.metadataPaths
    let same = try joined.filter { try !metadata.contains($0.file.path) && isFilledTheSame($0.file.path, feed) }
    let all = settled.filter(\.isGone) + same
    work.withLock { $0.settledJoins = all }
    return all
  }

  private func isFilledTheSame(_ path: String, _ feed: IngestFeed) throws -> Bool {
    guard let units = rows[path], !units.isEmpty else { return false }
    for unit in units {
      let join = try remembering { () throws(HistoryError) in try history.join(ofUnit: unit) }
      guard let join, feed.joinDigest(of: join.keys) == join.digest else { return false }
    }
    return true
  }

  /// Begins an attempt: forgets what an earlier one stored, and makes room for what is read. Throws `Failure`.
  func start(_ feed: IngestFeed, settled: [SettledInput]) throws {
    let known = Set(settled.map(\.file.path))
    let configuration = configuration + (feed.joinsInputs ? Self.joined : "")
    try remembering { () throws(HistoryError) in
      try history.rollback()
      try history.begin()
      var started = Work()
      started.joins = feed.joinsInputs
      started.settledJoins = work.withLock { $0.settledJoins }
      for (index, path) in feed.paths.enumerated() where !known.contains(path) {
        started.freshPaths.insert(path)
        started.fresh[index] = try history.replace(
          RememberedInput(path: path, bytes: 0, hash: "", format: "", profile: "", configuration: configuration))
      }
      work.withLock { [started] in $0 = started }
    }
  }

  /// Inputs that are read in this run.
  var freshPaths: Set<String> { work.withLock { $0.freshPaths } }
  /// Whether inputs are filled in from others.
  var joins: Bool { work.withLock { $0.joins } }

  /// Keeps in mind what a unit was filled in by, until it is stored.
  func note(_ keys: [UInt8]?, _ order: UnitOrder, _ feed: IngestFeed) {
    guard joins, let keys, let digest = feed.joinDigest(of: keys) else { return }
    work.withLock { $0.pending[order.place] = UnitJoin(keys: keys, digest: digest) }
  }

  /// Lets a unit be stored without it.
  func forgetJoin(_ order: UnitOrder) { work.withLock { _ = $0.pending.removeValue(forKey: order.place) } }

  /// What a settled unit was filled in by. Throws `Failure`.
  func join(_ file: String, unit: Int) throws -> UnitJoin? {
    guard let row = rows[file]?[unit] else { return nil }
    return try remembering { () throws(HistoryError) in try history.join(ofUnit: row) }
  }

  func isGone(_ path: String) -> Bool { present[path] == nil }

  /// Notes that calls of an input that is gone stay without what today's metadata says of them.
  func noteUnfilled(_ count: Int, of path: String) {
    if count > 0 { work.withLock { $0.unfilled[path, default: 0] += count } }
  }

  /// Tells of metadata that came too late: when the transcripts were no longer there to be read with it.
  /// - Returns: whether there was none.
  func warnOfUnfilled() -> Bool {
    let unfilled = work.withLock { $0.unfilled }
    guard let first = unfilled.keys.min() else { return true }
    let calls = unfilled.values.reduce(0, +)
    let inputs = unfilled.count > 1 ? "; \(unfilled.count - 1) more inputs likewise" : ""
    Diagnostics.shared.warning(
      Problem(
        file: first,
        "it is no longer there, so that metadata which came since can't be joined with its calls\(inputs) "
          + "(calls in all: \(calls))",
        hint: "put it back for one run; leave transcripts and metadata where they are until both have been read"))
    return false
  }

  /// The stored scorecards of a settled unit. Throws `Failure`.
  func body(_ file: String, unit: Int) throws -> [UInt8] {
    guard let row = rows[file]?[unit] else {
      throw Failure(.bug, Problem(file: file, "the history has no unit \(unit) of it"))
    }
    return try remembering { () throws(HistoryError) in try history.body(ofUnit: row) }
  }

  /// Keeps what came of a unit. Throws `Failure`.
  func store(_ body: [UInt8], conversations: Int, _ order: UnitOrder) throws {
    let (input, join) = work.withLock { ($0.fresh[order.file], $0.pending.removeValue(forKey: order.place)) }
    guard let input else { return }
    try remembering { () throws(HistoryError) in
      try history.store(
        body, conversations: conversations, input: input, stream: order.stream, block: order.block, join: join)
    }
  }

  /// Notes what the inputs turned out to be. What could not be read is not remembered. Throws `Failure`.
  func finish(_ files: [InputFile]) throws {
    let fresh = work.withLock { $0.fresh }
    try remembering { () throws(HistoryError) in
      for (index, file) in files.enumerated() {
        if let row = fresh[index] {
          guard let hash = file.hash else {
            try history.forget(row)
            continue
          }
          var input = RememberedInput(
            path: file.path, bytes: file.bytes, hash: hash, format: file.format, profile: file.profile,
            configuration: configuration, facts: hash == present[file.path]?.hash ? present[file.path]?.facts : nil)
          input.id = row
          try history.update(input)
        }
      }
      try noteFacts(but: Set(fresh.keys.map { files[$0].path }))
    }
  }

  /// Fewer bytes to hash again are not worth a write to a history that is otherwise left alone.
  private static let worthNoting: Int64 = 64 << 20

  /// Spares the next run from hashing files whose contents turned out to be the same.
  private func noteFacts(but fresh: Set<String>) throws(HistoryError) {
    for input in settled + joined where !fresh.contains(input.file.path) {
      guard var known = remembered[input.file.path], let facts = present[input.file.path]?.facts, known.facts != facts
      else { continue }
      known.facts = facts
      try history.update(known)
    }
  }

  /// Makes all of it durable. Throws `Failure`.
  func commit() throws { try remembering { () throws(HistoryError) in try history.commit() } }

  /// Where nothing is to be done: keeps only what spares work the next time. Throws `Failure`.
  func close() throws {
    try remembering { () throws(HistoryError) in
      let hashed = (settled + joined).filter { remembered[$0.file.path]?.facts != present[$0.file.path]?.facts }
      guard hashed.reduce(0, { $0 + $1.file.bytes }) > Self.worthNoting else { return try history.rollback() }
      try noteFacts(but: [])
      try history.commit()
    }
  }
}
