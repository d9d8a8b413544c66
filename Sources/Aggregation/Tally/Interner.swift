import Record

/// Gives each distinct run of bytes a small number, in order of first sight. The numbers mean nothing outside their interner.
struct Interner: Sendable {
  private(set) var bytes: [UInt8] = []
  private(set) var ends: [Int32] = []
  private(set) var hashes: [UInt64] = []
  /// Open addressing; −1 is free. Always a power of two, at most half full.
  private(set) var slots: [Int32] = Array(repeating: -1, count: 64)

  /// Number 0 is always the empty text.
  init() { _ = intern([], 0..<0) }

  var count: Int { ends.count }

  private func range(_ id: Int32) -> Range<Int> {
    Int(id == 0 ? 0 : ends[Int(id) - 1])..<Int(ends[Int(id)])
  }

  subscript(id: Int32) -> ArraySlice<UInt8> { bytes[range(id)] }

  func string(_ id: Int32) -> String { String(decoding: self[id], as: UTF8.self) }

  mutating func intern(_ arena: [UInt8], _ text: TextRange) -> Int32 { intern(arena, text.indices) }

  mutating func intern(_ text: ArraySlice<UInt8>) -> Int32 { intern(Array(text), 0..<text.count) }

  mutating func intern(_ arena: [UInt8], _ text: Range<Int>) -> Int32 {
    let hash = Mix.hash(arena, text)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while case let id = slots[slot], id >= 0 {
      if hashes[Int(id)] == hash, equals(id, arena, text) { return id }
      slot = (slot + 1) & (slots.count - 1)
    }
    let id = Int32(ends.count)
    bytes.append(contentsOf: arena[text])
    ends.append(Int32(bytes.count))
    hashes.append(hash)
    slots[slot] = id
    if ends.count * 2 > slots.count { grow() }
    return id
  }

  private func equals(_ id: Int32, _ arena: [UInt8], _ text: Range<Int>) -> Bool {
    let own = range(id)
    guard own.count == text.count else { return false }
    for offset in 0..<own.count where bytes[own.lowerBound + offset] != arena[text.lowerBound + offset] {
      return false
    }
    return true
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: slots.count * 2)
    for (id, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(id)
    }
  }
}

/// Hashes that are the same in every process: they break ties, so they reach the output.
enum Mix {
  /// FNV-1a over the bytes (Fowler, Noll and Vo), finished by `scramble`.
  static func hash(_ arena: [UInt8], _ text: Range<Int>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in text { hash = (hash ^ UInt64(arena[index])) &* 0x100_0000_01B3 }
    return scramble(hash)
  }

  /// The finalizer of MurmurHash3 (Appleby): every input bit reaches every output bit.
  static func scramble(_ value: UInt64) -> UInt64 {
    var x = value
    x = (x ^ (x >> 33)) &* 0xFF51_AFD7_ED55_8CCD
    x = (x ^ (x >> 33)) &* 0xC4CE_B9FE_1A85_EC53
    return x ^ (x >> 33)
  }
}
