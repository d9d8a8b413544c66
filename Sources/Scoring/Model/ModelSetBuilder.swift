/// Gathers the features of several models into common rows.
struct ModelSetBuilder {
  private let vocabulary: Vocabulary
  private(set) var base = ModelSet.Lanes()
  private(set) var weights: [ModelSet.Lanes] = [ModelSet.Lanes()]
  private(set) var wordRows: [UInt16]
  private(set) var startsPair: [Bool]
  private(set) var lengths: [Int: ModelSet.Lanes] = [:]
  private var pairs: [UInt32: UInt16] = [:]

  init(vocabulary: Vocabulary) {
    self.vocabulary = vocabulary
    wordRows = [UInt16](repeating: 0, count: vocabulary.idCount)
    startsPair = [Bool](repeating: false, count: vocabulary.idCount)
  }

  mutating func add(_ model: ModelSource, lane: Int) {
    base[lane] = model.base
    for row in model.rows {
      switch row.feature {
      case .word(let word):
        let id = ModelToken.id(word, vocabulary)
        guard id != FixedToken.other, id != ModelToken.startID else { continue }
        if wordRows[Int(id)] == 0 { wordRows[Int(id)] = newRow() }
        weights[Int(wordRows[Int(id)])][lane] += row.weight
      case .pair(let first, let second):
        let ids = (ModelToken.id(first, vocabulary), ModelToken.id(second, vocabulary))
        guard ids.0 != FixedToken.other, ids.1 != FixedToken.other else { continue }
        if ids.0 != ModelToken.startID { startsPair[Int(ids.0)] = true }
        let key = ModelSet.key(ids.0, ids.1)
        let index = pairs[key] ?? newRow()
        pairs[key] = index
        weights[Int(index)][lane] += row.weight
      case .length(let words): lengths[words, default: ModelSet.Lanes()][lane] += row.weight
      case .cue: break
      }
    }
  }

  private mutating func newRow() -> UInt16 {
    precondition(weights.count < Int(UInt16.max), "models have too many features")
    weights.append(ModelSet.Lanes())
    return UInt16(weights.count - 1)
  }

  /// At most half full, so that a miss is found soon.
  func pairTable() -> (keys: [UInt32], rows: [UInt16]) {
    var capacity = 16
    while capacity < pairs.count * 3 { capacity <<= 1 }
    var keys = [UInt32](repeating: 0, count: capacity)
    var rows = [UInt16](repeating: 0, count: capacity)
    for (key, row) in pairs.sorted(by: { $0.key < $1.key }) {
      var slot = ModelSet.slot(key, capacity - 1)
      while keys[slot] != 0 { slot = (slot + 1) & (capacity - 1) }
      keys[slot] = key
      rows[slot] = row
    }
    return (keys, rows)
  }
}
