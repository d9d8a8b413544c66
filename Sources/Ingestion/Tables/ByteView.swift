import Glibc

/// Bytes that a decoder scans and changes in place, valid for the duration of one call.
///
/// Reads of eight bytes may reach up to eight bytes beyond `count`: whoever makes a view sees to that padding.
@safe struct ByteView {
  private let base: UnsafeMutablePointer<UInt8>
  let count: Int

  static let padding = 16

  /// `bytes` must be followed by `padding` readable bytes.
  init(_ bytes: UnsafeMutableBufferPointer<UInt8>, count: Int) {
    precondition(count >= 0 && count <= bytes.count)
    guard let address = bytes.baseAddress else { preconditionFailure("a view of no memory") }
    unsafe base = address
    self.count = count
  }

  @inline(__always)
  subscript(index: Int) -> UInt8 {
    get {
      assert(index >= 0 && index < count + ByteView.padding)
      return unsafe base[index]
    }
    nonmutating set {
      assert(index >= 0 && index < count)
      unsafe base[index] = newValue
    }
  }

  /// Eight bytes from `index` on, the first in the lowest bits.
  @inline(__always)
  func word(_ index: Int) -> UInt64 {
    assert(index >= 0 && index <= count + ByteView.padding - 8)
    return unsafe UInt64(littleEndian: UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self))
  }

  /// First place of a byte in `start..<end`, or `end`.
  @inline(__always)
  func first(_ byte: UInt8, from start: Int, to end: Int) -> Int {
    guard start < end, let hit = unsafe memchr(base + start, CInt(byte), end - start) else { return end }
    return unsafe UnsafePointer(base).distance(to: UnsafePointer(hit.assumingMemoryBound(to: UInt8.self)))
  }

  /// How often a byte stands in a range: eight sums of bytes at once, added up before they could overflow.
  func count(of byte: UInt8, in range: Range<Int>) -> Int {
    let pattern = Swar.all(byte)
    var total = 0
    var index = range.lowerBound
    while index + 8 <= range.upperBound {
      var sums: UInt64 = 0
      let steps = min((range.upperBound - index) / 8, 255)
      for step in 0..<steps {
        let difference = unsafe UnsafeRawPointer(base + index + step &* 8).loadUnaligned(as: UInt64.self) ^ pattern
        let sevenBits = (difference & ~Swar.highs) &+ ~Swar.highs
        sums &+= (~(sevenBits | difference) & Swar.highs) &>> 7
      }
      index += steps * 8
      let pairs = (sums & 0x00FF_00FF_00FF_00FF) &+ ((sums &>> 8) & 0x00FF_00FF_00FF_00FF)
      total &+= Int(truncatingIfNeeded: (pairs &* 0x0001_0001_0001_0001) &>> 48)
    }
    while index < range.upperBound {
      if self[index] == byte { total += 1 }
      index += 1
    }
    return total
  }

  /// Last place of a byte in `start..<end`, or nil.
  func last(_ byte: UInt8, from start: Int, to end: Int) -> Int? {
    var index = end
    while index > start {
      index -= 1
      if self[index] == byte { return index }
    }
    return nil
  }

  /// Whether two runs of the same length hold the same bytes.
  @inline(__always)
  func areEqual(_ left: Int, _ right: Int, count: Int) -> Bool {
    assert(left + count <= self.count && right + count <= self.count)
    return unsafe memcmp(base + left, base + right, count) == 0
  }

  /// Moves bytes down, over others.
  func move(_ range: Range<Int>, to target: Int) {
    unsafe _ = memmove(base + target, base + range.lowerBound, range.count)
  }

  func buffer(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
    unsafe UnsafeBufferPointer(start: base + range.lowerBound, count: range.count)
  }

  func array(_ range: Range<Int>) -> [UInt8] { unsafe Array(buffer(range)) }

  func string(_ range: Range<Int>) -> String { unsafe String(decoding: buffer(range), as: UTF8.self) }
}

/// Bit tricks on eight bytes at a time; after "Bit Twiddling Hacks" (Anderson) and Mycroft's zero-byte test.
enum Swar {
  static let ones: UInt64 = 0x0101_0101_0101_0101
  static let highs: UInt64 = 0x8080_8080_8080_8080

  /// A byte in all eight places.
  @inline(__always)
  static func all(_ byte: UInt8) -> UInt64 { UInt64(byte) &* ones }

  /// High bits set where bytes of `word` equal the pattern's; exact for the lowest hit, higher ones may be false.
  @inline(__always)
  static func hits(_ word: UInt64, _ pattern: UInt64) -> UInt64 {
    let difference = word ^ pattern
    return (difference &- ones) & ~difference & highs
  }

  /// The same, exact for every byte.
  @inline(__always)
  static func exactHits(_ word: UInt64, _ pattern: UInt64) -> UInt64 {
    let difference = word ^ pattern
    let sevenBits = (difference & ~highs) &+ ~highs
    return ~(sevenBits | difference) & highs
  }

  /// Index of the lowest byte that was hit.
  @inline(__always)
  static func index(_ hits: UInt64) -> Int { hits.trailingZeroBitCount &>> 3 }
}
