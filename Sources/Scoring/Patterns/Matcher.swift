/// One match of one pattern.
struct PatternMatch: Hashable, BitwiseCopyable {
  /// The pattern's number in its program.
  var pattern: Int32
  /// First token, as an index into the tokenizer's tokens.
  var start: Int32
  /// One past the last token.
  var end: Int32
}

/// Runs a program over the tokens of turns: one table lookup a token, and work only where a piece ends.
@safe final class Matcher {
  let states: StateCache
  /// Matches of the turns so far, by where they end, until `removeAll`.
  let matches = GrowingBuffer<PatternMatch>()

  /// A link with what the loop needs of it.
  private struct Link: BitwiseCopyable {
    var previous: Int32
    var gap: Int32
    /// Its patterns, as a run of `completed`.
    var from: Int32
    var to: Int32
    var opener: Int32
  }

  /// Where a link's last 32 open ends lie, on a clock that runs on from turn to turn.
  private struct Open: BitwiseCopyable {
    var lastEnd: UInt32 = 0
    /// Bit k: an end at `lastEnd - k`.
    var mask: UInt32 = 0
  }
  private let links: UnsafeMutablePointer<Link>
  private let linkCount: Int
  private let completed: UnsafeMutablePointer<Int32>
  private let open: UnsafeMutablePointer<Open>
  /// Start of the match for each open end: 32 a link, by `end & 31`.
  private let startOf: UnsafeMutablePointer<UInt32>
  private var clock: UInt32 = 64
  /// What was opened among the last tokens, and among those before: whatever may still be followed is in one of them.
  private var opened = AcceptTable.OpenSet()
  private var openedBefore = AcceptTable.OpenSet()
  private var openedSince = 0
  /// Pieces that go on with a pattern matter once one has begun.
  private var stops = StateCache.begins
  /// Tokens that pass before what was opened is forgotten: more than the widest gap with the longest piece behind it.
  private static let reach = 64

  /// Pieces that ended, and matches, since the beginning: what the automaton leaves to do.
  private(set) var actionCount = 0
  private(set) var matchCount = 0

  /// - Parameter mostStates: states that the automaton may hold before it starts over.
  init(program: PatternProgram, mostStates: Int = 60_000) {
    states = StateCache(program: program, mostStates: mostStates)
    linkCount = program.links.count
    unsafe links = .allocate(capacity: linkCount)
    for (index, link) in program.links.enumerated() {
      let flat = Link(
        previous: link.previous, gap: Int32(link.gap), from: link.completes.lowerBound, to: link.completes.upperBound,
        opener: link.opener)
      unsafe (links + index).initialize(to: flat)
    }
    unsafe completed = .allocate(capacity: program.completed.count)
    for (index, pattern) in program.completed.enumerated() { unsafe completed[index] = pattern }
    unsafe open = .allocate(capacity: linkCount)
    unsafe open.initialize(repeating: Open(), count: linkCount)
    unsafe startOf = .allocate(capacity: linkCount * 32)
    unsafe startOf.initialize(repeating: 0, count: linkCount * 32)
  }

  deinit {
    unsafe links.deallocate()
    unsafe completed.deallocate()
    unsafe open.deallocate()
    unsafe startOf.deallocate()
  }

  func removeAll() { matches.removeAll() }

  /// Appends the matches of one turn and returns which they are.
  @discardableResult
  func append(_ tokens: UnsafePointer<Token>, _ turn: Range<Int>) -> Range<Int> {
    let from = matches.count
    opened = AcceptTable.OpenSet()
    openedBefore = opened
    openedSince = 0
    stops = StateCache.begins
    var state = states.start
    var index = turn.lowerBound
    while index < turn.upperBound {
      let step = unsafe states.run(state, tokens, &index, turn.upperBound, stops: stops)
      state = StateCache.state(step)
      if step & stops != 0 {
        unsafe accept(StateCache.accept(step), tokens, index, turn)
        index += 1
      }
    }
    let step = states.next(state, FixedToken.end)
    if step & stops != 0 { unsafe accept(StateCache.accept(step), tokens, turn.upperBound, turn) }
    clock &+= UInt32(truncatingIfNeeded: turn.count) &+ 64
    if clock > 1 << 30 { forgetOpenEnds() }
    matchCount &+= matches.count &- from
    return from..<matches.count
  }

