/// Every model that a rubric's cues ask for, laid out so that one walk over a turn's tokens scores them all.
///
/// A feature has one row of weights, a lane for each model: a turn costs one lookup a word and one a pair of words, whatever
/// the number of models up to `width`.
struct ModelSet: Sendable {
  typealias Lanes = SIMD16<Float>
  /// Models that one set can hold.
  static let width = Lanes.scalarCount

  let names: [String]
  /// Scores of a turn without any feature.
  let base: Lanes
  /// By row; row 0 is empty.
  let weights: [Lanes]
  /// Weights of turns of at least so many words, shortest first.
  let lengths: [(words: Int, weights: Lanes)]
  /// By token id: its row, or 0.
  private let wordRows: [UInt16]
  /// By token id: whether a pair begins with it.
  private let startsPair: [Bool]
  /// Open addressing: two token ids in one key, 0 where empty.
  private let pairKeys: [UInt32]
  private let pairRows: [UInt16]

  init(_ models: [ModelSource], vocabulary: Vocabulary) {
    precondition(models.count <= Self.width, "a rubric has at most \(Self.width) models")
    names = models.map(\.name)
    var builder = ModelSetBuilder(vocabulary: vocabulary)
    for (lane, model) in models.enumerated() { builder.add(model, lane: lane) }
    base = builder.base
    weights = builder.weights
    lengths = builder.lengths.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    wordRows = builder.wordRows
    startsPair = builder.startsPair
    (pairKeys, pairRows) = builder.pairTable()
  }

  var isEmpty: Bool { names.isEmpty }
  var rowCount: Int { weights.count }

  @inline(__always) func wordRow(_ id: TokenID) -> Int { Int(wordRows[Int(id)]) }

  @inline(__always) func pairRow(_ first: TokenID, _ second: TokenID) -> Int {
    guard first == ModelToken.startID || startsPair[Int(first)] else { return 0 }
    let key = Self.key(first, second)
    let mask = pairKeys.count - 1
    var slot = Self.slot(key, mask)
    while pairKeys[slot] != 0 {
      if pairKeys[slot] == key { return Int(pairRows[slot]) }
      slot = (slot + 1) & mask
    }
    return 0
  }

  static func key(_ first: TokenID, _ second: TokenID) -> UInt32 { UInt32(first) << 16 | UInt32(second) }

  @inline(__always) static func slot(_ key: UInt32, _ mask: Int) -> Int {
    Int(truncatingIfNeeded: (UInt64(key) &* 0x9E37_79B9_7F4A_7C15) >> 40) & mask
  }
}
