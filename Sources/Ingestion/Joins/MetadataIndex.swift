import Record
import Synchronization

/// The small side of a join: one table of metadata by id, packed so that ten million rows fit into 2 GiB.
///
/// Filled once, by one thread, before the large side streams; then any lane may look up.
final class MetadataIndex: Sendable {
  /// How ids are made comparable.
  struct Normalization: OptionSet, Sendable, Hashable {
    let rawValue: Int
    static let trim = Normalization(rawValue: 1)
    static let casefold = Normalization(rawValue: 2)
  }

  private let rows: PackedRows
  private let rule: JoinRule
  /// Rows by the second key and those behind it.
  private let further: [[[UInt8]: [Int]]]
  private let found: Mutex<FoundRows>
  /// What could not be indexed: rows without id, rows that contradict each other.
  let rejects: [Reject]

  init(_ builder: MetadataIndexBuilder) {
    rejects = builder.rejects
    rows = builder.rows
    rule = builder.rule
    further = builder.further
    found = Mutex(FoundRows(count: rows.count))
  }

  var count: Int { rows.count }

  /// How a conversation that finds no row is to be taken.
  var missing: Mapping.Join.Missing { rule.missing }
  /// Whether one that names its agent needs no row.
  var isGeneric: Bool { rule.isGeneric }
  /// The fields of conversations by which rows are found.
  var conversationFields: [ConversationField] { rule.keys.map(\.conversationField) }
  /// Whether its rows tell of conversations; surveys only add to them.
  var rowsAreConversations: Bool { rule.rowsAreConversations }

  /// Fills the metadata that conversations lack from their rows.
  /// - Parameter isMissing: true for each conversation that found none here so far; false afterwards for those that did.
  /// - Returns: whether any did that had not before.
  func enrich(_ batch: inout Batch, isMissing: inout [Bool], notes: Bool = true) -> Bool {
    var all: [Int] = []
    var singles: [(row: Int, conversation: TextRange)] = []
    for index in batch.conversations.indices where isMissing[index] {
      var conversation = batch.conversations[index]
      guard let (hits, key) = hits(batch, conversation) else { continue }
      isMissing[index] = false
      all += hits
      if key.isOneToOne { singles += hits.map { ($0, conversation.sourceRef) } }
      fill(hits, into: &conversation, &batch)
      batch.conversations[index] = conversation
    }
    guard !all.isEmpty else { return false }
    guard notes else { return true }
    found.withLock { found in
      for row in all { found.insert(row) }
      for single in singles { found.partners[single.row, default: []].append(batch.string(single.conversation)) }
    }
    return true
  }

  /// The row of a conversation; several where rows are legs; the nearest in time where the join asks for that.
  private func hits(_ batch: Batch, _ conversation: Conversation) -> (rows: [Int], key: JoinKey)? {
    for (number, key) in rule.keys.enumerated() {
      for value in JoinRule.keys(key.conversationField, batch, conversation) {
        let all = candidates(value, number, key)
        guard !all.isEmpty else { continue }
        guard let tolerance = key.toleranceMs else { return (rule.primary == nil ? [all[0]] : all, key) }
        if let near = nearest(all, to: conversation.startedAt, within: tolerance) { return ([near], key) }
      }
    }
    return nil
  }

  private func candidates(_ value: [UInt8], _ number: Int, _ key: JoinKey) -> [Int] {
    if number > 0 { return further[number - 1][key.normalized(value)] ?? [] }
    return rows.find(value).map { rows.collected($0) } ?? []
  }

  private func nearest(_ candidates: [Int], to start: Int64, within tolerance: Int64) -> Int? {
    guard start != Conversation.noTime else { return nil }
    var scratch = Batch()
    var best: (row: Int, distance: Int64)?
    for row in candidates {
      var conversation = Conversation()
      rows.unpack(row, into: &conversation, &scratch)
      guard conversation.startedAt != Conversation.noTime else { continue }
      let distance = abs(conversation.startedAt - start)
      if distance <= tolerance, distance < best?.distance ?? Int64.max { best = (row, distance) }
    }
    return best?.row
  }

