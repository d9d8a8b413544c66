/// One match of one pattern.
struct PatternMatch: Hashable {
  /// The pattern's number in its program.
  var pattern: Int32
  /// First token, as an index into the tokenizer's tokens.
  var start: Int32
  /// One past the last token.
  var end: Int32
}

/// Runs a program over the tokens of turns: one table lookup a token, and work only where a piece ends.
@safe final class Matcher {
  private let program: PatternProgram
  let states: StateCache
  /// Matches of the turns so far, by where they end, until `removeAll`.
  private(set) var matches: UnsafeMutablePointer<PatternMatch>
  private(set) var count = 0
  private var capacity = 1 << 10

  /// Where a link's last 32 open ends lie, on a clock that runs on from turn to turn.
  private struct Open {
    var lastEnd: UInt32 = 0
    /// Bit k: an end at `lastEnd - k`.
    var mask: UInt32 = 0
  }
  private let open: UnsafeMutablePointer<Open>
  /// Start of the match for each open end: 32 a link, by `end & 31`.
  private let startOf: UnsafeMutablePointer<UInt32>
  private var clock: UInt32 = 64

  init(program: PatternProgram) {
    self.program = program
    states = StateCache(program: program)
    let links = program.links.count
    unsafe open = .allocate(capacity: links)
    unsafe open.initialize(repeating: Open(), count: links)
    unsafe startOf = .allocate(capacity: links * 32)
    unsafe startOf.initialize(repeating: 0, count: links * 32)
    unsafe matches = .allocate(capacity: capacity)
  }

  deinit {
    unsafe open.deallocate()
    unsafe startOf.deallocate()
    unsafe matches.deallocate()
  }

  func removeAll() { count = 0 }

  /// Appends the matches of one turn and returns which they are.
  func append(_ tokens: UnsafePointer<Token>, _ turn: Range<Int>) -> Range<Int> {
    let from = count
    var state = states.start
    var index = turn.lowerBound
    while index < turn.upperBound {
      let packed = unsafe states.run(state, tokens, &index, turn.upperBound)
      state = packed & ~StateCache.acceptBit
      if packed & StateCache.acceptBit != 0 {
        unsafe accept(state, tokens, index, turn)
        index += 1
      }
    }
    let packed = states.next(state, FixedToken.end)
    if packed & StateCache.acceptBit != 0 {
      unsafe accept(packed & ~StateCache.acceptBit, tokens, turn.upperBound, turn)
    }
    clock &+= UInt32(truncatingIfNeeded: turn.count) &+ 64
    if clock > 1 << 30 { forgetOpenEnds() }
    return from..<count
  }

  private func accept(_ state: UInt32, _ tokens: UnsafePointer<Token>, _ index: Int, _ turn: Range<Int>) {
    let atThisToken = count
    for number in states.accepts(of: state) {
      let found = states.accept(number)
      // On the turn's own scale, from 0; the end is the match's last token.
      let end = index - turn.lowerBound - Int(found.back)
      let start = end - Int(found.length) + 1
      for at in program.linksOfPiece[Int(found.piece)] {
        let link = Int(program.pieceLinks[Int(at)])
        var from = start
        if program.links[link].previous >= 0 {
          guard let earlier = unsafe earliest(link, before: start, tokens + turn.lowerBound) else { continue }
          from = earlier
        }
        if program.links[link].hasNext { leaveOpen(link, end, from) }
        for pattern in program.links[link].completes {
          emit(program.completed[Int(pattern)], turn.lowerBound + from, turn.lowerBound + end + 1, since: atThisToken)
        }
      }
    }
  }

  private func emit(_ pattern: Int32, _ start: Int, _ end: Int, since: Int) {
    // The same pattern may end here in several ways: the longest stands for all.
    for at in since..<count where unsafe matches[at].pattern == pattern && matches[at].end == Int32(end) {
      unsafe matches[at].start = unsafe min(matches[at].start, Int32(start))
      return
    }
    if count == capacity { grow() }
    unsafe matches[count] = PatternMatch(pattern: pattern, start: Int32(start), end: Int32(end))
    count += 1
  }

  private func grow() {
    let wider = UnsafeMutablePointer<PatternMatch>.allocate(capacity: capacity * 2)
    unsafe wider.update(from: matches, count: count)
    unsafe matches.deallocate()
    unsafe matches = unsafe wider
    capacity *= 2
  }

  private func leaveOpen(_ link: Int, _ end: Int, _ start: Int) {
    let time = clock &+ UInt32(end)
    var entry = unsafe open[link]
    let passed = time &- entry.lastEnd
    let slot = link &* 32 &+ Int(time & 31)
    if entry.mask != 0 && passed == 0 {
      unsafe startOf[slot] = unsafe min(startOf[slot], clock &+ UInt32(start))
      return
    }
    // Ends that look ahead by different amounts may come out of order by a token or two.
    if passed > UInt32.max / 2 {
      let age = entry.lastEnd &- time
      if age < 32 { entry.mask |= 1 << age }
    } else {
      entry.mask = passed < 32 ? entry.mask << passed | 1 : 1
      entry.lastEnd = time
    }
    unsafe open[link] = entry
    unsafe startOf[slot] = clock &+ UInt32(start)
  }

  /// The earliest start of what came before a link, where that ended close enough before `start` in the same sentence.
  private func earliest(_ link: Int, before start: Int, _ tokens: UnsafePointer<Token>) -> Int? {
    let previous = Int(program.links[link].previous)
    let entry = unsafe open[previous]
    let gap = Int(program.links[link].gap)
    let latest = clock &+ UInt32(start) &- 1
    guard entry.mask != 0, entry.lastEnd &+ UInt32(gap) >= latest &- 64, entry.lastEnd >= clock else { return nil }
    var best: UInt32?
    var end = start - 1
    var room = gap
    while end >= 0 {
      let time = clock &+ UInt32(end)
      if time <= entry.lastEnd, entry.lastEnd &- time < 32, entry.mask & (1 << (entry.lastEnd &- time)) != 0 {
        let from = unsafe startOf[previous &* 32 &+ Int(time & 31)]
        best = min(best ?? from, from)
      }
      // The word at `end` would have to stand in the gap.
      if room == 0 || FixedToken.isBreak(unsafe tokens[end].id) { break }
      room -= 1
      end -= 1
    }
    return best.map { Int($0 &- clock) }
  }

  private func forgetOpenEnds() {
    unsafe open.update(repeating: Open(), count: program.links.count)
    clock = 64
  }
}
