import Record

/// Shouting on the page: words in capitals, runs of marks. Looked at only where a cue asks.
@safe final class Emphasis {
  private var conversation = Conversation()
  private var table = unsafe UnsafeBufferPointer<Turn>(start: nil, count: 0)
  private var arena = unsafe UnsafeBufferPointer<UInt8>(start: nil, count: 0)
  /// Whether most letters of the conversation are capitals: then they mean nothing. Counted once, when first asked.
  private var isAllCapitals: Bool?

  /// Takes the conversation at hand; the arena must outlive its use.
  func begin(_ conversation: Conversation, _ table: UnsafeBufferPointer<Turn>, _ arena: UnsafeBufferPointer<UInt8>) {
    self.conversation = conversation
    unsafe self.table = table
    unsafe self.arena = arena
    isAllCapitals = nil
  }

  /// Words of two letters and more written all in capitals, where the conversation is not; acronyms of an otherwise
  /// small-lettered turn are counted too, so ask for three or more.
  func capitals(_ turn: Int, _ scanner: CueScanner) -> Int {
    if isAllCapitals == nil { isAllCapitals = measure() }
    guard isAllCapitals == false else { return 0 }
    var count = 0
    var last: UInt32 = .max
    for index in scanner.turns[turn].tokens {
      let token = unsafe scanner.tokenizer.tokens[Int(index)]
      guard !FixedToken.isBreak(token.id), token.start != last else { continue }
      last = token.start
      let bytes = unsafe UnsafeBufferPointer(rebasing: arena[Int(token.start)..<Int(token.end)])
      let hasCapital = unsafe bytes.contains { $0 >= 65 && $0 <= 90 }
      let hasSmall = unsafe bytes.contains { $0 >= 97 && $0 <= 122 }
      if hasCapital && !hasSmall && token.end - token.start >= 2 && token.id != FixedToken.number { count += 1 }
    }
    return count
  }

  /// The longest run of `!` and `?` in a turn.
  func marks(_ turn: Int, _ scanner: CueScanner) -> Int {
    let text = unsafe table[Int(conversation.turns.lowerBound) + turn].text
    var longest = 0
    var run = 0
    for index in text.indices {
      let byte = unsafe arena[index]
      run = byte == UInt8(ascii: "!") || byte == UInt8(ascii: "?") ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }

  private func measure() -> Bool {
    var capitals = 0
    var small = 0
    for index in conversation.turns {
      for at in unsafe table[Int(index)].text.indices {
        let byte = unsafe arena[at]
        if byte >= 65 && byte <= 90 { capitals += 1 } else if byte >= 97 && byte <= 122 { small += 1 }
      }
    }
    return conversation.turns.count > 1 ? capitals > small : small == 0
  }
}