  private func accept(_ number: Int, _ tokens: UnsafePointer<Token>, _ index: Int, _ turn: Range<Int>) {
    let atThisToken = matches.count
    let clock = clock
    let here = index &- turn.lowerBound
    let base = unsafe tokens + turn.lowerBound
    if here &- openedSince >= Self.reach {
      openedBefore = here &- openedSince >= 2 &* Self.reach ? AcceptTable.OpenSet() : opened
      opened = AcceptTable.OpenSet()
      openedSince = here
    }
    let accept = unsafe states.accepts.accept(number)
    let actions = unsafe states.accepts.actions.start
    var at = unsafe Int(accept.pointee.from)
    let later = unsafe Int(accept.pointee.later)
    actionCount &+= later &- at
    while at < later {
      let action = unsafe actions[at]
      let end = here &- Int(action.back)
      take(action, unsafe links[Int(action.link)], end, end &- Int(action.length) &+ 1, turn, since: atThisToken)
      at &+= 1
    }
    // Most pieces that go on with a pattern end where nothing is open for them.
    guard unsafe ((opened | openedBefore) & accept.pointee.needs) != AcceptTable.OpenSet() else { return }
    let to = unsafe Int(accept.pointee.to)
    actionCount &+= to &- at
    while at < to {
      let action = unsafe actions[at]
      at &+= 1
      let link = unsafe links[Int(action.link)]
      let earlier = unsafe open[Int(link.previous)]
      if earlier.lastEnd < clock { continue }
      let end = here &- Int(action.back)
      let from = unsafe earliest(earlier, link, before: end &- Int(action.length) &+ 1, base)
      if from >= 0 { take(action, link, end, from, turn, since: atThisToken) }
    }
  }

  /// A link that is reached: what begins and ends on the turn's own scale, from 0, the end being the last token.
  @inline(__always) private func take(
    _ action: AcceptTable.Action, _ link: Link, _ end: Int, _ from: Int, _ turn: Range<Int>, since: Int
  ) {
    if link.opener >= 0 {
      AcceptTable.fold(link.opener, into: &opened)
      stops = StateCache.begins | StateCache.goesOn
      leaveOpen(Int(action.link), end, from)
    }
    var number = link.from
    while number < link.to {
      emit(unsafe completed[Int(number)], turn.lowerBound + from, turn.lowerBound + end + 1, since: since)
      number += 1
    }
  }

  private func emit(_ pattern: Int32, _ start: Int, _ end: Int, since: Int) {
    // The same pattern may end here in several ways: the longest stands for all.
    var at = since
    while at < matches.count {
      let match = unsafe matches.start + at
      if unsafe match.pointee.pattern == pattern && match.pointee.end == Int32(end) {
        unsafe match.pointee.start = min(match.pointee.start, Int32(start))
        return
      }
      at += 1
    }
    matches.append(PatternMatch(pattern: pattern, start: Int32(start), end: Int32(end)))
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

  /// The earliest start of what came before a link, where that ended close enough before `start` in the same sentence;
  /// else -1.
  private func earliest(_ entry: Open, _ link: Link, before start: Int, _ tokens: UnsafePointer<Token>) -> Int {
    var best = Int.max
    var end = start &- 1
    var room = link.gap
    while end >= 0 {
      let age = entry.lastEnd &- (clock &+ UInt32(truncatingIfNeeded: end))
      if age < 32 && entry.mask &>> age & 1 != 0 {
        let slot = Int(link.previous) &* 32 &+ Int((clock &+ UInt32(truncatingIfNeeded: end)) & 31)
        best = min(best, Int(unsafe startOf[slot] &- clock))
      }
      // The word at `end` would have to stand in the gap.
      if room == 0 || FixedToken.isBreak(unsafe tokens[end].id) { break }
      room &-= 1
      end &-= 1
    }
    return best == Int.max ? -1 : best
  }

  private func forgetOpenEnds() {
    unsafe open.update(repeating: Open(), count: linkCount)
    clock = 64
  }
}
