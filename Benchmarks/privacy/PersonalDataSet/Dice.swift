/// SplitMix64 with the few draws that the set needs; the same on every machine.
struct Dice {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func int(_ range: ClosedRange<Int>) -> Int { range.lowerBound + Int(next() % UInt64(range.count)) }

  mutating func pick(_ items: [String]) -> String { items[int(0...items.count - 1)] }

  mutating func chance(_ percent: Int) -> Bool { int(0...99) < percent }

  /// `#` becomes a digit, `*` a digit from 2 to 9.
  mutating func digits(_ form: String) -> String {
    var out = ""
    for character in form {
      switch character {
      case "#": out += "\(int(0...9))"
      case "*": out += "\(int(2...9))"
      case "@": out.append(Character(Unicode.Scalar(UInt8(0x41 + int(0...25)))))
      default: out.append(character)
      }
    }
    return out
  }
}
