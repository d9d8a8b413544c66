public import Record
import Synchronization

/// Finds out which copy of each conversation stands by a stated preference: in a first pass all copies enter, in a second
/// one each learns whether it has lost.
///
/// The result depends neither on the order in which batches enter nor on the number of lanes. Keeps 32 bytes an id in
/// open-addressed tables of at most seven eighths load: ten million ids take 540 MB at most. Safe to use from several threads.
public final class CopyContest: Sendable {
  public let preference: CopyPreference
  private let tables: [ContestShard]
  private let hasEntrants = Atomic(false)
  private let hasTimes = Atomic(false)

  public init(_ preference: CopyPreference) {
    self.preference = preference
    tables = (0..<64).map { _ in ContestShard() }
  }

  private func shard(_ key: DuplicateLedger.Key) -> ContestShard { tables[Int(key.high >> 58)] }

  /// First pass: enters the copies of a batch. One without an id stands for itself.
  ///
  /// - Parameter place: of the batch in the canonical order; below 2⁶², the same in both passes.
  public func enter(_ batch: Batch, place: UInt64) {
    var isTimed = false
    for conversation in batch.conversations where !conversation.id.isEmpty {
      let key = DuplicateLedger.Key(batch.arena, conversation.id)
      let rank = preference.rank(of: conversation, in: batch)
      if rank & CopyPreference.timeBit != 0 { isTimed = true }
      shard(key).table.withLock { $0.enter(key, rank, place) }
    }
    if !batch.conversations.isEmpty { hasEntrants.store(true, ordering: .relaxed) }
    if isTimed { hasTimes.store(true, ordering: .relaxed) }
  }

  /// Second pass: a reject for each copy that has lost, for `Batch.withdraw`. To be asked once for each batch.
  public func losers(_ batch: Batch, place: UInt64) -> [(conversation: Int, reject: Reject)] {
    var found: [(conversation: Int, reject: Reject)] = []
    for index in batch.conversations.indices where !batch.conversations[index].id.isEmpty {
      let conversation = batch.conversations[index]
      let key = DuplicateLedger.Key(batch.arena, conversation.id)
      let rank = preference.rank(of: conversation, in: batch)
      let best = shard(key).table.withLock { $0.take(key, rank, place) }
      if let best { found.append((index, reject(batch, conversation, rank, best))) }
    }
    return found
  }

  /// After the first pass: what to warn of, where not one copy has a time to compare; a column may be misspelled.
  public var doubt: Problem? {
    guard let field = preference.latestBy, hasEntrants.load(ordering: .relaxed), !hasTimes.load(ordering: .relaxed)
    else { return nil }
    return Problem(
      "no conversation has a time in \"\(field)\": the latest copy can't be told, their order decides",
      hint: "name a column of the export with ISO 8601 times or whole numbers")
  }

  /// After the second pass. Throws `Problem` where copies have lost to one that was not met again: the call would be in
  /// none of the tables.
  public func check() throws(Problem) {
    let lost = tables.reduce(0) { count, shard in count + shard.table.withLock { $0.orphans } }
    guard lost > 0 else { return }
    throw Problem(
      "inputs changed while they were read: a preferred copy is gone (calls in all: \(lost))",
      hint: "run again when they are complete")
  }

  private func reject(_ batch: Batch, _ conversation: Conversation, _ rank: UInt64, _ best: UInt64) -> Reject {
    var reject = DuplicateLedger.reject(batch, conversation)
    let id = batch.string(conversation.id)
    if (rank ^ best) & CopyPreference.variantBit != 0, let variant = preference.variant {
      reject.detail = "conversation \(id) has a copy that is \(variant.rawValue); that one stands"
    } else if rank != best, let field = preference.latestBy {
      reject.detail = "conversation \(id) has a copy that is later by \(field); that one stands"
    }
    return reject
  }
}

/// A part of the ids, with a lock of its own.
private final class ContestShard: Sendable {
  let table = Mutex(ContestTable())
}

/// Four words an entry: the id's hash, the best rank, and the place of the first batch that has it. An entry whose first
/// word is 0 is free.
private struct ContestTable: ~Copyable {
  /// Bit of a place: the copy that stands was met in the second pass.
  private static let isTaken: UInt64 = 1 << 63
  /// Bit of a place: a copy was turned away in the second pass.
  private static let hasLosers: UInt64 = 1 << 62
  private var words = [UInt64](repeating: 0, count: 4 << 4)
  private var count = 0

  mutating func enter(_ key: DuplicateLedger.Key, _ rank: UInt64, _ place: UInt64) {
    let slot = slot(of: key)
    if words[slot] == 0 { return insert(key, rank, place) }
    let (best, first) = (words[slot + 2], words[slot + 3])
    guard rank > best || rank == best && place < first else { return }
    words[slot + 2] = rank
    words[slot + 3] = place
  }

  /// The rank of the copy that stands, or nil where this is the one.
  mutating func take(_ key: DuplicateLedger.Key, _ rank: UInt64, _ place: UInt64) -> UInt64? {
    let slot = slot(of: key)
    if words[slot] == 0 {
      // An input that changed between the passes.
      insert(key, rank, place | ContestTable.isTaken)
      return nil
    }
    guard words[slot + 2] == rank, words[slot + 3] & ~ContestTable.hasLosers == place else {
      words[slot + 3] |= ContestTable.hasLosers
      return words[slot + 2]
    }
    words[slot + 3] |= ContestTable.isTaken
    return nil
  }

  /// How many ids have copies that were turned away, but none that stands.
  var orphans: Int {
    stride(from: 3, to: words.count, by: 4).count {
      words[$0] & (ContestTable.hasLosers | ContestTable.isTaken) == ContestTable.hasLosers
    }
  }

  /// Where the id's entry is, or would be.
  private func slot(of key: DuplicateLedger.Key) -> Int {
    let (low, mask) = (key.low | 1, words.count - 1)
    var slot = Int(truncatingIfNeeded: key.low &* 2) & mask & ~3
    while words[slot] != 0, words[slot] != low || words[slot + 1] != key.high { slot = (slot + 4) & mask }
    return slot
  }

  private mutating func insert(_ key: DuplicateLedger.Key, _ rank: UInt64, _ place: UInt64) {
    if count * 32 >= words.count * 7 { grow() }
    let slot = slot(of: key)
    words[slot] = key.low | 1
    words[slot + 1] = key.high
    words[slot + 2] = rank
    words[slot + 3] = place
    count += 1
  }

  private mutating func grow() {
    let old = words
    words = [UInt64](repeating: 0, count: old.count * 2)
    for at in stride(from: 0, to: old.count, by: 4) where old[at] != 0 {
      let slot = slot(of: DuplicateLedger.Key(low: old[at], high: old[at + 1]))
      for word in 0..<4 { words[slot + word] = old[at + word] }
    }
  }
}
