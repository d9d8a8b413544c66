/// The automaton over token ids, built as it is needed: a state is a set of (position, tokens matched so far).
///
/// Its memory is bounded: when it is full it starts over, which costs time and changes nothing.
@safe final class StateCache {
  /// State, with the top bit set where it accepts.
  typealias Packed = UInt32
  static let acceptBit: Packed = 1 << 31

  /// What to do where a piece ends with the token at hand: one for each link of the piece.
  struct Action: BitwiseCopyable {
    var link: Int32
    /// Tokens of the piece, and tokens looked ahead beyond its end.
    var length: UInt8
    var back: UInt8
    /// As in `PatternProgram.Link`.
    var speakers: UInt8
  }

  /// A half-open run of `actions`.
  struct Run: BitwiseCopyable {
    var from: Int32
    var to: Int32
  }

  private let program: PatternProgram
  /// Slots of (state, token id) → next state: key in the high half, `Packed` in the low half; 0 is empty.
  private(set) var slots: UnsafeMutablePointer<UInt64>
  private(set) var shift: UInt64
  private var capacity: Int
  private var used = 0

  /// Elements of all states one after the other: position << 6 | length.
  private let elements = GrowingBuffer<UInt32>()
  private let elementsOf = GrowingBuffer<Run>()
  private let flagsOf = GrowingBuffer<UInt8>()
  /// Actions of all states one after the other.
  let actions = GrowingBuffer<Action>()
  private let actionsOf = GrowingBuffer<Run>()
  private let mostStates: Int
  /// State sets by hash, open-addressed: state number, 0 is empty.
  private var interned: [UInt32] = []
  private let scratch = GrowingBuffer<UInt32>()
  private let next = GrowingBuffer<Int32>()
  private let graph: FlatGraph

  private static let atSentenceStart: UInt8 = 1
  private static let atTurnStart: UInt8 = 2
  private static let mostElements = 6_000_000
  private static let mostSlots = 1 << 19

  /// The state before a turn's first token.
  let start: UInt32 = 1

  init(program: PatternProgram, mostStates: Int) {
    self.mostStates = mostStates
    self.program = program
    graph = program.flat
    capacity = 1 << 14
    shift = 64 - 14
    unsafe slots = .allocate(capacity: capacity)
    unsafe slots.initialize(repeating: 0, count: capacity)
    reset()
  }

  deinit { unsafe slots.deallocate() }

