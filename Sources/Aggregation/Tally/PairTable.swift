/// Numbers distinct pairs of 64-bit keys, in order of first sight: the index of every count in a tally.
struct PairTable: Sendable {
  struct Key: Sendable, Hashable {
    var first: UInt64
    var second: UInt64
  }

  private(set) var keys: [Key] = []
  private(set) var slots: [Int32] = Array(repeating: -1, count: 32)

  var count: Int { keys.count }

  /// The pair's number; one past the last where it is new (and then it is entered).
  mutating func index(_ first: UInt64, _ second: UInt64) -> Int {
    var slot = PairTable.place(first, second) & (slots.count - 1)
    while case let id = slots[slot], id >= 0 {
      let key = keys[Int(id)]
      if key.first == first && key.second == second { return Int(id) }
      slot = (slot + 1) & (slots.count - 1)
    }
    let id = keys.count
    keys.append(Key(first: first, second: second))
    slots[slot] = Int32(id)
    if keys.count * 2 > slots.count { grow() }
    return id
  }

  /// The pair's number, or nil where it was never entered.
  func find(_ first: UInt64, _ second: UInt64) -> Int? {
    var slot = PairTable.place(first, second) & (slots.count - 1)
    while case let id = slots[slot], id >= 0 {
      let key = keys[Int(id)]
      if key.first == first && key.second == second { return Int(id) }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  private static func place(_ first: UInt64, _ second: UInt64) -> Int {
    Int(truncatingIfNeeded: Mix.scramble(first &* 0x9E37_79B9_7F4A_7C15 ^ second))
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: slots.count * 2)
    for (id, key) in keys.enumerated() {
      var slot = PairTable.place(key.first, key.second) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(id)
    }
  }
}

/// A period (by its first day) and a team (by its interned name) as one key, and back.
struct TeamPeriod: Sendable, Hashable {
  var first: Int32
  var team: Int32

  var key: UInt64 { UInt64(UInt32(bitPattern: first)) << 32 | UInt64(UInt32(bitPattern: team)) }

  init(first: Int32, team: Int32) {
    self.first = first
    self.team = team
  }

  init(key: UInt64) {
    first = Int32(bitPattern: UInt32(truncatingIfNeeded: key >> 32))
    team = Int32(bitPattern: UInt32(truncatingIfNeeded: key))
  }
}
