/// The automaton over token ids, built as it is needed. A state is a set of (position, tokens matched so far) from which
/// something can still follow; what ends with a token belongs to the step, so that contexts which differ in nothing else
/// share a state.
///
/// Its memory is bounded: when it is full it starts over, which costs time and changes nothing.
@safe final class StateCache {
  /// What a step gives: the next state in the low 16 bits, above it the number of the set of pieces that end (14 bits of
  /// `accepts`), and two bits that say what is in that set: pieces that begin a pattern, pieces that go on with one.
  typealias Step = UInt32
  static let begins: Step = 1 << 31
  static let goesOn: Step = 1 << 30

  @inline(__always) static func state(_ step: Step) -> UInt32 { step & 0xFFFF }
  @inline(__always) static func accept(_ step: Step) -> Int { Int(step &>> 16 & 0x3FFF) }

  let accepts: AcceptTable
  /// (State, class of token) → step: key in the high half, `Step` in the low half; 0 is empty.
  private var slots: UnsafeMutablePointer<UInt64>
  private var shift: UInt64
  private var capacity: Int
  private var used = 0
  /// The steps that came last, direct-mapped: small enough to stay near the processor.
  private let front: UnsafeMutablePointer<UInt64>
  private static let frontBits: UInt32 = 13
  private let classes: UnsafePointer<UInt16>
  /// By class, the step from the empty state, which most tokens give whatever went before; 0 where not known yet.
  private let plain: UnsafeMutablePointer<Step>
  private let classCount: Int
  private let states: StateTable
  private static let mostSlots = 1 << 19

  /// The state before a turn's first token.
  let start: UInt32 = 1

  /// How often the cache was full and started over.
  private(set) var restarts = 0
  /// Steps that are remembered.
  var stepCount: Int { used }
  /// States built since the cache last started over.
  var stateCount: Int { states.count }

  /// - Parameter mostStates: states at most, below 65,536.
  init(program: PatternProgram, mostStates: Int) {
    accepts = AcceptTable(program: program)
    states = StateTable(program: program, most: min(mostStates, 65_000))
    unsafe classes = program.flat.classOf.pointer
    classCount = program.flat.memberOf.count
    unsafe plain = .allocate(capacity: classCount)
    unsafe plain.initialize(repeating: 0, count: classCount)
    unsafe front = .allocate(capacity: 1 << Int(Self.frontBits))
    unsafe front.initialize(repeating: 0, count: 1 << Int(Self.frontBits))
    capacity = 1 << 14
    shift = 64 - 14
    unsafe slots = .allocate(capacity: capacity)
    unsafe slots.initialize(repeating: 0, count: capacity)
  }

  deinit {
    unsafe slots.deallocate()
    unsafe front.deallocate()
    unsafe plain.deallocate()
  }

  /// What `id` gives in `state`.
  @inline(__always) func next(_ state: UInt32, _ id: TokenID) -> Step {
    let word = unsafe classes[Int(id)]
    if unsafe !Self.heeds(states.heeds, state, word) {
      let step = unsafe plain[Int(word)]
      return step != 0 ? step : fetch(plain: word)
    }
    let key = state &<< 16 | UInt32(word)
    let slot = unsafe front[Self.place(key)]
    return slot &>> 32 == UInt64(key) ? Step(truncatingIfNeeded: slot) : fetch(state, word, key)
  }

  /// Whether a class of token may lead elsewhere from a state than from the empty one.
  @inline(__always)
  private static func heeds(_ table: UnsafePointer<UInt64>, _ state: UInt32, _ word: UInt16) -> Bool {
    unsafe table[Int(state)] &>> UInt64(word & 63) & 1 != 0
  }

