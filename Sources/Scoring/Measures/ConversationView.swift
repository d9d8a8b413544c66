import Record

/// What behaviors and measures look at: a conversation that the scanner has read, and its source. One a lane, refilled.
@safe final class ConversationView {
  let scanner: CueScanner
  private(set) var conversation = Conversation()
  /// Indices of the agent's turns that are read, in order.
  let agentTurns = GrowingBuffer<Int>()
  /// Whether a turn of the agent and one of the customer have their start and end.
  private(set) var isTimed = false
  private var arena = unsafe UnsafeBufferPointer<UInt8>(start: nil, count: 0)
  private var table = unsafe UnsafeBufferPointer<Turn>(start: nil, count: 0)

  init(scanner: CueScanner) {
    self.scanner = scanner
    behaviors = scanner.rubric.behaviors
    stride = scanner.stride
    unsafe union = .allocate(capacity: 3 * stride)
  }

  deinit { unsafe union.deallocate() }

  /// Cues that fired anywhere, by `Speaker` (any, agent, customer), one row each.
  private let union: UnsafeMutablePointer<UInt64>
  private let stride: Int
  private let behaviors: BehaviorTable
  private let names = CustomerNames()

  var turns: GrowingBuffer<SpokenTurn> { scanner.turns }
  var count: Int { scanner.turns.count }

  /// Fills the view; the buffers must outlive its use.
  func fill(
    _ conversation: Conversation, _ table: UnsafeBufferPointer<Turn>, _ arena: UnsafeBufferPointer<UInt8>
  ) {
    self.conversation = conversation
    unsafe self.arena = arena
    unsafe self.table = table
    agentTurns.removeAll()
    names.forget()
    var timed: UInt8 = 0
    for index in 0..<count where scanner.turns[index].isRead {
      let turn = scanner.turns[index]
      if turn.role == .agent { agentTurns.append(index) }
      if self.turn(index).isTimed { timed |= CueScanner.bit(turn.role) }
    }
    isTimed = timed == 3
    gather()
  }

  private func gather() {
    unsafe union.update(repeating: 0, count: 3 &* stride)
    for index in 0..<count {
      let row = unsafe union + (turns[index].role == .agent ? stride : 2 &* stride)
      let fired = unsafe scanner.fired.start + index &* stride
      for word in 0..<stride { unsafe row[word] |= fired[word] }
    }
    for word in 0..<stride { unsafe union[word] = union[stride &+ word] | union[2 &* stride &+ word] }
  }

  /// Whether one of the cues fires anywhere in the conversation, by who speaks.
  func isSomewhere(_ cues: CueMask, _ who: Speaker) -> Bool {
    unsafe meets(cues, union + Int(who.rawValue) &* stride)
  }

  @inline(__always) private func meets(_ mask: CueMask, _ row: UnsafePointer<UInt64>) -> Bool {
    guard !mask.isNone else { return false }
    let from = Int(mask.row) &* stride
    var word = 0
    while word < stride {
      if unsafe behaviors.masks[from &+ word] & row[word] != 0 { return true }
      word &+= 1
    }
    return false
  }

  /// Whether a cue is in a mask.
  func holds(_ cue: Int32, _ mask: CueMask) -> Bool {
    !mask.isNone && behaviors.masks[Int(mask.row) &* stride &+ Int(cue) &>> 6] & (1 &<< UInt64(cue & 63)) != 0
  }

  /// Whether a word is in a measure's lists.
  func holds(_ word: TokenID, _ measure: CompiledMeasure) -> Bool { behaviors.words[measure.words + Int(word)] }

  /// The words of the customer's name, hashed as tokens are; found when first asked for.
  var customerNames: GrowingBuffer<UInt32> { names.words(self) }

  /// The source's turn by its index within the conversation.
  func turn(_ index: Int) -> Turn { unsafe table[Int(conversation.turns.lowerBound) + index] }

  func token(_ index: Int32) -> Token { unsafe scanner.tokenizer.tokens[Int(index)] }

  /// Whether one of the cues fired in a turn.
  func fires(_ mask: CueMask, _ turn: Int) -> Bool { unsafe meets(mask, scanner.fired.start + turn &* stride) }

  /// A byte of the arena.
  func byte(_ index: Int) -> UInt8 { unsafe arena[index] }

  /// The words of a run of tokens in the arena, from the first one's first byte to the last one's last.
  func words(_ start: Int32, _ end: Int32) -> TextRange {
    guard start < end else { return .empty }
    return TextRange(Int(token(start).start)..<Int(token(end - 1).end))
  }

  /// The read turn before, or nil.
  func previous(_ turn: Int) -> Int? {
    var at = turn - 1
    while at >= 0 {
      if scanner.turns[at].isRead { return at }
      at -= 1
    }
    return nil
  }

  /// The next read turn, or nil.
  func next(_ turn: Int) -> Int? {
    var at = turn + 1
    while at < scanner.turns.count {
      if scanner.turns[at].isRead { return at }
      at += 1
    }
    return nil
  }
}
