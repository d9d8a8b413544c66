import Record

/// Seeded damage to samples: what transfers, editors and hands do to files, and what a fuzzer would try.
///
/// The same seed gives the same bytes on every machine.
struct Mutator {
  private var random: SeededGenerator
  private let words: [[UInt8]]

  /// - Parameter words: what is put in besides what every format knows.
  init(seed: UInt64, words: [String]) {
    random = SeededGenerator(seed: seed)
    self.words = (Self.common + words).map { Array($0.utf8) }
  }

  /// Numbers at the edges of types, marks of all formats, characters of every length, what is no UTF-8 once it is cut.
  private static let common = [
    "0", "-1", "9223372036854775807", "-9223372036854775808", "99999999999999999999999", "1e308", "0.0000001", "NaN",
    "\"", "'", ",", ";", ":", "\n", "\r\n", "\r", "\t", "\0", "\u{1}", " ", "\\", "\u{FEFF}", "é", "漢", "🙂", "[", "]",
    "{",
    "}", "<", ">", "&", "%", "=", "/", "--", "\u{200B}", "\u{FFFF}",
  ]

  /// Larger than a block of the smallest size several times over, small enough for a hundred cases a second.
  private static let longest = 4 << 10

  /// One sample, damaged one to five times.
  mutating func damaged(_ seeds: [[UInt8]]) -> [UInt8] {
    guard !seeds.isEmpty else { return [] }
    var bytes = seeds[below(seeds.count)]
    for _ in 0...below(5) {
      damage(&bytes, seeds)
      if bytes.count > Self.longest { bytes.removeLast(bytes.count - Self.longest) }
    }
    return bytes
  }

  mutating func below(_ bound: Int) -> Int { bound > 0 ? Int(random.next() % UInt64(bound)) : 0 }

  private mutating func damage(_ bytes: inout [UInt8], _ seeds: [[UInt8]]) {
    let at = below(bytes.count + 1)
    switch below(12) {
    case 0 where at < bytes.count: bytes[at] ^= 1 << UInt8(below(8))
    case 1 where at < bytes.count: bytes[at] = UInt8(below(256))
    case 2: bytes.removeSubrange(range(in: bytes))
    case 3: bytes.removeLast(bytes.count - at)
    case 4: splice(&bytes, at, seeds)
    case 5: swapTokens(&bytes)
    case 6: repeatToken(&bytes)
    case 7: nest(&bytes, at)
    case 8: bytes.insert(contentsOf: bytes[range(in: bytes)], at: at)
    case 9: bytes.insert(contentsOf: (0...below(8)).map { _ in UInt8(below(256)) }, at: at)
    default: bytes.insert(contentsOf: words[below(words.count)], at: at)
    }
  }

  private mutating func range(in bytes: [UInt8]) -> Range<Int> {
    let start = below(bytes.count + 1)
    return start..<start + below(min(bytes.count - start, below(4) == 0 ? 400 : 16) + 1)
  }

  /// Goes on with a part of another sample.
  private mutating func splice(_ bytes: inout [UInt8], _ at: Int, _ seeds: [[UInt8]]) {
    let other = seeds[below(seeds.count)]
    bytes.replaceSubrange(at..<bytes.count, with: other[below(other.count + 1)...])
  }

  /// A run of letters and digits, or a single other byte, around or behind a place.
  private func token(_ bytes: [UInt8], _ place: Int) -> Range<Int> {
    func isWord(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte >= 0x80 }
    guard place < bytes.count else { return bytes.count..<bytes.count }
    guard isWord(bytes[place]) else { return place..<place + 1 }
    var start = place
    while start > 0, isWord(bytes[start - 1]) { start -= 1 }
    return start..<(bytes[place...].firstIndex { !isWord($0) } ?? bytes.count)
  }

  private mutating func swapTokens(_ bytes: inout [UInt8]) {
    let (left, right) = (token(bytes, below(bytes.count)), token(bytes, below(bytes.count)))
    guard left.upperBound <= right.lowerBound else { return }
    let (first, second) = (Array(bytes[left]), Array(bytes[right]))
    bytes.replaceSubrange(right, with: first)
    bytes.replaceSubrange(left, with: second)
  }

  private mutating func repeatToken(_ bytes: inout [UInt8]) {
    let found = token(bytes, below(bytes.count))
    let count = min([1, 2, 20, 300][below(4)], Self.longest / max(found.count, 1))
    bytes.insert(contentsOf: repeatElement(Array(bytes[found]), count: count).joined(), at: found.upperBound)
  }

  /// Opens brackets, elements or quotes within each other, deeper than any limit, and closes some of them.
  private mutating func nest(_ bytes: inout [UInt8], _ at: Int) {
    let pairs = [("[", "]"), ("{\"a\":", "}"), ("(", ")"), ("<b>", "</b>"), ("\"", "\""), ("- ", "\n"), ("[a", "]")]
    let (open, close) = pairs[below(pairs.count)]
    let depth = [3, 40, 260, 1200][below(4)]
    let text =
      String(repeating: open, count: depth) + (below(2) == 0 ? String(repeating: close, count: depth) : "")
    bytes.insert(contentsOf: text.utf8, at: at)
  }
}