  private func fill(_ hits: [Int], into conversation: inout Conversation, _ batch: inout Batch) {
    guard let primary = rule.primary, hits.count > 1 else {
      rows.unpack(hits[0], into: &conversation, &batch)
      _ = LegMerge.takeOrder(&conversation, batch)
      return
    }
    LegMerge(rows: rows, primary: primary).merge(hits, into: &conversation, &batch)
  }

  /// The rows of a range that no conversation found, and those that too many found, in the order in which they were added.
  func unmatched(_ range: Range<Int>) -> [Reject] {
    let found = self.found.withLock { $0 }
    var rejects: [Reject] = []
    for row in range {
      if !found.contains(row) {
        rejects.append(
          Reject(
            sourceRef: rows.sourceRef(row), stage: .ingest,
            reason: rule.rowsAreConversations ? "no_transcript" : "no_conversation",
            detail: rule.rowsAreConversations
              ? "no input has a transcript for the conversation \(rows.id(row))"
              : "no input has the conversation \(rows.id(row))",
            count: rule.rowsAreConversations ? 1 : 0))
      } else if let partners = found.partners[row], partners.count > 1 {
        let names = partners.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        rejects.append(
          Reject(
            sourceRef: rows.sourceRef(row), stage: .ingest, reason: "join_cardinality",
            detail:
              "one_to_one: the row was found by \(names.joined(separator: " and ")); each of them has its values. "
              + "Give a closer key, or cardinality: many_to_one",
            count: 0))
      }
    }
    return rejects
  }
}

/// Which rows of a table were found.
private struct FoundRows: Sendable {
  /// A bit a row.
  private var bits: [UInt64]
  /// Who found a row, where only one may.
  var partners: [Int: [String]] = [:]

  init(count: Int) { bits = [UInt64](repeating: 0, count: (count + 63) / 64) }

  mutating func insert(_ row: Int) { bits[row >> 6] |= 1 << UInt64(row & 63) }

  func contains(_ row: Int) -> Bool { bits[row >> 6] & (1 << UInt64(row & 63)) != 0 }
}

/// Collects the rows of a `MetadataIndex`.
struct MetadataIndexBuilder: Sendable {
  private(set) var rows: PackedRows
  private(set) var further: [[[UInt8]: [Int]]]
  let rule: JoinRule
  private(set) var rejects: [Reject] = []

  init(rule: JoinRule = JoinRule()) {
    self.rule = rule
    rows = PackedRows(key: rule.keys[0], repeats: rule.repeats)
    further = Array(repeating: [:], count: rule.keys.count - 1)
  }

  /// Adds a batch's conversations (their turns, if any, are not kept) and takes over its rejects.
  mutating func add(_ batch: Batch) {
    rejects.append(contentsOf: batch.rejects)
    for conversation in batch.conversations {
      let field = rule.keys[0].rowField
      let keys = JoinRule.keys(field, batch, conversation)
      switch rows.add(batch, conversation, keys: keys) {
      case .added(let row), .replaced(let row): addFurther(row, batch, conversation)
      case .repeated: break
      case .contradicting(let row):
        reject(
          batch, conversation, "join_cardinality",
          "a second row for conversation \(batch.string(conversation.id)) that says otherwise than \(rows.sourceRef(row)), "
            + "which stands; one row a conversation was expected. If rows are legs, say so in a mapping")
      case nil: reject(batch, conversation, "missing_id", "the row has no \(field.rawValue) to join it by")
      }
    }
  }

  private mutating func addFurther(_ row: Int, _ batch: Batch, _ conversation: Conversation) {
    for (number, key) in rule.keys.dropFirst().enumerated() {
      for value in JoinRule.keys(key.rowField, batch, conversation) {
        further[number][key.normalized(value), default: []].append(row)
      }
    }
  }

  private mutating func reject(_ batch: Batch, _ conversation: Conversation, _ reason: String, _ detail: String) {
    rejects.append(
      Reject(sourceRef: batch.string(conversation.sourceRef), stage: .ingest, reason: reason, detail: detail))
  }
}
