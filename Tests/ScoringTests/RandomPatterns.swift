import Record

/// Patterns and texts over a handful of words, so that they meet often. Seeded: a failure can be run again.
struct RandomPatterns {
  private var generator: SeededGenerator
  static let words = ["red", "green", "blue", "help", "helping", "the", "so", "well", "two"]

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func text() -> String {
    var text = ""
    for _ in 0..<below(14) {
      let roll = below(12)
      if roll == 0 {
        text += ". "
      } else if roll == 1 {
        text += "? "
      } else if roll == 2 {
        text += "other\(Self.words[below(9)]) "
      } else if roll == 3 {
        text += "17 "
      } else {
        text += Self.words[below(9)] + " "
      }
    }
    return text
  }

  mutating func pattern() -> String {
    let start = ["", "", "", "^ ", "^^ "][below(5)]
    let end = ["", "", "", "", " $", " $$", " ?"][below(7)]
    return start + word() + " " + parts(depth: 2) + word() + end
  }

  private mutating func parts(depth: Int) -> String {
    var text = ""
    for _ in 0..<below(3) {
      switch below(depth > 0 ? 7 : 4) {
      case 0: text += ".. "
      case 1: text += "..\(1 + below(5)) "
      case 2, 3: text += word() + " "
      case 4: text += "[" + word() + " " + parts(depth: depth - 1) + "] "
      case 5: text += "(" + word() + "|" + word() + " " + parts(depth: depth - 1) + word() + ") "
      default: text += "[" + word() + "|" + word() + "] "
      }
    }
    return text
  }

  private mutating func word() -> String {
    ["_", "#", "help*", "~help", Self.words[below(9)], Self.words[below(9)], Self.words[below(9)], "(red|blue)"][
      below(8)]
  }

  mutating func below(_ bound: Int) -> Int { Int(generator.next() % UInt64(bound)) }
}