  /// Reads tokens from `index` on until one ends a piece, which `index` then stands on, or until `end`.
  ///
  /// - Parameter stops: which of `begins` and `goesOn` to stop at.
  /// - Returns: the last step; its bits tell the two ends apart.
  @inline(__always)
  func run(_ from: UInt32, _ tokens: UnsafePointer<Token>, _ index: inout Int, _ end: Int, stops: Step) -> Step {
    let classes = unsafe classes
    let front = unsafe front
    let plain = unsafe plain
    let heeds = unsafe UnsafePointer(states.heeds)
    var state = from
    var at = index
    while at < end {
      let word = unsafe classes[Int(tokens[at].id)]
      var step: Step
      if unsafe Self.heeds(heeds, state, word) {
        let key = state &<< 16 | UInt32(word)
        let slot = unsafe front[Self.place(key)]
        step = slot &>> 32 == UInt64(key) ? Step(truncatingIfNeeded: slot) : fetch(state, word, key)
      } else {
        step = unsafe plain[Int(word)]
        if step == 0 { step = fetch(plain: word) }
      }
      if step & stops != 0 {
        index = at
        return step
      }
      state = Self.state(step)
      at &+= 1
    }
    index = at
    return state
  }

  @inline(__always) private static func place(_ key: UInt32) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B1) &>> (32 &- frontBits))
  }

  /// A step that the front lacks; it stands there from now on.
  @inline(never) private func fetch(_ state: UInt32, _ word: UInt16, _ key: UInt32) -> Step {
    let slot = find(UInt64(key))
    let before = restarts
    let step = unsafe slots[slot] == 0 ? build(state, word, key) : Step(truncatingIfNeeded: slots[slot])
    // After a start over the key's state is no more.
    if restarts == before { unsafe front[Self.place(key)] = UInt64(key) << 32 | UInt64(step) }
    return step
  }

  /// A step from the empty state that is not known yet.
  @inline(never) private func fetch(plain word: UInt16) -> Step {
    let before = restarts
    let step = compute(StateTable.empty, word)
    if restarts == before { unsafe plain[Int(word)] = step }
    return step
  }

  /// Where a step stands, or would.
  private func find(_ key: UInt64) -> Int {
    var index = Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) &>> shift)
    while unsafe slots[index] != 0 && slots[index] &>> 32 != key { index = (index &+ 1) & (capacity &- 1) }
    return index
  }

  /// Computes a step; the cache may start over for it.
  private func compute(_ state: UInt32, _ word: UInt16) -> Step {
    states.step(state, word)
    if states.isFull || accepts.isFull || used * 4 >= Self.mostSlots * 3 { startOver() }
    let ends = accepts.number(of: states.ends)
    let accept = unsafe accepts.accept(Int(ends)).pointee
    return states.intern() | ends << 16 | (accept.from < accept.later ? Self.begins : 0)
      | (accept.later < accept.to ? Self.goesOn : 0)
  }

  /// Computes a step that was not seen before.
  @inline(never) private func build(_ state: UInt32, _ word: UInt16, _ key: UInt32) -> Step {
    let before = restarts
    let step = compute(state, word)
    // The state at hand was forgotten with the others: its number means something else from now on, or nothing.
    guard restarts == before else { return step }
    if used * 2 >= capacity && capacity < Self.mostSlots { grow() }
    unsafe slots[find(UInt64(key))] = UInt64(key) << 32 | UInt64(step)
    used += 1
    return step
  }

  /// Forgets everything; the start state is state 1 again.
  private func startOver() {
    restarts += 1
    states.removeAll()
    accepts.removeAll()
    unsafe slots.update(repeating: 0, count: capacity)
    unsafe front.update(repeating: 0, count: 1 << Int(Self.frontBits))
    unsafe plain.update(repeating: 0, count: classCount)
    used = 0
  }

  private func grow() {
    let old = unsafe slots
    let oldCapacity = capacity
    capacity *= 2
    shift -= 1
    unsafe slots = .allocate(capacity: capacity)
    unsafe slots.initialize(repeating: 0, count: capacity)
    for index in 0..<oldCapacity {
      let slot = unsafe old[index]
      if slot != 0 { unsafe slots[find(slot >> 32)] = slot }
    }
    unsafe old.deallocate()
  }
}
