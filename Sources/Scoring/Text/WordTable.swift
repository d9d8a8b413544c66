/// What written words become: a small front of the words that came last, and behind it all that this lane has met.
///
/// The front is direct-mapped and fits the processor's second cache; nearly every word of a conversation is found there with
/// one look. What a word becomes is a pure function of its bytes, so forgetting changes nothing but time.
@safe final class WordTable {
  /// 2¹³ entries of half a cache line.
  let front: UnsafeMutablePointer<WordEntry>
  static let frontBits: UInt64 = 13
  static let frontMask = (1 << 13) - 1

  private var slots: UnsafeMutablePointer<WordEntry>
  private var mask: Int
  private var used = 0
  private let vocabulary: Vocabulary
  /// Words remembered at most; then all but the rubric's own are forgotten.
  private let limit: Int

  init(vocabulary: Vocabulary, limit: Int = 200_000) {
    self.vocabulary = vocabulary
    self.limit = limit + vocabulary.base.count
    var capacity = 1 << 12
    while capacity < vocabulary.base.count * 2 { capacity <<= 1 }
    mask = capacity - 1
    unsafe slots = .allocate(capacity: capacity)
    unsafe slots.initialize(repeating: WordEntry(), count: capacity)
    unsafe front = .allocate(capacity: Self.frontMask + 1)
    unsafe front.initialize(repeating: WordEntry(), count: Self.frontMask + 1)
    for entry in vocabulary.base { place(entry) }
  }

  deinit {
    unsafe slots.deallocate()
    unsafe front.deallocate()
  }

  /// The front's place for a key.
  @inline(__always) static func place(_ low: UInt64, _ high: UInt64) -> Int {
    Int(truncatingIfNeeded: WordKey.mix(low, high) &>> (64 &- frontBits))
  }

  /// The entry of a short word that the front lacked; it stands in the front now.
  @inline(never) func fetch(_ low: UInt64, _ high: UInt64) -> UnsafeMutablePointer<WordEntry> {
    let index = slot(low, high)
    if unsafe slots[index].low == 0 { return unsafe learn(WordKey(low: low, high: high).bytes) }
    let place = unsafe front + Self.place(low, high)
    unsafe place.pointee = slots[index]
    return unsafe place
  }

  /// The entry of any word.
  func fetch(_ word: UnsafeBufferPointer<UInt8>) -> UnsafeMutablePointer<WordEntry> {
    let key = unsafe WordKey(word)
    let place = unsafe front + Self.place(key.low, key.high)
    if unsafe place.pointee.low == key.low && place.pointee.high == key.high { return unsafe place }
    let index = slot(key.low, key.high)
    if unsafe slots[index].low == 0 { return unsafe learn(Array(word)) }
    unsafe place.pointee = slots[index]
    return unsafe place
  }

  private func learn(_ word: [UInt8]) -> UnsafeMutablePointer<WordEntry> {
    let entry = vocabulary.resolve(word)
    if used >= limit { forget() }
    if used * 4 >= (mask + 1) * 3 { grow() }
    place(entry)
    let place = unsafe front + Self.place(entry.low, entry.high)
    unsafe place.pointee = entry
    return unsafe place
  }

  private func forget() {
    unsafe slots.update(repeating: WordEntry(), count: mask + 1)
    used = 0
    for entry in vocabulary.base { place(entry) }
  }

  private func grow() {
    let old = unsafe slots
    let count = mask + 1
    mask = count * 2 - 1
    used = 0
    unsafe slots = .allocate(capacity: count * 2)
    unsafe slots.initialize(repeating: WordEntry(), count: count * 2)
    for index in 0..<count where unsafe old[index].low != 0 { place(unsafe old[index]) }
    unsafe old.deallocate()
  }

  /// The slot that holds the key, or the empty one where it would stand.
  private func slot(_ low: UInt64, _ high: UInt64) -> Int {
    let mixed = WordKey.mix(low, high)
    var index = Int(truncatingIfNeeded: mixed >> 32 ^ mixed >> 45) & mask
    while unsafe slots[index].low != 0, unsafe slots[index].low != low || slots[index].high != high {
      index = (index + 1) & mask
    }
    return index
  }

  private func place(_ entry: WordEntry) {
    let index = slot(entry.low, entry.high)
    unsafe slots[index] = entry
    used += 1
  }
}
