import Record
import Synchronization

/// The small side of a join: metadata of conversations by id, packed so that ten million rows fit into 2 GiB.
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
  /// A bit a row: whether some conversation found it.
  private let matched: Mutex<[UInt64]>
  /// What could not be indexed: rows without id, rows that contradict each other.
  let rejects: [Reject]

  init(_ builder: consuming MetadataIndexBuilder) {
    let builder = builder
    rejects = builder.rejects
    rows = builder.finished()
    matched = Mutex([UInt64](repeating: 0, count: (rows.count + 63) / 64))
  }

  var count: Int { rows.count }

  /// Fills the metadata that conversations lack from the row with the same id; those without one are flagged.
  func enrich(_ batch: inout Batch, from first: Int = 0) {
    var found: [Int] = []
    for index in first..<batch.conversations.count {
      var conversation = batch.conversations[index]
      if let row = rows.find(batch.arena, conversation.id) {
        found.append(row)
        rows.unpack(row, into: &conversation, &batch)
      } else {
        conversation.flags.insert(.unmatchedJoin)
      }
      batch.conversations[index] = conversation
    }
    matched.withLock { bits in
      for row in found { bits[row >> 6] |= 1 << UInt64(row & 63) }
    }
  }

  /// The rows that no conversation found, in the order in which they were added.
  func unmatched() -> [Reject] {
    let bits = matched.withLock { $0 }
    var rejects: [Reject] = []
    for row in 0..<rows.count where bits[row >> 6] & (1 << UInt64(row & 63)) == 0 {
      let id = rows.id(row)
      rejects.append(
        Reject(
          sourceRef: rows.sourceRef(row), stage: .ingest, reason: "no_transcript",
          detail: "no transcript was found for the metadata of conversation \(id)"))
    }
    return rejects
  }
}

/// Collects the rows of a `MetadataIndex`.
struct MetadataIndexBuilder: ~Copyable {
  private var rows: PackedRows
  private(set) var rejects: [Reject] = []

  init(normalization: MetadataIndex.Normalization = .trim) { rows = PackedRows(normalization: normalization) }

  /// Adds a batch's conversations (their turns, if any, are not kept) and takes over its rejects.
  mutating func add(_ batch: Batch) {
    rejects.append(contentsOf: batch.rejects)
    for conversation in batch.conversations {
      if conversation.id.isEmpty {
        reject(batch, conversation, "missing_id", "the row has no conversation id to join it by")
        continue
      }
      switch rows.add(batch, conversation) {
      case .added, .repeated: break
      case .contradicting:
        let id = batch.string(conversation.id)
        reject(
          batch, conversation, "join_cardinality",
          "a second, different row for conversation \(id); one row a conversation was expected")
      }
    }
  }

  private mutating func reject(_ batch: Batch, _ conversation: Conversation, _ reason: String, _ detail: String) {
    rejects.append(
      Reject(sourceRef: batch.string(conversation.sourceRef), stage: .ingest, reason: reason, detail: detail))
  }

  consuming func finished() -> PackedRows { rows }
}
