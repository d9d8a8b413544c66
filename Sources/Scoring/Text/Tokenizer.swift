import Record

/// Turns the bytes of a turn into normalized tokens.
///
/// A word is found eight bytes at a time: one load, one mask of the bytes that are no letters, one lookup by the bytes
/// themselves. Whatever is rarer (digits, characters outside ASCII, faces, contractions) goes the slow way in
/// `Tokenizer+Rare.swift`.
@safe final class Tokenizer {
  let vocabulary: Vocabulary
  let table: WordTable
  /// The tokens so far, of one turn after the other until `removeAll`.
  private(set) var tokens: UnsafeMutablePointer<Token>
  private(set) var count = 0
  private var capacity: Int
  /// Padding for a text that stands at the very end of its arena.
  private var scratch: [UInt8] = []
  /// Fillers that vanished from the turn at hand.
  private(set) var fillers = 0
  /// Ids from here on stand for several words each.
  let stemLimit: TokenID
  let pairs: [WordPair]
  let classes: UnsafeMutablePointer<UInt8>
  /// Bytes of the word at hand, for the slow way.
  let word: UnsafeMutablePointer<UInt8>
  static let longestWord = 256

  /// Where a turn's scan stands.
  @safe struct Cursor {
    /// Tokens written.
    var count: Int
    /// Where the turn begins in `tokens`.
    let turnStart: Int
    let tokens: UnsafeMutablePointer<Token>
    /// Key of the word before, as written.
    var lastLow: UInt64 = 0
    var lastHigh: UInt64 = 0
    /// The word before vanished.
    var lastWasFiller = false
    var fillers = 0
    /// Arena offset of the text's first byte.
    let origin: UInt32
  }

  init(vocabulary: Vocabulary) {
    self.vocabulary = vocabulary
    table = WordTable(vocabulary: vocabulary)
    stemLimit = vocabulary.firstStemID
    pairs = WordPair.all(vocabulary)
    capacity = 1 << 12
    unsafe tokens = .allocate(capacity: capacity)
    unsafe classes = .allocate(capacity: 256)
    for (byte, kind) in ByteClass.table.enumerated() { unsafe classes[byte] = kind }
    unsafe word = .allocate(capacity: Self.longestWord)
  }

  deinit {
    unsafe tokens.deallocate()
    unsafe classes.deallocate()
    unsafe word.deallocate()
  }

  func removeAll() { count = 0 }

  /// Appends the tokens of one turn and returns which they are.
  ///
  /// - Parameters:
  ///   - base: the arena's first byte.
  ///   - text: where the turn's words stand in it.
  ///   - readable: bytes of the arena that may be read.
  func append(_ base: UnsafePointer<UInt8>, _ text: TextRange, readable: Int) -> Range<Int> {
    reserve(Int(text.count) + 16)
    var cursor = unsafe Cursor(count: count, turnStart: count, tokens: tokens, origin: text.offset)
    if text.end + 24 <= readable {
      unsafe scan(base + Int(text.offset), Int(text.count), &cursor)
    } else {
      scratch.removeAll(keepingCapacity: true)
      unsafe scratch.append(contentsOf: UnsafeBufferPointer(start: base + Int(text.offset), count: Int(text.count)))
      scratch.append(contentsOf: repeatElement(0, count: 24))
      unsafe scratch.withUnsafeBufferPointer { bytes in
        if let start = bytes.baseAddress { unsafe scan(start, Int(text.count), &cursor) }
      }
    }
    fillers = cursor.fillers
    let start = count
    count = cursor.count
    return start..<count
  }

  /// The loop over a text with at least 24 readable bytes behind it.
  private func scan(_ p: UnsafePointer<UInt8>, _ end: Int, _ given: inout Cursor) {
    var cursor = given
    let front = unsafe table.front
    let classes = unsafe classes
    let stemLimit = stemLimit
    var i = 0
    while i < end {
      let first = unsafe Self.load(p + i)
      let other = Self.nonLetters(first)
      if other & 0x80 != 0 {
        // Between words: mostly one mark and one space.
        let kind = unsafe classes[Int(p[i])]
        if kind == ByteClass.nothing { i &+= 1 } else { i = unsafe rare(p, i, end, &cursor) }
        continue
      }
      var low = first | 0x2020_2020_2020_2020
      var high: UInt64 = 0
      var length: Int
      if other != 0 {
        length = other.trailingZeroBitCount &>> 3
        low &= (1 &<< UInt64(length &* 8)) &- 1
      } else {
        let second = unsafe Self.load(p + i + 8)
        let more = Self.nonLetters(second).trailingZeroBitCount &>> 3
        length = 8 &+ more
        high = (second | 0x2020_2020_2020_2020) & (more < 8 ? (1 &<< UInt64(more &* 8)) &- 1 : .max)
      }
      // Beyond the text's end, or beside what may belong to the word: the slow way.
      let next = unsafe p[i &+ length]
      let mayGoOn = unsafe classes[Int(next)] & ByteClass.joins != 0
      if mayGoOn || i &+ length > end || (unsafe p[i &+ length &- 1]) == 0x27 || (unsafe p[i]) == 0x27 {
        i = unsafe rareWord(p, i, end, &cursor)
        continue
      }
      var entry = unsafe front + WordTable.place(low, high)
      if unsafe entry.pointee.low != low || entry.pointee.high != high { unsafe entry = table.fetch(low, high) }
      let start = cursor.origin &+ UInt32(truncatingIfNeeded: i)
      let stop = start &+ UInt32(truncatingIfNeeded: length)
      i &+= length
      if next == 0x20 { i &+= 1 }
      guard unsafe entry.pointee.flags == 0 else {
        unsafe emitRare(entry.pointee, start, stop, &cursor)
        continue
      }
      let id = unsafe entry.pointee.id
      let last = unsafe cursor.tokens + (cursor.count &- 1)
      if unsafe cursor.count > cursor.turnStart && last.pointee.id == id
        && (id != FixedToken.other && id < stemLimit || low == cursor.lastLow && high == cursor.lastHigh)
      {
        unsafe last.pointee.end = stop
      } else {
        unsafe cursor.tokens[cursor.count] = Token(
          start: start, end: stop, word: entry.pointee.word, content: entry.pointee.content, id: id,
          syllables: entry.pointee.syllables)
        cursor.count &+= 1
      }
      cursor.lastLow = low
      cursor.lastHigh = high
      cursor.lastWasFiller = false
    }
    given = cursor
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
