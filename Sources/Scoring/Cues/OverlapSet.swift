/// A small set of word identities, emptied in no time: the words of the last few turns, and what share of a turn they are.
@safe final class OverlapSet {
  private static let bits: UInt32 = 11
  private static let mask = 1 << 11 - 1
  private let slots: UnsafeMutablePointer<UInt64>
  private var stamp: UInt64 = 1
  private var count = 0
  private var turn = -1
  private var share = 0.0

  init() {
    unsafe slots = .allocate(capacity: Self.mask + 1)
    unsafe slots.initialize(repeating: 0, count: Self.mask + 1)
  }

  deinit { unsafe slots.deallocate() }

  func removeAll() {
    stamp += 1
    count = 0
  }

  func insert(_ identity: UInt32) {
    guard identity != 0, count < 1 << 10 else { return }
    var index = Self.place(identity)
    while unsafe slots[index] >> 32 == stamp {
      if unsafe UInt32(truncatingIfNeeded: slots[index]) == identity { return }
      index = (index + 1) & Self.mask
    }
    unsafe slots[index] = stamp << 32 | UInt64(identity)
    count += 1
  }

  func contains(_ identity: UInt32) -> Bool {
    var index = Self.place(identity)
    while unsafe slots[index] >> 32 == stamp {
      if unsafe UInt32(truncatingIfNeeded: slots[index]) == identity { return true }
      index = (index + 1) & Self.mask
    }
    return false
  }

  @inline(__always) private static func place(_ identity: UInt32) -> Int {
    Int((identity &* 0x9E37_79B1) &>> (32 &- bits))
  }

  // MARK: The turn at hand

  /// What was kept for a turn, or nil.
  func share(of turn: Int) -> Double? { self.turn == turn ? share : nil }

  func keep(_ share: Double, of turn: Int) -> Double {
    self.turn = turn
    self.share = share
    return share
  }

  func forgetTurn() { turn = -1 }
}
