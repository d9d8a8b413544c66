import Record
import Synchronization

/// Which conversation ids were seen, and in which unit first; the first in canonical order wins, whichever lane came first.
///
/// Lanes ask in the order in which they happen to work. Nearly always that agrees with the canonical order: a later unit
/// finds the id taken and drops its own. Where an earlier unit finds that a later one has already been let in, the answer
/// can't be taken back; `OutOfOrder` then tells the runner to go again with units in strict order.
final class ConversationLedger: Sendable {
  /// A later unit was served first.
  struct OutOfOrder: Error {}

  /// 96 bits that stand for an id: two ids out of ten million share them with a chance of about 10⁻¹⁵.
  struct Key: Hashable {
    var low: UInt64
    var high: UInt32

    init(_ arena: [UInt8], _ id: TextRange) {
      (low, high) = unsafe arena.withUnsafeBytes { bytes in
        let part = unsafe UnsafeRawBufferPointer(rebasing: bytes[id.indices])
        return unsafe (Fingerprint.xxh64(part), UInt32(truncatingIfNeeded: Fingerprint.xxh64(part, seed: 1)))
      }
    }
  }

  private let table = Mutex(Table())

  /// Enters the ids of a unit's conversations.
  ///
  /// - Returns: indices of those that are there already, in this unit or an earlier one. One without an id never is.
  /// - Throws: `OutOfOrder`.
  func enter(_ batch: Batch, unit: UnitOrder) throws -> [Int] {
    let keys = batch.conversations.map { $0.id.isEmpty ? nil : Key(batch.arena, $0.id) }
    return try table.withLock { table in
      let ordinal = table.register(unit.number)
      var seen: [Int] = []
      for (index, key) in keys.enumerated() {
        guard let key, let other = table.insert(key, ordinal) else { continue }
        if table.ranks[Int(other)] > table.ranks[Int(ordinal)] { throw OutOfOrder() }
        seen.append(index)
      }
      return seen
    }
  }

  /// Open addressing in shards, so that growing copies a part at a time; 16 bytes an entry.
  private struct Table: ~Copyable {
    private var shards = [Shard](repeating: Shard(), count: 64)
    /// Rank of each unit by its ordinal.
    private(set) var ranks: [UInt64] = []

    mutating func register(_ rank: UInt64) -> UInt32 {
      ranks.append(rank)
      return UInt32(ranks.count - 1)
    }

    /// The ordinal of the unit that has the id, or nil after entering it.
    mutating func insert(_ key: Key, _ ordinal: UInt32) -> UInt32? {
      shards[Int(truncatingIfNeeded: key.low >> 58)].insert(key, ordinal)
    }
  }
}

/// An entry is the key's 64 bits, and its other 32 with the unit's ordinal above them; (0, 0) is free.
private struct Shard {
  private var words = [UInt64](repeating: 0, count: 2 << 6)
  private var count = 0

  mutating func insert(_ key: ConversationLedger.Key, _ ordinal: UInt32) -> UInt32? {
    if count * 16 >= words.count * 7 { grow() }
    let low = key.low | 1
    var slot = Self.slot(low, words.count)
    while words[slot] != 0 {
      if words[slot] == low, UInt32(truncatingIfNeeded: words[slot + 1]) == key.high {
        return UInt32(truncatingIfNeeded: words[slot + 1] >> 32)
      }
      slot = (slot + 2) & (words.count - 1)
    }
    words[slot] = low
    words[slot + 1] = UInt64(ordinal) << 32 | UInt64(key.high)
    count += 1
    return nil
  }

  private static func slot(_ low: UInt64, _ size: Int) -> Int {
    Int(truncatingIfNeeded: low) & (size - 2)
  }

  private mutating func grow() {
    let old = words
    words = [UInt64](repeating: 0, count: old.count * 2)
    for at in stride(from: 0, to: old.count, by: 2) where old[at] != 0 {
      var slot = Self.slot(old[at], words.count)
      while words[slot] != 0 { slot = (slot + 2) & (words.count - 1) }
      words[slot] = old[at]
      words[slot + 1] = old[at + 1]
    }
  }
}
