/// How it sounds or is typed: timing, missing punctuation of a speech engine, slips of the fingers.
extension Dialogue {
  /// Lays the lines out in time: speech at about fourteen characters a second, typing slower and with gaps.
  mutating func time() {
    var clock = random.int(400...2_500)
    for index in lines.indices {
      let length = 250 + lines[index].text.utf8.count * (isChat ? 110 : 62)
      let gap =
        isChat ? random.int(2_000...14_000) + max(0, lines[index].pause) : random.int(150...1_300) + lines[index].pause
      lines[index].startMs = max(0, clock + gap)
      lines[index].endMs = lines[index].startMs + (isChat ? 0 : length)
      clock = isChat ? lines[index].startMs + length / 3 : lines[index].endMs
    }
  }

  /// What a speech engine without punctuation writes.
  mutating func unpunctuate() {
    for index in lines.indices {
      let text = Array(lines[index].text.lowercased())
      let kept = text.indices.filter { place in
        guard ".,?!;:".contains(text[place]) else { return true }
        // $65.99 and john.smith@… stay what they are.
        return place + 1 < text.count && text[place + 1] != " " && text[place] == "."
      }
      lines[index].text = String(kept.map { text[$0] })
    }
  }

  /// Typing of a chat: small slips in some words, short forms, a dropped full stop. The agent types with more care.
  mutating func mistype() {
    for index in lines.indices {
      let careless = lines[index].speaker == .customer ? 7 : 2
      var words = lines[index].text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
      for place in words.indices where random.chance(careless) { words[place] = slip(words[place]) }
      var text = words.joined(separator: " ")
      if lines[index].speaker == .customer {
        if random.chance(40) { text = text.lowercased() }
        if text.last == ".", random.chance(50) { text.removeLast() }
        if random.chance(4) { text += random.pick([" :)", " :(", " 😡", " 🙏"]) }
      }
      lines[index].text = text
    }
  }

  private mutating func slip(_ word: String) -> String {
    switch word.lowercased() {
    case "you": return "u"
    case "please": return "pls"
    case "thanks": return "thx"
    case "your": return "ur"
    default: break
    }
    // Facts keep their form: what holds a digit or an at sign isn't mistyped.
    guard word.utf8.count > 4, word.allSatisfy({ $0.isLetter || $0 == "'" }) else { return word }
    var letters = Array(word)
    let place = random.int(1...letters.count - 3)
    switch random.int(0...2) {
    case 0: letters.swapAt(place, place + 1)
    case 1: letters.remove(at: place)
    default: letters.removeAll { $0 == "'" }
    }
    return String(letters)
  }
}
