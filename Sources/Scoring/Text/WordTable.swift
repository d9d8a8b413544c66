/// Open-addressed table from a word's bytes to its entry: the rubric's words, and beside them the others this lane has met.
///
/// What a word becomes is a pure function of its bytes, so forgetting learned words changes nothing but time.
@safe final class WordTable {
  private(set) var slots: UnsafeMutablePointer<WordEntry>
  let mask: Int
  private let learnedLimit: Int
  private var used = 0
  private let base: [WordEntry]

  /// `base` are the entries that are never forgotten.
  init(base: [WordEntry], learning: Int) {
    self.base = base
    var capacity = 1 << 12
    while capacity < (base.count + learning) * 2 { capacity <<= 1 }
    mask = capacity - 1
    learnedLimit = base.count + learning
    unsafe slots = .allocate(capacity: capacity)
    unsafe slots.initialize(repeating: WordEntry(), count: capacity)
    for entry in base { place(entry) }
  }

  deinit { unsafe slots.deallocate() }

  /// The slot that holds the key, or the empty one where it would stand. An empty slot has an all-zero key.
  @inline(__always) func slot(_ low: UInt64, _ high: UInt64) -> Int {
    var index = Int(truncatingIfNeeded: WordKey.mix(low, high)) & mask
    while true {
      let entry = unsafe slots + index
      if unsafe entry.pointee.low == low && entry.pointee.high == high { return index }
      if unsafe entry.pointee.low == 0 && entry.pointee.high == 0 { return index }
      index = (index + 1) & mask
    }
  }

  /// Adds a learned word and returns its slot.
  func learn(_ entry: WordEntry) -> Int {
    if used >= learnedLimit {
      unsafe slots.update(repeating: WordEntry(), count: mask + 1)
      used = 0
      for known in base { place(known) }
    }
    return place(entry)
  }

  @discardableResult
  private func place(_ entry: WordEntry) -> Int {
    let index = slot(entry.low, entry.high)
    unsafe slots[index] = entry
    used += 1
    return index
  }
}
