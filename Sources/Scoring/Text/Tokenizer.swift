import Record

/// Turns the bytes of a turn into normalized tokens.
///
/// A word is found eight bytes at a time: one load, one mask of the bytes that are no letters, one lookup by the bytes
/// themselves. Whatever is rarer (digits, characters outside ASCII, faces, unknown words) goes the slow way in
/// `Tokenizer+Rare.swift` and is remembered by the table.
@safe final class Tokenizer {
  let vocabulary: Vocabulary
  let table: WordTable
  /// The tokens so far, of one turn after the other until `removeAll`.
  private(set) var tokens: UnsafeMutablePointer<Token>
  var count = 0
  private var capacity: Int
  /// Padding for a text that stands at the very end of its arena.
  private var scratch: [UInt8] = []
  /// The word before, as written.
  var lastLow: UInt64 = 0
  var lastHigh: UInt64 = 0
  /// Where the turn at hand begins in `tokens`.
  var turnStart = 0
  /// Fillers that vanished from the turn at hand.
  var fillers = 0
  /// Ids from here on stand for several words each.
  let stemLimit: TokenID

  init(vocabulary: Vocabulary, learning: Int = 24_000) {
    self.vocabulary = vocabulary
    table = WordTable(base: vocabulary.base, learning: learning)
    stemLimit = vocabulary.firstStemID
    capacity = 1 << 12
    unsafe tokens = .allocate(capacity: capacity)
  }

  deinit { unsafe tokens.deallocate() }

  func removeAll() { count = 0 }

  /// Appends the tokens of one turn and returns which they are.
  ///
  /// - Parameters:
  ///   - base: the arena's first byte.
  ///   - text: where the turn's words stand in it.
  ///   - readable: bytes of the arena that may be read.
  func append(_ base: UnsafePointer<UInt8>, _ text: TextRange, readable: Int) -> Range<Int> {
    reserve(Int(text.count) + 16)
    turnStart = count
    fillers = 0
    lastLow = 0
    lastHigh = 0
    if text.end + 24 <= readable {
      unsafe scan(base + Int(text.offset), Int(text.count), text.offset)
    } else {
      scratch.removeAll(keepingCapacity: true)
      unsafe scratch.append(contentsOf: UnsafeBufferPointer(start: base + Int(text.offset), count: Int(text.count)))
      scratch.append(contentsOf: repeatElement(0, count: 24))
      unsafe scratch.withUnsafeBufferPointer { bytes in
        if let start = bytes.baseAddress { unsafe scan(start, Int(text.count), text.offset) }
      }
    }
    return turnStart..<count
  }

  /// The loop over a text with at least 24 readable bytes behind it.
  private func scan(_ p: UnsafePointer<UInt8>, _ end: Int, _ origin: UInt32) {
    var i = 0
    while i < end {
      let first = unsafe Self.load(p + i)
      var other = Self.nonLetters(first)
      if other & 0x80 != 0 {
        if unsafe p[i] == 0x20 { i += 1 } else { i = unsafe rare(p, i, end, origin) }
        continue
      }
      var low = first | 0x2020_2020_2020_2020
      var high: UInt64 = 0
      var length: Int
      if other != 0 {
        length = other.trailingZeroBitCount >> 3
        low &= (1 &<< UInt64(length &* 8)) &- 1
      } else {
        let second = unsafe Self.load(p + i + 8)
        other = Self.nonLetters(second)
        if other == 0 {
          i = unsafe rareWord(p, i, end, origin)
          continue
        }
        let more = other.trailingZeroBitCount >> 3
        high = (second | 0x2020_2020_2020_2020) & ((1 &<< UInt64(more &* 8)) &- 1)
        length = 8 &+ more
      }
      // Beyond the text's end, or followed by what may belong to the word: the slow way.
      let next = unsafe p[i &+ length]
      if i &+ length > end || next >= 128 || next &- 48 < 10 || next == 0x5F || (unsafe p[i &+ length &- 1]) == 0x27
        || (unsafe p[i]) == 0x27
      {
        i = unsafe rareWord(p, i, end, origin)
        continue
      }
      emit(low, high, origin &+ UInt32(truncatingIfNeeded: i), origin &+ UInt32(truncatingIfNeeded: i &+ length))
      i &+= length
      if next == 0x20 { i &+= 1 }
    }
  }

  /// Looks a short word up and appends what it becomes.
  @inline(__always)
  private func emit(_ low: UInt64, _ high: UInt64, _ start: UInt32, _ end: UInt32) {
    var slot = table.slot(low, high)
    if unsafe table.slots[slot].low == 0 { slot = learn(low, high) }
    emit(slot: slot, low, high, start, end)
  }

  @inline(__always)
  func emit(slot: Int, _ low: UInt64, _ high: UInt64, _ start: UInt32, _ end: UInt32) {
    let entry = unsafe table.slots + slot
    if unsafe entry.pointee.count == 1 && entry.pointee.flags == 0 {
      let id = TokenID(truncatingIfNeeded: unsafe entry.pointee.ids)
      let isRepeat =
        count > turnStart && (unsafe tokens[count &- 1].id) == id
        && (id != FixedToken.other && id < stemLimit || low == lastLow && high == lastHigh)
      lastLow = low
      lastHigh = high
      if isRepeat {
        unsafe tokens[count &- 1].end = end
        return
      }
      unsafe tokens[count] = Token(
        start: start, end: end, word: entry.pointee.word, content: entry.pointee.content, id: id,
        syllables: entry.pointee.syllables)
      count &+= 1
      return
    }
    unsafe emitRare(entry.pointee, low, high, start, end)
  }

  /// Appends a token as it is, unless it repeats the one before.
  func push(
    _ id: TokenID, _ start: UInt32, _ end: UInt32, word: UInt32? = nil, content: UInt32? = nil, syllables: UInt8 = 0
  ) {
    if count > turnStart, unsafe tokens[count - 1].id == id, id != FixedToken.other, id < stemLimit {
      unsafe tokens[count - 1].end = end
      return
    }
    unsafe tokens[count] = Token(
      start: start, end: end, word: word ?? vocabulary.wordHash[Int(id)],
      content: content ?? vocabulary.contentHash[Int(id)], id: id,
      syllables: syllables)
    count += 1
  }

  private func reserve(_ more: Int) {
    guard count + more > capacity else { return }
    let wider = max(capacity * 2, count + more)
    let grown = UnsafeMutablePointer<Token>.allocate(capacity: wider)
    unsafe grown.update(from: tokens, count: count)
    unsafe tokens.deallocate()
    unsafe tokens = grown
    capacity = wider
  }

  @inline(__always) static func load(_ p: UnsafePointer<UInt8>) -> UInt64 {
    unsafe UnsafeRawPointer(p).loadUnaligned(as: UInt64.self)
  }

  /// High bit set in every byte that is neither an ASCII letter nor an apostrophe.
  @inline(__always) static func nonLetters(_ x: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let tops: UInt64 = 0x8080_8080_8080_8080
    let seven = (x | (ones &* 0x20)) & ~tops
    let fromA = seven &+ ones &* (0x80 - 0x61)
    let pastZ = seven &+ ones &* (0x80 - 0x7B)
    let apostrophe = ~(((x & ~tops) ^ (ones &* 0x27)) &+ ones &* 0x7F)
    return ~((((fromA ^ pastZ) | apostrophe) & ~x)) & tops
  }
}
