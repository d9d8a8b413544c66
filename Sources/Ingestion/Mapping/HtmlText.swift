/// HTML of help desks and chats as plain text: tags dropped, line breaks kept, references decoded.
enum HtmlText {
  /// Elements that end a line.
  private static let breaks: Set<String> = ["br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "blockquote"]
  /// Elements whose content is no text.
  private static let hidden: Set<String> = ["script", "style", "head", "title"]

  static func plain(_ bytes: [UInt8], _ range: Range<Int>) -> [UInt8] {
    var raw: [UInt8] = []
    var at = range.lowerBound
    var hiddenUntil: String?
    while at < range.upperBound {
      guard bytes[at] == UInt8(ascii: "<"), let tag = tag(bytes, at, range.upperBound) else {
        if hiddenUntil == nil { raw.append(bytes[at]) }
        at += 1
        continue
      }
      at = tag.end
      if let name = hiddenUntil {
        if tag.isClosing, tag.name == name { hiddenUntil = nil }
      } else if hidden.contains(tag.name), !tag.isClosing {
        hiddenUntil = tag.name
      } else if breaks.contains(tag.name) {
        raw.append(10)
      }
    }
    var text: [UInt8] = []
    HtmlEntities.decoded(raw, 0..<raw.count, into: &text)
    return collapsed(text)
  }

  private static func tag(_ bytes: [UInt8], _ start: Int, _ end: Int) -> (name: String, isClosing: Bool, end: Int)? {
    var at = start + 1
    let isClosing = at < end && bytes[at] == UInt8(ascii: "/")
    if isClosing { at += 1 }
    let nameStart = at
    while at < end, (97...122).contains(bytes[at] | 0x20) || (48...57).contains(bytes[at]) { at += 1 }
    let isComment = at < end && at == nameStart && bytes[at] == UInt8(ascii: "!")
    guard at > nameStart || isComment, let close = bytes[at..<end].firstIndex(of: UInt8(ascii: ">")) else { return nil }
    return (ArenaText.folded(bytes, nameStart..<at), isClosing, close + 1)
  }

  /// Blanks run together; empty lines go.
  private static func collapsed(_ text: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    var isBlank = false
    var isLine = false
    for byte in text {
      if byte == 10 || byte == 13 {
        isLine = true
      } else if byte == 32 || byte == 9 {
        isBlank = true
      } else {
        if !output.isEmpty { if isLine { output.append(10) } else if isBlank { output.append(32) } }
        isLine = false
        isBlank = false
        output.append(byte)
      }
    }
    return output
  }
}
