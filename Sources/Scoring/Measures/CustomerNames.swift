import Record

/// The words of a conversation's customer name, kept until the next conversation. One a lane.
final class CustomerNames {
  private let found = GrowingBuffer<UInt32>(capacity: 16)
  private let word = GrowingBuffer<UInt8>(capacity: 64)
  private var isKnown = false
  private let my = ContentWords.fnv("my".utf8)
  private let name = ContentWords.fnv("name".utf8)
  private let isWord = ContentWords.fnv("is".utf8)

  func forget() { isKnown = false }

  /// The words of the field's name of three letters and more, hashed as tokens are; where there are none, those that the
  /// customer gave.
  func words(_ view: ConversationView) -> GrowingBuffer<UInt32> {
    if isKnown { return found }
    isKnown = true
    found.removeAll()
    word.removeAll()
    let field = view.conversation.customerName
    for at in field.indices {
      let byte = view.byte(at)
      let isLetter = (byte | 0x20) >= 97 && (byte | 0x20) <= 122 || byte >= 128 || byte == 0x27
      if isLetter { word.append(byte < 91 && byte >= 65 ? byte | 0x20 : byte) }
      if !isLetter || at + 1 == field.end {
        if word.count >= 3 { found.append(ContentWords.fnv(word)) }
        word.removeAll()
      }
    }
    if found.isEmpty { said(view) }
    return found
  }

  /// "My name is Ana Ruiz": the capitalized words behind it, in customer turns.
  private func said(_ view: ConversationView) {
    for turn in view.turns where turn.isRead && turn.role == .customer {
      for at in turn.tokens.dropLast(2)
      where view.token(at).word == my && view.token(at + 1).word == name && view.token(at + 2).word == isWord {
        var next = at + 3
        while next < turn.tokens.upperBound, next < at + 5, view.token(next).content != 0 {
          found.append(view.token(next).word)
          next += 1
        }
        return
      }
    }
  }
}
