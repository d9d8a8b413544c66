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
  /// What the run is made of: path and hash of each input, those that are gone included, bytewise by path.
  let contents: [(path: String, hash: String)]
  private let configuration: String
  private let present: [String: Inventory.Entry]
  private let rows: [String: [Int64]]
  private let remembered: [String: RememberedInput]
  /// Rows of the inputs that are read, by their index in the feed.
  private let fresh = Mutex<[Int: Int64]>([:])

  /// Behind the configuration of inputs that were filled in from others: such are read again as long as they are there.
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
    present = Dictionary(inventory.entries.map { ($0.file.path, $0) }) { first, _ in first }
    let sorting = Sorting(inputs, present, configuration, joined: Self.joined)
    leftOut = sorting.leftOut
    var rows: [String: [Int64]] = [:]
    for input in sorting.settled {
      rows[input.path] = try remembering { () throws(HistoryError) in try history.units(of: input.id) }
    }
    self.rows = rows
    settled = sorting.settled.map { [present] input in
      let file = InputFile(
        path: input.path, bytes: input.bytes, format: input.format, profile: input.profile, why: "the history has it",
        hash: input.hash)
      return SettledInput(file: file, units: rows[input.path]?.count ?? 0, isGone: present[input.path] == nil)
    }
    let gone = sorting.settled.filter { [present] in present[$0.path] == nil }.map { ($0.path, $0.hash) }
    contents = (gone + inventory.entries.map { ($0.file.path, $0.hash ?? "") })
      .sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }
  }

  /// Which inputs of the history can be used as they are.
  private struct Sorting {
    var settled: [RememberedInput] = []
    var leftOut: [String] = []

    init(
      _ inputs: [RememberedInput], _ present: [String: Inventory.Entry], _ configuration: String, joined: String
    ) {
      for input in inputs {
        if let entry = present[input.path] {
          if input.configuration == configuration, entry.hash == input.hash { settled.append(input) }
        } else if input.configuration == configuration || input.configuration == configuration + joined {
          settled.append(input)
        } else {
          leftOut.append(input.path)
        }
      }
    }
  }

  /// What may be given to the feed as settled; where inputs are joined, none of those that are there.
  func settled(joins: Bool) -> [SettledInput] { joins ? settled.filter(\.isGone) : settled }

  /// Begins an attempt: forgets what an earlier one stored, and makes room for what is read. Throws `Failure`.
  func start(_ feed: IngestFeed, settled: [SettledInput]) throws {
    let known = Set(settled.map(\.file.path))
    let configuration = configuration + (feed.joinsInputs ? Self.joined : "")
    try remembering { () throws(HistoryError) in
      try history.rollback()
      try history.begin()
      var rows: [Int: Int64] = [:]
      for (index, path) in feed.paths.enumerated() where !known.contains(path) {
        rows[index] = try history.replace(
          RememberedInput(path: path, bytes: 0, hash: "", format: "", profile: "", configuration: configuration))
      }
      fresh.withLock { [rows] in $0 = rows }
    }
  }

  /// Inputs that are read in this run.
  var freshPaths: Set<String> {
    let known = Set(settled.map(\.file.path))
    return Set(present.keys.filter { !known.contains($0) })
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
    guard let input = fresh.withLock({ $0[order.file] }) else { return }
    try remembering { () throws(HistoryError) in
      try history.store(body, conversations: conversations, input: input, stream: order.stream, block: order.block)
    }
  }

  /// Notes what the inputs turned out to be. What could not be read is not remembered. Throws `Failure`.
  func finish(_ files: [InputFile]) throws {
    let fresh = fresh.withLock { $0 }
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
    for input in settled where !fresh.contains(input.file.path) {
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
      let hashed = settled.filter { remembered[$0.file.path]?.facts != present[$0.file.path]?.facts }
      guard hashed.reduce(0, { $0 + $1.file.bytes }) > Self.worthNoting else { return try history.rollback() }
      try noteFacts(but: [])
      try history.commit()
    }
  }
}
