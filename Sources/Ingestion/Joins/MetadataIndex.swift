import Record
import Synchronization

/// The small side of a join: one table of metadata by id, packed so that ten million rows fit into 2 GiB.
///
/// Filled once, by one thread, before the large side streams; then any lane may look up.
final class MetadataIndex: Sendable {
  /// How ids are made comparable.
  struct Normalization: OptionSet, Sendable {
    let rawValue: Int
    static let trim = Normalization(rawValue: 1)
    static let casefold = Normalization(rawValue: 2)
  }

  private let rows: PackedRows
  private let rule: JoinRule
  /// A bit a row: whether some conversation found it.
  private let matched: Mutex<[UInt64]>
  /// What could not be indexed: rows without id, rows that contradict each other.
  let rejects: [Reject]

  init(_ builder: MetadataIndexBuilder) {
    rejects = builder.rejects
    rows = builder.rows
    rule = builder.rule
    matched = Mutex([UInt64](repeating: 0, count: (rows.count + 63) / 64))
  }

  var count: Int { rows.count }

  /// How a conversation that finds no row is to be taken.
  var missing: Mapping.Join.Missing { rule.missing }
  /// Whether one that names its agent needs no row.
  var isGeneric: Bool { rule.isGeneric }

  /// Fills the metadata that conversations lack from their rows.
  /// - Parameter isMissing: true for each conversation that found none so far; false afterwards for those that did
  /// here.
  func enrich(_ batch: inout Batch, isMissing: inout [Bool]) {
    var found: [Int] = []
    for index in batch.conversations.indices {
      var conversation = batch.conversations[index]
      let hits = hits(batch, conversation)
      if hits.isEmpty { continue }
      isMissing[index] = false
      found += hits
      fill(hits, into: &conversation, &batch)
      batch.conversations[index] = conversation
    }
    matched.withLock { bits in
      for row in found { bits[row >> 6] |= 1 << UInt64(row & 63) }
    }
  }

  /// The row of a conversation; several where rows are legs; the nearest in time where the join asks for that.
  private func hits(_ batch: Batch, _ conversation: Conversation) -> [Int] {
    for key in JoinRule.keys(rule.conversationField, batch, conversation) {
      guard let row = rows.find(key) else { continue }
      let all = rows.collected(row)
      guard let tolerance = rule.toleranceMs else { return rule.primary == nil ? [row] : all }
      if let near = nearest(all, to: conversation.startedAt, within: tolerance) { return [near] }
    }
    return []
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
      return
    }
    LegMerge(rows: rows, primary: primary).merge(hits, into: &conversation, &batch)
  }

  /// The rows that no conversation found, in the order in which they were added.
  func unmatched() -> [Reject] {
    let bits = matched.withLock { $0 }
    var rejects: [Reject] = []
    for row in 0..<rows.count where bits[row >> 6] & (1 << UInt64(row & 63)) == 0 {
      let id = rows.id(row)
      rejects.append(
        Reject(
          sourceRef: rows.sourceRef(row), stage: .ingest,
          reason: rule.rowsAreConversations ? "no_transcript" : "no_conversation",
          detail: rule.rowsAreConversations
            ? "no input has a transcript for the conversation \(id)" : "no input has the conversation \(id)",
          count: rule.rowsAreConversations ? 1 : 0))
    }
    return rejects
  }
}

/// Collects the rows of a `MetadataIndex`.
struct MetadataIndexBuilder: Sendable {
  private(set) var rows: PackedRows
  let rule: JoinRule
  private(set) var rejects: [Reject] = []

  init(rule: JoinRule = JoinRule()) {
    self.rule = rule
    rows = PackedRows(normalization: rule.normalization, repeats: rule.repeats)
  }

  /// Adds a batch's conversations (their turns, if any, are not kept) and takes over its rejects.
  mutating func add(_ batch: Batch) {
    rejects.append(contentsOf: batch.rejects)
    for conversation in batch.conversations {
      let keys = JoinRule.keys(rule.rowField, batch, conversation)
      if keys.isEmpty {
        reject(batch, conversation, "missing_id", "the row has no \(rule.rowField.rawValue) to join it by")
      } else if rows.add(batch, conversation, keys: keys) == .contradicting {
        let id = batch.string(conversation.id)
        reject(
          batch, conversation, "join_cardinality",
          "a second, different row for conversation \(id); one row a conversation was expected. "
            + "If rows are legs, say so in a mapping")
      }
    }
  }

  private mutating func reject(_ batch: Batch, _ conversation: Conversation, _ reason: String, _ detail: String) {
    rejects.append(
      Reject(sourceRef: batch.string(conversation.sourceRef), stage: .ingest, reason: reason, detail: detail))
  }
}
