import Record

/// Reads the small conversations that stand beside behaviors: `C: The box was empty. / A: I'm sorry we did that.`
///
/// `C` is the customer, `A` the agent; ` / ` goes to the next turn. Times in seconds may follow the letter: `C[0-4.5]:` or
/// `C@0-4.5:`. Fields may come first, in braces: `{customer_name: Ana Ruiz, earlier_contacts: 2}`.
enum ExampleReader {
  /// Appends the conversation to a batch; false where the text has no such form.
  static func append(_ text: String, to batch: inout Batch) -> Bool {
    var conversation = Conversation()
    var rest = text[...]
    if rest.hasPrefix("{"), let close = rest.firstIndex(of: "}") {
      guard fields(rest[rest.index(after: rest.startIndex)..<close], &conversation, &batch) else { return false }
      rest = rest[rest.index(after: close)...]
    }
    let first = Int32(batch.turns.count)
    for part in rest.split(separator: " / ") {
      guard let turn = turn(part.drop { $0 == " " }, number: Int32(batch.turns.count) - first, &batch) else {
        return false
      }
      batch.turns.append(turn)
    }
    conversation.turns = first..<Int32(batch.turns.count)
    conversation.id = batch.append("example".utf8)
    batch.conversations.append(conversation)
    return !conversation.turns.isEmpty
  }

  private static func fields(_ text: Substring, _ conversation: inout Conversation, _ batch: inout Batch) -> Bool {
    for field in text.split(separator: ",") {
      let sides = field.split(separator: ":", maxSplits: 1).map { String($0).trimmedSpaces }
      guard sides.count == 2 else { return false }
      switch sides[0] {
      case "customer_name": conversation.customerName = batch.append(sides[1].utf8)
      case "earlier_contacts": conversation.earlierContacts = Int16(sides[1]) ?? 0
      default: return false
      }
    }
    return true
  }

  private static func turn(_ part: Substring, number: Int32, _ batch: inout Batch) -> Turn? {
    guard let letter = part.first, letter == "C" || letter == "A", let colon = part.firstIndex(of: ":") else {
      return nil
    }
    let words = part[part.index(after: colon)...].drop { $0 == " " }
    var turn = Turn(text: batch.append(words.utf8), number: number, role: letter == "A" ? .agent : .customer)
    let head = part[part.index(after: part.startIndex)..<colon].filter { !"[]@ ".contains($0) }
    if head.isEmpty { return turn }
    let times = head.split(separator: "-").map { Double($0) }
    guard times.count == 2, let start = times[0], let end = times[1] else { return nil }
    turn.startMs = Int64((start * 1000).rounded())
    turn.endMs = Int64((end * 1000).rounded())
    return turn
  }
}

extension String {
  /// Without spaces at either end.
  var trimmedSpaces: String {
    var bytes = Array(utf8)[...]
    while bytes.first == 0x20 { bytes = bytes.dropFirst() }
    while bytes.last == 0x20 { bytes = bytes.dropLast() }
    return String(decoding: bytes, as: UTF8.self)
  }
}
