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
  /// Bytes behind a text that a block may read.
  private static let padding = 80

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
    if text.end + Self.padding <= readable {
      unsafe scan(base + Int(text.offset), Int(text.count), &cursor)
    } else {
      scratch.removeAll(keepingCapacity: true)
      unsafe scratch.append(contentsOf: UnsafeBufferPointer(start: base + Int(text.offset), count: Int(text.count)))
      scratch.append(contentsOf: repeatElement(0, count: Self.padding))
      unsafe scratch.withUnsafeBufferPointer { bytes in
        if let start = bytes.baseAddress { unsafe scan(start, Int(text.count), &cursor) }
      }
    }
    fillers = cursor.fillers
    let start = count
    count = cursor.count
    return start..<count
  }

  /// The loop over a text with `padding` readable bytes behind it: 64 bytes at a time are cut into words by bit masks, so
  /// that one word's lookup need not wait for the length of the one before.
  private func scan(_ p: UnsafePointer<UInt8>, _ end: Int, _ given: inout Cursor) {
    var cursor = given
    var base = 0
    while base < end {
      let block = unsafe TextBlock(p + base, readable: end - base)
      let isLast = end - base <= 64
      // What begins a word, and what is neither of a word nor a space.
      var events = (block.words & ~(block.words &<< 1)) | block.marks
      var next = base + min(64, end - base)
      while events != 0 {
        let at = events.trailingZeroBitCount
        if block.marks &>> UInt64(truncatingIfNeeded: at) & 1 != 0 {
          let i =
            unsafe classes[Int(p[base + at])] == ByteClass.nothing ? base + at + 1 : rare(p, base + at, end, &cursor)
          if i - base >= 64 {
            next = i
            break
          }
          events &= ~0 &<< UInt64(truncatingIfNeeded: i &- base)
          // A slow way may have ended inside of a word's bytes.
          if block.words &>> UInt64(truncatingIfNeeded: i &- base) & 1 != 0 {
            events |= 1 &<< UInt64(truncatingIfNeeded: i &- base)
          }
          continue
        }
        let length = (~(block.words &>> UInt64(truncatingIfNeeded: at))).trailingZeroBitCount
        let stop = at &+ length
        if stop >= 64 && !isLast {
          // It may go on in the next block, which begins with it.
          next = at == 0 ? unsafe rareWord(p, base, end, &cursor) : base + at
          break
        }
        let isPlain =
          length <= 16
          && (stop >= 64 || block.marks &>> UInt64(truncatingIfNeeded: stop) & 1 == 0
            || !mayJoin(unsafe p[base + stop]))
          && (block.apostrophes == 0 || !block.hasApostrophe(atEndsOf: at, stop))
        if isPlain {
          unsafe emit(p + base + at, length, cursor.origin &+ UInt32(truncatingIfNeeded: base + at), &cursor)
          events &= stop >= 64 ? 0 : ~0 &<< UInt64(truncatingIfNeeded: stop)
        } else {
          let i = unsafe rareWord(p, base + at, end, &cursor)
          if i - base >= 64 {
            next = i
            break
          }
          events &= ~0 &<< UInt64(truncatingIfNeeded: i &- base)
          if block.words &>> UInt64(truncatingIfNeeded: i &- base) & 1 != 0 {
            events |= 1 &<< UInt64(truncatingIfNeeded: i &- base)
          }
        }
      }
      base = next
    }
    given = cursor
  }

  @inline(__always) private func mayJoin(_ byte: UInt8) -> Bool {
    unsafe classes[Int(byte)] & ByteClass.joins != 0
  }

  /// Looks up a word of at most 16 letters and appends what it becomes.
  @inline(__always)
  private func emit(_ word: UnsafePointer<UInt8>, _ length: Int, _ start: UInt32, _ cursor: inout Cursor) {
    let fold: UInt64 = 0x2020_2020_2020_2020
    var low = unsafe TextBlock.load(word) | fold
    var high: UInt64 = 0
    if length < 8 {
      low &= (1 &<< UInt64(truncatingIfNeeded: length &* 8)) &- 1
    } else if length > 8 {
      let rest = UInt64(truncatingIfNeeded: 128 &- length &* 8)
      high = unsafe ((TextBlock.load(word + 8) | fold) &<< rest) &>> rest
    }
    var entry = unsafe table.front + WordTable.place(low, high)
    if unsafe entry.pointee.low != low || entry.pointee.high != high { unsafe entry = table.fetch(low, high) }
    let stop = start &+ UInt32(truncatingIfNeeded: length)
    guard unsafe entry.pointee.flags == 0 else { return unsafe emitRare(entry.pointee, start, stop, &cursor) }
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

  private func reserve(_ more: Int) {
    guard count + more > capacity else { return }
    let wider = max(capacity * 2, count + more)
    let grown = UnsafeMutablePointer<Token>.allocate(capacity: wider)
    unsafe grown.update(from: tokens, count: count)
    unsafe tokens.deallocate()
    unsafe tokens = grown
    capacity = wider
  }
}
