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
    var gap: Int32
    /// Its number among the openers, or -1.
    var opener: Int32
    /// Its patterns, as a run of `completed`.
    var from: Int32
    var to: Int32
  }

  /// Where an opener's last 32 ends lie, on a clock that runs on from turn to turn.
  private struct Open: BitwiseCopyable {
    var lastEnd: UInt32 = 0
    /// Bit k: an end at `lastEnd - k`.
    var mask: UInt32 = 0
  }
  private let links: FixedTable<Link>
  private let completed: FixedTable<Int32>
  private let openerCount: Int
  private let open: UnsafeMutablePointer<Open>
  /// How long the match was for each open end: 32 an opener, by `end & 31`.
  private let lengthOf: UnsafeMutablePointer<UInt8>
  /// By opener, whether it was reached in the turn at hand.
  private let isOpen: UnsafeMutablePointer<UInt64>
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
    links = FixedTable(
      program.links.map {
        Link(gap: Int32($0.gap), opener: $0.opener, from: $0.completes.lowerBound, to: $0.completes.upperBound)
      })
    completed = FixedTable(program.completed)
    openerCount = program.links.count { $0.opener >= 0 }
    unsafe open = .allocate(capacity: openerCount)
    unsafe open.initialize(repeating: Open(), count: openerCount)
    unsafe lengthOf = .allocate(capacity: openerCount * 32)
    unsafe lengthOf.initialize(repeating: 0, count: openerCount * 32)
    unsafe isOpen = .allocate(capacity: openerCount / 64 + 1)
    unsafe isOpen.initialize(repeating: 0, count: openerCount / 64 + 1)
  }

  deinit {
    unsafe open.deallocate()
    unsafe lengthOf.deallocate()
    unsafe isOpen.deallocate()
  }

  func removeAll() { matches.removeAll() }

  /// Appends the matches of one turn and returns which they are.
  @discardableResult
  func append(_ tokens: UnsafePointer<Token>, _ turn: Range<Int>) -> Range<Int> {
    let from = matches.count
    forgetOpeners()
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
    let here = index &- turn.lowerBound
    let base = unsafe tokens + turn.lowerBound
    if here &- openedSince >= Self.reach {
      openedBefore = here &- openedSince >= 2 &* Self.reach ? AcceptTable.OpenSet() : opened
      opened = AcceptTable.OpenSet()
      openedSince = here
    }
    let accept = unsafe states.accepts.accept(number).pointee
    let actions = unsafe states.accepts.actions.start
    actionCount &+= Int(accept.later &- accept.from)
    var at = Int(accept.from)
    while at < Int(accept.opens) {
      let action = unsafe actions[at]
      let end = index &- Int(action.back) &+ 1
      emit(action.number, end &- Int(action.length), end, since: atThisToken)
      at &+= 1
    }
    let filter = unsafe states.accepts.filter(number)
    if accept.opens < accept.later {
      unsafe opened |= filter.pointee.opens
      stops = StateCache.begins | StateCache.goesOn
    }
    while at < Int(accept.later) {
      let action = unsafe actions[at]
      leaveOpen(action.number, here &- Int(action.back), length: action.length)
      at &+= 1
    }
    // Most pieces that go on with a pattern end where nothing is open for them.
    guard accept.later < accept.to, unsafe (filter.pointee.needs & (opened | openedBefore)) != AcceptTable.OpenSet()
    else { return }
    actionCount &+= Int(accept.to &- accept.later)
    while at < Int(accept.to) {
      let action = unsafe actions[at]
      at &+= 1
      if unsafe isOpen[Int(action.after &>> 6)] &>> UInt64(action.after & 63) & 1 != 0 {
        unsafe goOn(action, here, base, turn.lowerBound, since: atThisToken)
      }
    }
  }

  /// A link whose opener was reached in this turn: it counts where that was near enough.
  private func goOn(
    _ action: AcceptTable.Action, _ here: Int, _ base: UnsafePointer<Token>, _ turnStart: Int, since: Int
  ) {
    let link = links[Int(action.number)]
    let end = here &- Int(action.back)
    let from = unsafe earliest(Int(action.after), link, before: end &- Int(action.length) &+ 1, base)
    guard from >= 0 else { return }
    if link.opener >= 0 {
      AcceptTable.fold(link.opener, into: &opened)
      leaveOpen(link.opener, end, length: UInt8(truncatingIfNeeded: end &- from &+ 1))
    }
    var number = link.from
    while number < link.to {
      emit(completed[Int(number)], turnStart &+ from, turnStart &+ end &+ 1, since: since)
      number &+= 1
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

  /// Notes that an opener was reached.
  ///
  /// - Parameters:
  ///   - end: its last token, from the turn's first.
  ///   - length: tokens of its match.
  @inline(__always) private func leaveOpen(_ opener: Int32, _ end: Int, length: UInt8) {
    let number = Int(opener)
    unsafe isOpen[number &>> 6] |= 1 &<< UInt64(number & 63)
    let time = clock &+ UInt32(truncatingIfNeeded: end)
    var entry = unsafe open[number]
    let passed = time &- entry.lastEnd
    let slot = number &* 32 &+ Int(time & 31)
    if entry.mask != 0 && passed == 0 {
      unsafe lengthOf[slot] = unsafe max(lengthOf[slot], length)
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
    unsafe open[number] = entry
    unsafe lengthOf[slot] = length
  }

  /// The earliest start of what came before a link, where that ended close enough before `start` in the same sentence;
  /// else -1.
  private func earliest(_ opener: Int, _ link: Link, before start: Int, _ tokens: UnsafePointer<Token>) -> Int {
    let entry = unsafe open[opener]
    var best = Int.max
    var end = start &- 1
    var room = link.gap
    while end >= 0 {
      let time = clock &+ UInt32(truncatingIfNeeded: end)
      let age = entry.lastEnd &- time
      if age < 32 && entry.mask &>> age & 1 != 0 {
        best = min(best, end &+ 1 &- Int(unsafe lengthOf[opener &* 32 &+ Int(time & 31)]))
      }
      // The word at `end` would have to stand in the gap.
      if room == 0 || FixedToken.isBreak(unsafe tokens[end].id) { break }
      room &-= 1
      end &-= 1
    }
    return best == Int.max ? -1 : best
  }

  /// Closes what the turn before left open.
  private func forgetOpeners() {
    opened = AcceptTable.OpenSet()
    openedBefore = opened
    openedSince = 0
    guard stops != StateCache.begins else { return }
    stops = StateCache.begins
    unsafe isOpen.update(repeating: 0, count: openerCount / 64 + 1)
  }

  private func forgetOpenEnds() {
    unsafe open.update(repeating: Open(), count: openerCount)
    clock = 64
  }
}
