/// A set of cues that behaviors ask about: a row of the rubric's masks, as wide as a turn's row in `CueScanner.fired`.
struct CueMask: BitwiseCopyable, Sendable, Hashable {
  /// -1 where nothing is asked about.
  var row: Int32 = -1

  static let none = CueMask()

  @inline(__always) var isNone: Bool { row < 0 }
}

/// Gathers masks while behaviors are compiled.
struct CueMasks {
  let stride: Int
  private(set) var words: [UInt64] = []

  init(cueCount: Int) { stride = (cueCount + 63) / 64 }

  mutating func mask(_ cues: [Int]) -> CueMask {
    guard !cues.isEmpty else { return .none }
    let from = words.count
    words.append(contentsOf: repeatElement(0, count: stride))
    for cue in cues { words[from + cue >> 6] |= 1 << UInt64(cue & 63) }
    return CueMask(row: Int32(from / stride))
  }

  /// The cues of a mask, in order.
  func cues(_ mask: CueMask) -> [Int] {
    guard !mask.isNone else { return [] }
    return (0..<stride * 64).filter { words[Int(mask.row) * stride + $0 >> 6] & (1 << UInt64($0 & 63)) != 0 }
  }
}
