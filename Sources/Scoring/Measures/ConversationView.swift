import Record

/// What behaviors and measures look at: a conversation that the scanner has read, and its source. One a lane, refilled.
@safe final class ConversationView {
  let scanner: CueScanner
  private(set) var conversation = Conversation()
  /// Indices of the agent's turns that are read, in order.
  private(set) var agentTurns: [Int32] = []
  /// Whether a turn of the agent and one of the customer have their start and end.
  private(set) var isTimed = false
  private var arena = unsafe UnsafeBufferPointer<UInt8>(start: nil, count: 0)
  private var table = unsafe UnsafeBufferPointer<Turn>(start: nil, count: 0)

  init(scanner: CueScanner) { self.scanner = scanner }

  /// Cues that fired anywhere, by `Speaker` (any, agent, customer), one row each.
  private let union = GrowingBuffer<UInt64>()

  var turns: GrowingBuffer<SpokenTurn> { scanner.turns }
  var count: Int { scanner.turns.count }

  /// Fills the view; the buffers must outlive its use.
  func fill(
    _ conversation: Conversation, _ table: UnsafeBufferPointer<Turn>, _ arena: UnsafeBufferPointer<UInt8>
  ) {
    self.conversation = conversation
    unsafe self.arena = arena
    unsafe self.table = table
    agentTurns.removeAll(keepingCapacity: true)
    var timed: UInt8 = 0
    for (index, turn) in scanner.turns.enumerated() where turn.isRead {
      if turn.role == .agent { agentTurns.append(Int32(index)) }
      if self.turn(index).isTimed { timed |= CueScanner.bit(turn.role) }
    }
    isTimed = timed == 3
    gather()
  }

  private func gather() {
    let stride = scanner.stride
    union.removeAll()
    union.append(repeating: 0, count: 3 * stride)
    for index in 0..<count {
      let role = turns[index].role == .agent ? 1 : 2
      for word in 0..<stride { union[role * stride + word] |= scanner.fired[index * stride + word] }
    }
    for word in 0..<stride { union[word] = union[stride + word] | union[2 * stride + word] }
  }

  /// Whether one of the cues fires anywhere in the conversation, by who speaks.
  func isSomewhere(_ cues: CompiledBehavior.CueMask, _ who: Speaker) -> Bool {
    let row = Int(who.rawValue) * scanner.stride
    for word in 0..<scanner.stride where cues[word] & union[row + word] != 0 { return true }
    return false
  }

  /// The source's turn by its index within the conversation.
  func turn(_ index: Int) -> Turn { unsafe table[Int(conversation.turns.lowerBound) + index] }

  func token(_ index: Int32) -> Token { unsafe scanner.tokenizer.tokens[Int(index)] }

  /// Whether one of the cues fired in a turn.
  func fires(_ mask: CompiledBehavior.CueMask, _ turn: Int) -> Bool { scanner.fires(mask, turn) }

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
