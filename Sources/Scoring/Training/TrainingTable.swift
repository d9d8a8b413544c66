/// Labelled turns as features, one column a feature.
struct TrainingTable {
  enum Column: Hashable {
    case feature(ModelSource.Feature)
    case cue(String)
  }

  var columns: [Column] = []
  /// By column: the rows in which it stands, ascending.
  var rows: [[Int32]] = []
  /// By row.
  var positive: [Bool] = []
  /// By row: index into `sets`.
  var set: [Int] = []
  /// By row: which part of the cross-validation it belongs to.
  var fold: [Int] = []
  var sets: [String] = []

  /// Weighs rows so that large sets do not drown small ones: each by the root of its size.
  func weights(of chosen: [Bool]) -> [Double] {
    var sizes = [Double](repeating: 0, count: sets.count)
    for row in set.indices where chosen[row] { sizes[set[row]] += 1 }
    var weights = set.indices.map { chosen[$0] ? 1 / sizes[set[$0]].squareRoot() : 0 }
    let total = weights.reduce(0, +)
    let count = Double(chosen.lazy.filter { $0 }.count)
    if total > 0 { for row in weights.indices { weights[row] *= count / total } }
    return weights
  }
}
