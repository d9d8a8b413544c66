import Record
import Synchronization

/// The small side of a join: what tables without transcripts tell about conversations, found by their ids.
///
/// Built before anything else is read, then only looked up. Ids match without outer blanks and regardless of ASCII case.
final class JoinIndex: Sendable {
  private let rows: Batch
  /// Conversation numbers plus one, by hash of the id; 0 is an empty place.
  private let places: [Int32]
  private let matched: Mutex<[Bool]>

  init(_ rows: Batch) {
    self.rows = rows
    var size = 16
    while size < rows.conversations.count * 2 { size *= 2 }
    var places = Array(repeating: Int32(0), count: rows.conversations.isEmpty ? 0 : size)
    for (number, conversation) in rows.conversations.enumerated() {
      var index = JoinIndex.hash(rows.arena, conversation.id) & (size - 1)
      while places[index] != 0 { index = (index + 1) & (size - 1) }
      places[index] = Int32(number + 1)
    }
    self.places = places
    matched = Mutex(Array(repeating: false, count: rows.conversations.count))
  }

  var isEmpty: Bool { rows.conversations.isEmpty && rows.rejects.isEmpty }

  /// Fills what conversations do not say themselves.
  func apply(to batch: inout Batch) {
    guard !places.isEmpty else { return }
    for index in batch.conversations.indices {
      guard let row = row(of: batch.arena, batch.conversations[index].id) else {
        // A conversation that names its agent needs no partner.
        let conversation = batch.conversations[index]
        if conversation.agentID.isEmpty && conversation.agentName.isEmpty {
          batch.conversations[index].flags.insert(.unmatchedJoin)
        }
        continue
      }
      matched.withLock { $0[row] = true }
      fill(index, from: row, in: &batch)
    }
  }

  /// What is left at the end: rejects of the metadata files themselves, and their rows that found no transcript.
  func closeInto(_ rejects: inout [Reject]) {
    rejects.append(contentsOf: rows.rejects)
    let matched = matched.withLock { $0 }
    for (number, conversation) in rows.conversations.enumerated() where !matched[number] {
      rejects.append(
        Reject(
          sourceRef: rows.string(conversation.sourceRef), stage: .ingest, reason: "no_transcript",
          detail: "no input has a transcript for the conversation \(rows.string(conversation.id))"))
    }
  }

  private func row(of arena: [UInt8], _ id: TextRange) -> Int? {
    let mask = places.count - 1
    var index = JoinIndex.hash(arena, id) & mask
    while places[index] != 0 {
      let row = Int(places[index]) - 1
      if JoinIndex.areEqual(arena, id, rows.arena, rows.conversations[row].id) { return row }
      index = (index + 1) & mask
    }
    return nil
  }

  private func fill(_ index: Int, from row: Int, in batch: inout Batch) {
    let known = rows.conversations[row]
    func text(_ path: WritableKeyPath<Conversation, TextRange>) {
      guard batch.conversations[index][keyPath: path].isEmpty, !known[keyPath: path].isEmpty else { return }
      batch.conversations[index][keyPath: path] = batch.append(rows.arena[known[keyPath: path].indices])
    }
    text(\.channel)
    text(\.direction)
    text(\.queue)
    text(\.team)
    text(\.agentID)
    text(\.agentName)
    text(\.customerID)
    text(\.customerName)
    text(\.language)
    text(\.disposition)
    if batch.conversations[index].startedAt == Conversation.noTime {
      batch.conversations[index].startedAt = known.startedAt
      batch.conversations[index].utcOffsetMinutes = known.utcOffsetMinutes
      batch.conversations[index].flags.formUnion(known.flags.intersection(.ambiguousTime))
    }
    if batch.conversations[index].durationMs == Conversation.noTime {
      batch.conversations[index].durationMs = known.durationMs
    }
    if batch.conversations[index].csatThousandths == Int32.min {
      batch.conversations[index].csatThousandths = known.csatThousandths
    }
    if batch.conversations[index].earlierContacts < 0 {
      batch.conversations[index].earlierContacts = known.earlierContacts
    }
    addExtras(of: known, to: index, in: &batch)
  }

  private func addExtras(of known: Conversation, to index: Int, in batch: inout Batch) {
    guard !known.extras.isEmpty else { return }
    let own = batch.conversations[index].extras
    let first = batch.extras.count
    for place in own { batch.extras.append(batch.extras[Int(place)]) }
    for place in known.extras {
      let extra = rows.extras[Int(place)]
      let key = batch.append(rows.arena[extra.key.indices])
      batch.extras.append(Extra(key: key, value: batch.append(rows.arena[extra.value.indices])))
    }
    batch.conversations[index].extras = Int32(first)..<Int32(batch.extras.count)
  }

  private static func hash(_ arena: [UInt8], _ id: TextRange) -> Int {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in arena[id.indices] { hash = (hash ^ UInt64(fold(byte))) &* 0x100_0000_01B3 }
    return Int(truncatingIfNeeded: (hash ^ (hash &>> 29)) & 0x7FFF_FFFF_FFFF)
  }

  private static func areEqual(_ left: [UInt8], _ leftID: TextRange, _ right: [UInt8], _ rightID: TextRange) -> Bool {
    leftID.count == rightID.count
      && zip(left[leftID.indices], right[rightID.indices]).allSatisfy { fold($0) == fold($1) }
  }

  private static func fold(_ byte: UInt8) -> UInt8 {
    byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
  }
}
