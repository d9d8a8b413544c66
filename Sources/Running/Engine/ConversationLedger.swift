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

  private let table = Mutex(Table())

  /// Enters a unit's ids.
  ///
  /// - Parameter ids: 64-bit fingerprints, in the unit's order.
  /// - Returns: for each id the ordinal unit that has it already, or -1 where it is new.
  func enter(_ ids: [UInt64], unit: UnitOrder, into seen: inout [Bool]) throws {
    let rank = UInt64(unit.stream) << 32 | UInt64(unit.block)
    seen.removeAll(keepingCapacity: true)
    try table.withLock { table in
      for id in ids {
        if let other = table.insert(id, rank) {
          if other > rank { throw OutOfOrder() }
          seen.append(true)
        } else {
          seen.append(false)
        }
      }
    }
  }

  /// Open addressing, 16 bytes an entry: a dictionary would double that.
  private struct Table {
    private var keys = [UInt64](repeating: 0, count: 1 << 12)
    private var ranks = [UInt64](repeating: 0, count: 1 << 12)
    private var count = 0

    /// The rank that has the id, or nil after entering it.
    mutating func insert(_ id: UInt64, _ rank: UInt64) -> UInt64? {
      if count * 4 >= keys.count * 3 { grow() }
      let key = id == 0 ? 1 : id
      var slot = Int(truncatingIfNeeded: key) & (keys.count - 1)
      while keys[slot] != 0 {
        if keys[slot] == key { return ranks[slot] }
        slot = (slot + 1) & (keys.count - 1)
      }
      keys[slot] = key
      ranks[slot] = rank
      count += 1
      return nil
    }

    private mutating func grow() {
      let (oldKeys, oldRanks) = (keys, ranks)
      keys = [UInt64](repeating: 0, count: oldKeys.count * 2)
      ranks = [UInt64](repeating: 0, count: oldKeys.count * 2)
      count = 0
      for index in oldKeys.indices where oldKeys[index] != 0 { _ = insert(oldKeys[index], oldRanks[index]) }
    }
  }
}
