/// The sets of positions behind an automaton's states, and the way from one to the next.
@safe final class StateTable {
  private let graph: FlatGraph
  private let isAlwaysFirst: [Bool]
  private let most: Int
  private static let mostElements = 6_000_000

  /// Elements of all states one after the other: position << 6 | tokens of the piece so far.
  private let elements = GrowingBuffer<UInt32>()
  private let runs = GrowingBuffer<Range<Int32>>()
  private let flags = GrowingBuffer<UInt8>()
  /// By state, the classes of tokens that make a difference in it. All others lead where they lead from the empty state.
  let heeds: UnsafeMutablePointer<FlatGraph.ClassSet>
  /// States by hash, open-addressed: state number, 0 is empty.
  private var interned: [UInt32] = []

  // The set at hand: what can go on, and what ends.
  private let scratch = GrowingBuffer<UInt32>()
  private let next = GrowingBuffer<Int32>()
  private var scratchFlags: UInt8 = 0
  /// The pieces that end with the step at hand, sorted, each once.
  let ends = GrowingBuffer<AcceptTable.End>()

  private static let atSentenceStart: UInt8 = 1
  private static let atTurnStart: UInt8 = 2

  /// The state of the empty set in the middle of a sentence.
  static let empty: UInt32 = 2

  init(program: PatternProgram, most: Int) {
    graph = program.flat
    isAlwaysFirst = program.isAlwaysFirst
    // The first three are always there.
    self.most = max(most, 3)
    unsafe heeds = .allocate(capacity: self.most + 3)
    removeAll()
  }

  deinit { unsafe heeds.deallocate() }

  /// States so far.
  var count: Int { runs.count - 1 }
  var isFull: Bool { runs.count >= most || elements.count + scratch.count > Self.mostElements }

  /// Forgets all states but the start, which is state 1, and the empty one; keeps the set at hand.
  func removeAll() {
    elements.removeAll()
    runs.removeAll()
    flags.removeAll()
    interned = [UInt32](repeating: 0, count: 1 << 17)
    // State 0 is none; state 1 is the empty set where a turn begins.
    for first in [0, Self.atSentenceStart | Self.atTurnStart, 0] { append(0..<0, first) }
    interned[slot(nothing: true)] = Self.empty
  }

  private func append(_ run: Range<Int32>, _ flag: UInt8) {
    let state = runs.count
    runs.append(run)
    flags.append(flag)
    // Where a sentence begins, any word may begin what `^` anchors.
    var set: FlatGraph.ClassSet = flag == 0 ? 0 : .max
    for at in run { set |= graph.ahead[Int(elements[Int(at)] >> 6)] }
    unsafe heeds[state] = set
  }

  /// Makes the set that `state` goes over to with a token of a class the set at hand.
  func step(_ state: UInt32, _ word: UInt16) {
    let id = graph.memberOf[Int(word)]
    scratch.removeAll()
    ends.removeAll()
    let from = flags[Int(state)]
    var opensSentence = FixedToken.isBreak(id)
    next.removeAll()
    graph.appendFirst(.anywhere, id, to: next)
    if from & Self.atSentenceStart != 0 { graph.appendFirst(.sentenceStart, id, to: next) }
    if from & Self.atTurnStart != 0 { graph.appendFirst(.turnStart, id, to: next) }
    add(length: 0, &opensSentence)
    for at in runs[Int(state)] {
      let element = elements[Int(at)]
      next.removeAll()
      graph.appendFollowers(Int32(element >> 6), id, to: next)
      add(length: UInt8(element & 63), &opensSentence)
    }
    scratchFlags = opensSentence ? Self.atSentenceStart : 0
    Self.sortUnique(scratch)
    keepLongest()
    Self.sortUnique(ends)
  }

  /// Adds the positions in `next`, reached after so many tokens of their pieces.
  private func add(length: UInt8, _ opensSentence: inout Bool) {
    for index in next {
      let position = graph.position(index)
      if position.endsLeadIn { opensSentence = true }
      let tokens = position.endsLeadIn ? 0 : min(length + position.width, 63)
      if position.accepts >= 0 { ends.append(.init(piece: position.accepts, length: tokens, back: position.back)) }
      if position.from < position.to { scratch.append(UInt32(index) << 6 | UInt32(tokens)) }
    }
  }

  /// Of a piece that begins its patterns only the longest match counts.
  private func keepLongest() {
    let all = unsafe UnsafeBufferPointer(start: ends.start, count: ends.count)
    var kept = 0
    for index in 0..<all.count {
      let end = unsafe all[index]
      let isLonger = { (other: AcceptTable.End) in
        other.piece == end.piece && other.back == end.back && other.length > end.length
      }
      if unsafe !isAlwaysFirst[Int(end.piece)] || !all.contains(where: isLonger) {
        swapAt(kept, index)
        kept += 1
      }
    }
    ends.removeLast(ends.count - kept)
  }

  private func swapAt(_ one: Int, _ other: Int) {
    guard one != other else { return }
    let kept = ends[one]
    ends[one] = ends[other]
    ends[other] = kept
  }

  /// Sorts a set and drops doubles.
  private static func sortUnique<Element: Comparable>(_ set: GrowingBuffer<Element>) {
    var all = unsafe UnsafeMutableBufferPointer(start: set.start, count: set.count)
    unsafe all.sort()
    var kept = 0
    for at in 0..<set.count where kept == 0 || set[at] != set[kept - 1] {
      set[kept] = set[at]
      kept += 1
    }
    set.removeLast(set.count - kept)
  }

  /// The state of the set at hand, new or known.
  func intern() -> UInt32 {
    var index = slot(nothing: false)
    while interned[index] != 0 {
      let state = interned[index]
      if flags[Int(state)] == scratchFlags, isAtHand(runs[Int(state)]) { return state }
      index = (index + 1) & (interned.count - 1)
    }
    let state = UInt32(runs.count)
    interned[index] = state
    let from = Int32(elements.count)
    for element in scratch { elements.append(element) }
    append(from..<Int32(elements.count), scratchFlags)
    return state
  }

  /// Where the search for the set at hand begins, or for the empty set.
  private func slot(nothing: Bool) -> Int {
    var hash: UInt64 = 0x9e37_79b9_7f4a_7c15 ^ UInt64(nothing ? 0 : scratchFlags)
    if !nothing {
      for element in scratch {
        hash = (hash ^ UInt64(element)) &* 0xff51_afd7_ed55_8ccd
        hash ^= hash >> 32
      }
    }
    return Int(truncatingIfNeeded: hash) & (interned.count - 1)
  }

  private func isAtHand(_ run: Range<Int32>) -> Bool {
    guard run.count == scratch.count else { return false }
    for at in 0..<scratch.count where elements[Int(run.lowerBound) + at] != scratch[at] { return false }
    return true
  }
}
