/// A small set of word identities, emptied in no time: the words of the last few turns.
struct OverlapSet {
  private var slots = [UInt64](repeating: 0, count: 1 << 11)
  private var stamp: UInt64 = 1
  private var count = 0

  mutating func removeAll() {
    stamp += 1
    count = 0
  }

  mutating func insert(_ identity: UInt32) {
    guard identity != 0, count < 1 << 10 else { return }
    var index = Int(identity &* 0x9E37_79B1) & (slots.count - 1)
    while slots[index] >> 32 == stamp {
      if UInt32(truncatingIfNeeded: slots[index]) == identity { return }
      index = (index + 1) & (slots.count - 1)
    }
    slots[index] = stamp << 32 | UInt64(identity)
    count += 1
  }

  func contains(_ identity: UInt32) -> Bool {
    var index = Int(identity &* 0x9E37_79B1) & (slots.count - 1)
    while slots[index] >> 32 == stamp {
      if UInt32(truncatingIfNeeded: slots[index]) == identity { return true }
      index = (index + 1) & (slots.count - 1)
    }
    return false
  }
}
