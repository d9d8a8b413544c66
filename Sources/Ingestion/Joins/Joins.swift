import Record

/// All tables of metadata of a run, in the order in which they were met.
final class Joins: Sendable {
  private let indexes: [MetadataIndex]
  private let lookups: LookupTables

  init(_ tables: [MetadataIndexBuilder], lookups: LookupTables = LookupTables()) {
    indexes = tables.map { MetadataIndex($0) }
    self.lookups = lookups
  }

  /// Fills what conversations do not say themselves; a later table may be found by what an earlier one filled in.
  func apply(to batch: inout Batch) {
    if !indexes.isEmpty, !batch.conversations.isEmpty {
      var isMissing = [Bool](repeating: true, count: batch.conversations.count)
      for index in indexes { index.enrich(&batch, isMissing: &isMissing) }
      flag(isMissing, in: &batch)
      if indexes.contains(where: { $0.missing == .quarantine }), isMissing.contains(true) {
        quarantine(isMissing, in: &batch)
      }
    }
    lookups.apply(to: &batch)
  }

  private func flag(_ isMissing: [Bool], in batch: inout Batch) {
    guard indexes.contains(where: { $0.missing != .keep }) else { return }
    let isGeneric = indexes.allSatisfy(\.isGeneric)
    for index in batch.conversations.indices where isMissing[index] {
      let conversation = batch.conversations[index]
      let isComplete = isGeneric && !(conversation.agentID.isEmpty && conversation.agentName.isEmpty)
      if !isComplete { batch.conversations[index].flags.insert(.unmatchedJoin) }
    }
  }

  private func quarantine(_ isMissing: [Bool], in batch: inout Batch) {
    var kept: [Conversation] = []
    for (index, conversation) in batch.conversations.enumerated() {
      guard isMissing[index] else {
        kept.append(conversation)
        continue
      }
      batch.rejects.append(
        Reject(
          sourceRef: batch.string(conversation.sourceRef), stage: .ingest, reason: "no_metadata",
          detail: "no metadata was found for conversation \(batch.string(conversation.id))", position: Int32(kept.count)
        ))
    }
    batch.conversations = kept
    batch.rejects.sort { $0.position < $1.position }
  }

  /// What is left at the end: rejects of the metadata files themselves, and their rows that found no partner.
  func closeInto(_ rejects: inout [Reject]) {
    for index in indexes { rejects.append(contentsOf: index.rejects) }
    for index in indexes { rejects.append(contentsOf: index.unmatched()) }
  }
}
