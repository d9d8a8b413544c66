public import Record
import Synchronization

/// The conversation ids that a run has seen. The first in canonical order wins, so `insert` has to be called in that order.
///
/// Keeps 128 bits an id (two ids out of ten million share them with a chance of about 10⁻²⁵) in open-addressed tables of at most
/// three quarters load, sharded so that growing copies a 256th at a time: ten million ids take 270 MB. Safe to use from several threads.
public final class DuplicateLedger: Sendable {
  /// 128 bits that stand for an id.
  public struct Key: Sendable, Hashable {
    let low: UInt64
    let high: UInt64

    init(low: UInt64, high: UInt64) {
      self.low = low
      self.high = high
    }

    /// The key of an id's bytes as they stand in the arena.
    public init(_ arena: [UInt8], _ id: TextRange) {
      let seeds: (UInt64, UInt64) = (0, 0x9E37_79B9_7F4A_7C15)
      (low, high) = unsafe arena.withUnsafeBytes { bytes in
        let part = unsafe UnsafeRawBufferPointer(rebasing: bytes[id.indices])
        return unsafe (Fingerprint.xxh64(part, seed: seeds.0), Fingerprint.xxh64(part, seed: seeds.1))
      }
    }
  }

  private static let shardBits: UInt64 = 8
  private let shards: [Shard]

  public init() { shards = (0..<1 << Self.shardBits).map { _ in Shard() } }

  /// Notes an id; false where it was there already.
  public func insert(_ key: Key) -> Bool {
    shards[Int(key.high >> (64 - Self.shardBits))].table.withLock { $0.insert(key) }
  }

  /// How many ids it holds.
  public var count: Int { shards.reduce(0) { $0 + $1.table.withLock { $0.count } } }

  /// Bytes that the tables take.
  public var byteCount: Int { shards.reduce(0) { $0 + $1.table.withLock { $0.byteCount } } }

  /// Notes the ids of a batch's conversations in order, and gives a reject for each that was there already; for `Batch.withdraw`.
  /// A conversation without an id is never a duplicate.
  public func note(_ batch: Batch) -> [(conversation: Int, reject: Reject)] {
    var found: [(conversation: Int, reject: Reject)] = []
    for index in batch.conversations.indices {
      let conversation = batch.conversations[index]
      if conversation.id.isEmpty || insert(Key(batch.arena, conversation.id)) { continue }
      found.append((index, Self.reject(batch, conversation)))
    }
    return found
  }

  /// The reject for a conversation whose id was there already.
  public static func reject(_ batch: Batch, _ conversation: Conversation) -> Reject {
    Reject(
      sourceRef: batch.string(conversation.sourceRef), stage: .normalize, reason: "duplicate",
      detail: "conversation \(batch.string(conversation.id)) was read before in this run; the first one stands")
  }
}

/// One shard of the ledger, with a lock of its own.
private final class Shard: Sendable {
  let table = Mutex(KeyTable())
}

/// Open addressing with linear probing; (0, 0) is free, and a key that is (0, 0) is noted apart.
private struct KeyTable: ~Copyable {
  private var words: [UInt64] = []
  private(set) var count = 0
  private var mask = -1
  private var holdsZero = false

  var byteCount: Int { words.capacity * 8 }

  mutating func insert(_ key: DuplicateLedger.Key) -> Bool {
    if key.low == 0 && key.high == 0 {
      defer { holdsZero = true }
      if !holdsZero { count += 1 }
      return !holdsZero
    }
    if (count + 1) * 4 > (mask + 1) * 3 { grow() }
    var slot = Int(truncatingIfNeeded: key.low) & mask
    while words[2 * slot] != 0 || words[2 * slot + 1] != 0 {
      if words[2 * slot] == key.low && words[2 * slot + 1] == key.high { return false }
      slot = (slot + 1) & mask
    }
    words[2 * slot] = key.low
    words[2 * slot + 1] = key.high
    count += 1
    return true
  }

  private mutating func grow() {
    let old = words
    let size = max(16, (mask + 1) * 2)
    words = [UInt64](repeating: 0, count: size * 2)
    mask = size - 1
    for at in stride(from: 0, to: old.count, by: 2) where old[at] != 0 || old[at + 1] != 0 {
      var slot = Int(truncatingIfNeeded: old[at]) & mask
      while words[2 * slot] != 0 || words[2 * slot + 1] != 0 { slot = (slot + 1) & mask }
      words[2 * slot] = old[at]
      words[2 * slot + 1] = old[at + 1]
    }
  }
}
