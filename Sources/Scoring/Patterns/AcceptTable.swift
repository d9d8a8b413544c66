/// What is to be done where pieces end: each different set of ends once, however many steps of the automaton lead to it.
@safe final class AcceptTable {
  /// What a piece that ends has to do with one pattern, or with several that go on alike.
  struct Action: BitwiseCopyable {
    /// A pattern, an opener or a link: see `Accept`.
    var number: Int32
    /// Tokens of the piece, and tokens looked ahead beyond its end.
    var length: UInt8
    var back: UInt8
    /// For a link, the opener that it follows.
    var after: UInt16 = 0
  }

  /// A set of openers (`PatternProgram.Link.opener`), folded to 256 bits: it may say yes too often, never no.
  typealias OpenSet = SIMD4<UInt64>

  /// A set's actions in `actions`: `from..<opens` are patterns of one piece, which match; `opens..<later` are openers, which
  /// others may follow; `later..<to` are links, which go on with a pattern where what they follow is open.
  struct Accept: BitwiseCopyable {
    var from: Int32 = 0
    var opens: Int32 = 0
    var later: Int32 = 0
    var to: Int32 = 0
  }

  /// A set in short: what it opens, and of which openers one must be open for any of its links.
  struct Filter: BitwiseCopyable {
    var opens = OpenSet()
    var needs = OpenSet()
  }

  /// A piece that ends, in one number, so that sets can be sorted: what ended before the token at hand comes first, as a
  /// piece that ends with it may follow on that.
  struct End: BitwiseCopyable, Comparable {
    private(set) var key: UInt64

    init(piece: Int32, length: UInt8, back: UInt8) {
      key = UInt64(255 - back) << 48 | UInt64(UInt32(bitPattern: piece)) << 8 | UInt64(length)
    }

    var piece: Int32 { Int32(truncatingIfNeeded: key >> 8) }
    var length: UInt8 { UInt8(truncatingIfNeeded: key) }
    var back: UInt8 { 255 - UInt8(truncatingIfNeeded: key >> 48) }
    static func < (one: End, other: End) -> Bool { one.key < other.key }
  }

  /// Sets at most; then the automaton starts over.
  static let most = 1 << 14

  let actions = GrowingBuffer<Action>()
  private let accepts = GrowingBuffer<Accept>()
  private let filters = GrowingBuffer<Filter>()
  private let ends = GrowingBuffer<End>()
  private let runs = GrowingBuffer<Range<Int32>>()
  /// Sets by hash, open-addressed: the set's number, 0 is empty.
  private let interned: UnsafeMutablePointer<UInt16>
  private let program: PatternProgram

  init(program: PatternProgram) {
    self.program = program
    unsafe interned = .allocate(capacity: 2 * Self.most)
    removeAll()
  }

  deinit { unsafe interned.deallocate() }

  var isFull: Bool { accepts.count >= Self.most }

  func removeAll() {
    actions.removeAll()
    accepts.removeAll()
    filters.removeAll()
    ends.removeAll()
    runs.removeAll()
    accepts.append(Accept())
    filters.append(Filter())
    runs.append(0..<0)
    unsafe interned.initialize(repeating: 0, count: 2 * Self.most)
  }

  /// Where a set's actions stand.
  @inline(__always) func accept(_ number: Int) -> UnsafePointer<Accept> {
    unsafe UnsafePointer(accepts.start + number)
  }

  /// A set's openers, and what its links need.
  @inline(__always) func filter(_ number: Int) -> UnsafePointer<Filter> {
    unsafe UnsafePointer(filters.start + number)
  }

  /// The bit of an opener in an `OpenSet`.
  @inline(__always) static func fold(_ opener: Int32, into set: inout OpenSet) {
    set[Int(opener &>> 6 & 3)] |= 1 &<< UInt64(opener & 63)
  }

  /// The number of a sorted set of ends, new or known; 0 for the empty one.
  func number(of set: GrowingBuffer<End>) -> UInt32 {
    guard !set.isEmpty else { return 0 }
    var hash: UInt64 = 0x9e37_79b9_7f4a_7c15
    for end in set {
      hash = (hash ^ end.key) &* 0xff51_afd7_ed55_8ccd
      hash ^= hash >> 32
    }
    let mask = 2 * Self.most - 1
    var index = Int(truncatingIfNeeded: hash) & mask
    while unsafe interned[index] != 0 {
      let number = unsafe Int(interned[index])
      if holds(set, runs[number]) { return UInt32(number) }
      index = (index + 1) & mask
    }
    let number = accepts.count
    unsafe interned[index] = UInt16(number)
    let from = Int32(ends.count)
    for end in set { ends.append(end) }
    runs.append(from..<Int32(ends.count))
    append(set)
    return UInt32(number)
  }

  private func holds(_ set: GrowingBuffer<End>, _ run: Range<Int32>) -> Bool {
    guard run.count == set.count else { return false }
    for at in 0..<set.count where ends[Int(run.lowerBound) + at] != set[at] { return false }
    return true
  }

  private func append(_ set: GrowingBuffer<End>) {
    var accept = Accept()
    accept.from = Int32(actions.count)
    var filter = Filter()
    appendMatches(set)
    accept.opens = Int32(actions.count)
    appendOpeners(set, &filter.opens)
    accept.later = Int32(actions.count)
    appendLinks(set, &filter.needs)
    accept.to = Int32(actions.count)
    accepts.append(accept)
    filters.append(filter)
  }

  private func appendMatches(_ set: GrowingBuffer<End>) {
    for end in set {
      for link in links(of: end) where link.link.previous < 0 {
        for at in link.link.completes {
          actions.append(Action(number: program.completed[Int(at)], length: end.length, back: end.back))
        }
      }
    }
  }

  private func appendOpeners(_ set: GrowingBuffer<End>, _ opened: inout OpenSet) {
    for end in set {
      for link in links(of: end) where link.link.previous < 0 && link.link.opener >= 0 {
        Self.fold(link.link.opener, into: &opened)
        actions.append(Action(number: link.link.opener, length: end.length, back: end.back))
      }
    }
  }

  private func appendLinks(_ set: GrowingBuffer<End>, _ needed: inout OpenSet) {
    for end in set {
      for link in links(of: end) where link.link.previous >= 0 {
        let opener = program.links[Int(link.link.previous)].opener
        Self.fold(opener, into: &needed)
        actions.append(
          Action(number: link.number, length: end.length, back: end.back, after: UInt16(opener)))
      }
    }
  }

  private func links(of end: End) -> some Sequence<(number: Int32, link: PatternProgram.Link)> {
    program.linksOfPiece[Int(end.piece)].lazy.map { [program] at in
      let number = program.pieceLinks[Int(at)]
      return (number, program.links[Int(number)])
    }
  }
}
