import Record

/// What a unit's conversations said of themselves before they were filled in: enough to ask the metadata again without
/// reading the export, and to tell whether it still answers the same.
///
/// NDJSON without turns. Customers' ids and names and the values of additional columns are left out but for their being
/// there, so it can be kept.
struct JoinKeys {
  let lines: [UInt8]

  init(lines: [UInt8]) { self.lines = lines }

  init(_ batch: Batch) {
    var bare = batch
    bare.rejects = []
    let mark = bare.append("-".utf8)
    for index in bare.conversations.indices {
      bare.conversations[index].turns = 0..<0
      if !bare.conversations[index].customerID.isEmpty { bare.conversations[index].customerID = mark }
      if !bare.conversations[index].customerName.isEmpty { bare.conversations[index].customerName = mark }
    }
    for index in bare.extras.indices
    where !bare.extras[index].value.isEmpty
      && !bare.arena[bare.extras[index].key.indices].elementsEqual("related_id".utf8)
    {
      bare.extras[index].value = mark
    }
    var sink = ByteSink()
    NdjsonEncoder().append(bare, to: &sink)
    lines = sink.bytes
  }

  /// The conversations, without turns.
  func batch() -> Batch {
    var batch = Batch()
    batch.arena = lines
    var decoder = NdjsonDecoder(stage: .ingest)
    decoder.decode(0..<lines.count, firstLine: 1, source: "", into: &batch)
    return batch
  }
}

extension Joins {
  /// Whether the metadata is found by nothing that `JoinKeys` leave out.
  var canBeAskedAgain: Bool {
    let hidden: [ConversationField] = [.customerID, .customerName]
    return !fields.contains { hidden.contains($0) }
  }

  /// Hash of what the metadata makes of conversations.
  ///
  /// - Parameter notes: whether the rows that they find count as found.
  func digest(of keys: JoinKeys, notes: Bool) -> UInt64 {
    var batch = keys.batch()
    apply(to: &batch, notes: notes)
    var sink = ByteSink()
    NdjsonEncoder().append(batch, to: &sink)
    return Fingerprint.xxh64(sink.bytes)
  }
}