  /// The state after `state` has read `id`.
  @inline(__always) func next(_ state: UInt32, _ id: TokenID) -> Packed {
    let key = UInt64(state &<< 16 | UInt32(id))
    var index = Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) &>> shift)
    while true {
      let slot = unsafe slots[index]
      if slot &>> 32 == key { return Packed(truncatingIfNeeded: slot) }
      if slot == 0 { return build(state, id) }
      index = (index &+ 1) & (capacity &- 1)
    }
  }

  /// Reads tokens from `index` on until one ends a piece, which `index` then stands on, or until `end`.
  ///
  /// - Returns: the last state; its accept bit tells the two ends apart.
  @inline(__always)
  func run(_ from: UInt32, _ tokens: UnsafePointer<Token>, _ index: inout Int, _ end: Int) -> Packed {
    var slots = unsafe slots
    var shift = shift
    var mask = capacity &- 1
    var state = from
    var at = index
    while at < end {
      let id = unsafe tokens[at].id
      let key = UInt64(state &<< 16 | UInt32(id))
      var place = Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) &>> shift)
      var slot = unsafe slots[place]
      while slot &>> 32 != key && slot != 0 {
        place = (place &+ 1) & mask
        slot = unsafe slots[place]
      }
      var packed = Packed(truncatingIfNeeded: slot)
      if slot == 0 {
        packed = build(state, id)
        unsafe slots = self.slots
        shift = self.shift
        mask = capacity &- 1
      }
      if packed & Self.acceptBit != 0 {
        index = at
        return packed
      }
      state = packed
      at &+= 1
    }
    index = at
    return state
  }

  /// A state's actions, as a run of `actions`.
  @inline(__always) func actions(of state: UInt32) -> Run { unsafe actionsOf.start[Int(state)] }

  /// How often the cache was full and started over.
  private(set) var restarts = -1
  /// Steps that are remembered.
  var stepCount: Int { used }

  /// States built since the cache last started over.
  var stateCount: Int { elementsOf.count - 1 }

  /// Forgets everything but the set in `scratch`; the start state is state 1 again.
  private func reset() {
    restarts += 1
    let kept = Array(scratch)
    scratch.removeAll()
    elements.removeAll()
    actions.removeAll()
    actionsOf.removeAll()
    actionsOf.append(Run(from: 0, to: 0))
    elementsOf.removeAll()
    elementsOf.append(Run(from: 0, to: 0))
    flagsOf.removeAll()
    flagsOf.append(0)
    interned = [UInt32](repeating: 0, count: 1 << 17)
    unsafe slots.update(repeating: 0, count: capacity)
    used = 0
    _ = intern(Self.atSentenceStart | Self.atTurnStart)
    for element in kept { scratch.append(element) }
  }

  /// Computes a step that was not seen before.
  @inline(never) private func build(_ state: UInt32, _ id: TokenID) -> Packed {
    scratch.removeAll()
    let flags = flagsOf[Int(state)]
    var opensSentence = FixedToken.isBreak(id)
    next.removeAll()
    graph.appendFirst(.anywhere, id, to: next)
    if flags & Self.atSentenceStart != 0 { graph.appendFirst(.sentenceStart, id, to: next) }
    if flags & Self.atTurnStart != 0 { graph.appendFirst(.turnStart, id, to: next) }
    add(length: 0, &opensSentence)
    let run = elementsOf[Int(state)]
    for at in run.from..<run.to {
      let element = elements[Int(at)]
      next.removeAll()
      graph.appendFollowers(Int32(element >> 6), id, to: next)
      add(length: UInt8(element & 63), &opensSentence)
    }
    sortScratch()
    if elementsOf.count >= mostStates || elements.count + scratch.count > Self.mostElements
      || used * 4 >= Self.mostSlots * 3
    {
      // The state at hand is forgotten with the others; only its successor is needed, and its set stands in `scratch`.
      reset()
      return intern(opensSentence ? Self.atSentenceStart : 0)
    }
    let packed = intern(opensSentence ? Self.atSentenceStart : 0)
    remember(state, id, packed)
    return packed
  }

  /// Sorts the set at hand and drops doubles.
  private func sortScratch() {
    var set = unsafe UnsafeMutableBufferPointer(start: scratch.start, count: scratch.count)
    unsafe set.sort()
    let count = scratch.count
    scratch.removeAll()
    for at in 0..<count {
      let element = unsafe set[at]
      if scratch.count == 0 || element != scratch[scratch.count - 1] { scratch.append(element) }
    }
  }

  /// Adds the positions in `next` to the set at hand, reached after so many tokens of their pieces.
  private func add(length: UInt8, _ opensSentence: inout Bool) {
    for index in next {
      let position = graph.position(index)
      if position.endsLeadIn {
        opensSentence = true
        if position.from == position.to { continue }
      }
      let tokens = position.endsLeadIn ? 0 : min(length + position.width, 63)
      scratch.append(UInt32(index) << 6 | UInt32(tokens))
    }
  }

  /// The state of the set in `scratch`, new or known.
  private func intern(_ flags: UInt8) -> Packed {
    var hash: UInt64 = 0x9e37_79b9_7f4a_7c15 ^ UInt64(flags)
    for element in scratch {
      hash = (hash ^ UInt64(element)) &* 0xff51_afd7_ed55_8ccd
      hash ^= hash >> 32
    }
    var index = Int(truncatingIfNeeded: hash) & (interned.count - 1)
    while interned[index] != 0 {
      let state = interned[index]
      if flagsOf[Int(state)] == flags, holdsScratch(elementsOf[Int(state)]) { return pack(state) }
      index = (index + 1) & (interned.count - 1)
    }
    let state = UInt32(elementsOf.count)
    interned[index] = state
    let from = Int32(elements.count)
    for element in scratch { elements.append(element) }
    elementsOf.append(Run(from: from, to: Int32(elements.count)))
    flagsOf.append(flags)
    collectAccepts()
    return pack(state)
  }

  private func holdsScratch(_ run: Run) -> Bool {
    guard Int(run.to - run.from) == scratch.count else { return false }
    for at in 0..<scratch.count where elements[Int(run.from) + at] != scratch[at] { return false }
    return true
  }

  private func collectAccepts() {
    var accepts: [(piece: Int32, length: UInt8, back: UInt8)] = []
    for element in scratch {
      let position = graph.position(Int32(element >> 6))
      guard position.accepts >= 0 else { continue }
      let found = (piece: position.accepts, length: UInt8(element & 63), back: position.back)
      // Of a piece that begins its patterns only the longest match counts.
      if program.isAlwaysFirst[Int(found.piece)],
        let same = accepts.firstIndex(where: { $0.piece == found.piece && $0.back == found.back })
      {
        accepts[same].length = max(accepts[same].length, found.length)
      } else if !accepts.contains(where: { $0 == found }) {
        accepts.append(found)
      }
    }
    let from = Int32(actions.count)
    for accept in accepts {
      for at in program.linksOfPiece[Int(accept.piece)] {
        let link = program.pieceLinks[Int(at)]
        let speakers = program.links[Int(link)].speakers
        actions.append(Action(link: link, length: accept.length, back: accept.back, speakers: speakers))
      }
    }
    actionsOf.append(Run(from: from, to: Int32(actions.count)))
  }

  private func pack(_ state: UInt32) -> Packed {
    actionsOf[Int(state)].from == actionsOf[Int(state)].to ? state : state | Self.acceptBit
  }

  private func remember(_ state: UInt32, _ id: TokenID, _ packed: Packed) {
    if used * 2 >= capacity && capacity < Self.mostSlots { grow() }
    place(UInt64(state << 16 | UInt32(id)), packed)
  }

  private func place(_ key: UInt64, _ packed: Packed) {
    var index = Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) >> shift)
    while unsafe slots[index] != 0 { index = (index + 1) & (capacity - 1) }
    unsafe slots[index] = key << 32 | UInt64(packed)
    used += 1
  }

  private func grow() {
    let old = unsafe slots
    let oldCapacity = capacity
    capacity *= 2
    shift -= 1
    used = 0
    unsafe slots = .allocate(capacity: capacity)
    unsafe slots.initialize(repeating: 0, count: capacity)
    for index in 0..<oldCapacity {
      let slot = unsafe old[index]
      if slot != 0 { place(slot >> 32, Packed(truncatingIfNeeded: slot)) }
    }
    unsafe old.deallocate()
  }
}
