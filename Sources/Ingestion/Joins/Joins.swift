import Record

/// All tables of metadata of a run, in the order in which they were met.
final class Joins: Sendable {
  private let indexes: [MetadataIndex]
  private let lookups: LookupTables

  init(_ tables: [MetadataIndexBuilder], lookups: LookupTables = LookupTables()) {
    indexes = tables.map { MetadataIndex($0) }
    self.lookups = lookups
  }

  /// The fields of conversations by which their metadata is found.
  var fields: [ConversationField] {
    indexes.flatMap(\.conversationFields) + lookups.tables.map(\.target)
  }

  /// Fills what conversations do not say themselves. What one table filled in may lead to a row of another, whatever the
  /// order in which they were met: tables are asked until none knows more.
  /// - Parameter notes: whether the rows that are found count as found.
  func apply(to batch: inout Batch, notes: Bool = true) {
    if !indexes.isEmpty, !batch.conversations.isEmpty {
      let none = [Bool](repeating: true, count: batch.conversations.count)
      var isMissing = Array(repeating: none, count: indexes.count)
      for _ in indexes.indices {
        var isMore = false
        for (number, index) in indexes.enumerated()
        where index.enrich(&batch, isMissing: &isMissing[number], notes: notes) {
          isMore = true
        }
        if !isMore { break }
      }
      settle(isMissing, &batch)
    }
    lookups.apply(to: &batch)
  }

  /// Flags or sets aside what found no row in any table of conversations. A survey is nobody's missing half, unless the
  /// mapping wants one of each conversation.
  private func settle(_ isMissing: [[Bool]], _ batch: inout Batch) {
    let tables = indexes.indices.filter { indexes[$0].rowsAreConversations }
    if tables.contains(where: { indexes[$0].missing != .keep }) {
      flag(batch.conversations.indices.filter { index in tables.allSatisfy { isMissing[$0][index] } }, in: &batch)
    }
    var lost = [Bool](repeating: false, count: batch.conversations.count)
    for index in lost.indices {
      let inTables =
        tables.contains { indexes[$0].missing == .quarantine } && tables.allSatisfy { isMissing[$0][index] }
      let inNotes = indexes.indices.contains {
        !indexes[$0].rowsAreConversations && indexes[$0].missing == .quarantine && isMissing[$0][index]
      }
      lost[index] = inTables || inNotes
    }
    if lost.contains(true) { quarantine(lost, in: &batch) }
  }

  private func flag(_ missing: [Int], in batch: inout Batch) {
    let isGeneric = indexes.allSatisfy(\.isGeneric)
    for index in missing {
      let conversation = batch.conversations[index]
      let isComplete = isGeneric && !(conversation.agentID.isEmpty && conversation.agentName.isEmpty)
      if !isComplete { batch.conversations[index].flags.insert(.unmatchedJoin) }
    }
  }

  private func quarantine(_ lost: [Bool], in batch: inout Batch) {
    batch.withdraw(
      lost.indices.filter { lost[$0] }.map { index in
        let conversation = batch.conversations[index]
        return (
          index,
          Reject(
            sourceRef: batch.string(conversation.sourceRef), stage: .ingest, reason: "no_metadata",
            detail: "no metadata was found for conversation \(batch.string(conversation.id))")
        )
      })
  }

  /// Rows whose partners one closing unit tells of: a list of ten million would not fit into memory.
  private static let partRows = 50_000

  /// How many units close the run.
  var closingParts: Int { 1 + indexes.reduce(0) { $0 + ($1.count + Joins.partRows - 1) / Joins.partRows } }

  /// What is left at the end: rejects of the metadata files themselves (part 0), and their rows that found no partner.
  func close(part: Int, into rejects: inout [Reject]) {
    if part == 0 {
      for index in indexes { rejects.append(contentsOf: index.rejects) }
      return
    }
    var part = part - 1
    for index in indexes {
      let parts = (index.count + Joins.partRows - 1) / Joins.partRows
      if part < parts {
        let first = part * Joins.partRows
        rejects.append(contentsOf: index.unmatched(first..<min(first + Joins.partRows, index.count)))
        return
      }
      part -= parts
    }
  }
}
