/// What is to be done where pieces end: each different set of ends once, however many steps of the automaton lead to it.
@safe final class AcceptTable {
  /// One for each link of a piece that ends.
  struct Action: BitwiseCopyable {
    var link: Int32
    /// Tokens of the piece, and tokens looked ahead beyond its end.
    var length: UInt8
    var back: UInt8
  }

  /// A set of openers (`PatternProgram.Link.opener`), folded to 256 bits: it may say yes too often, never no.
  typealias OpenSet = SIMD4<UInt64>

  /// A set's actions in `actions`: `from..<later` begin a pattern, `later..<to` go on with one, for which one of `needs`
  /// must be open.
  struct Accept: BitwiseCopyable {
    var needs = OpenSet()
    var from: Int32 = 0
    var later: Int32 = 0
    var to: Int32 = 0
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
    ends.removeAll()
    runs.removeAll()
    accepts.append(Accept())
    runs.append(0..<0)
    unsafe interned.initialize(repeating: 0, count: 2 * Self.most)
  }

  /// Where a set's actions stand.
  @inline(__always) func accept(_ number: Int) -> UnsafePointer<Accept> {
    unsafe UnsafePointer(accepts.start + number)
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
    append(set, first: true, &accept)
    accept.later = Int32(actions.count)
    append(set, first: false, &accept)
    accept.to = Int32(actions.count)
    accepts.append(accept)
  }

  private func append(_ set: GrowingBuffer<End>, first: Bool, _ accept: inout Accept) {
    for end in set {
      for at in program.linksOfPiece[Int(end.piece)] {
        let number = program.pieceLinks[Int(at)]
        let previous = program.links[Int(number)].previous
        guard (previous < 0) == first else { continue }
        if !first { Self.fold(program.links[Int(previous)].opener, into: &accept.needs) }
        actions.append(Action(link: number, length: end.length, back: end.back))
      }
    }
  }
}
