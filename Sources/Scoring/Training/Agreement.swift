/// Cohen's kappa of a yes/no machine with people, and the threshold that makes it best.
struct Agreement {
  private var cells = [0, 0, 0, 0]

  mutating func add(positive: Bool, predicted: Bool) {
    cells[(positive ? 0 : 2) + (predicted ? 0 : 1)] += 1
  }

  var kappa: Double {
    let (hit, miss, alarm, rest) = (Double(cells[0]), Double(cells[1]), Double(cells[2]), Double(cells[3]))
    let count = hit + miss + alarm + rest
    guard count > 0 else { return 0 }
    let observed = (hit + rest) / count
    let chance = ((hit + alarm) * (hit + miss) + (miss + rest) * (alarm + rest)) / (count * count)
    return chance < 1 ? (observed - chance) / (1 - chance) : 0
  }

  /// Kappa by set for a threshold.
  static func bySet(_ table: TrainingTable, _ scores: [Double], above threshold: Double) -> [Double] {
    var agreements = [Agreement](repeating: Agreement(), count: table.sets.count)
    for row in scores.indices {
      agreements[table.set[row]].add(positive: table.positive[row], predicted: scores[row] > threshold)
    }
    return agreements.map(\.kappa)
  }

  /// The threshold with the best mean kappa over the sets that have labels.
  static func bestThreshold(_ table: TrainingTable, _ scores: [Double]) -> Double {
    let sorted = scores.sorted()
    guard let low = sorted.first, let high = sorted.last else { return 0 }
    var candidates = (1..<400).map { sorted[sorted.count * $0 / 400] }
    candidates += (0...100).map { low + (high - low) * Double($0) / 100 }
    var best = (kappa: -1.0, threshold: 0.0)
    for candidate in candidates.map({ ($0 * 20).rounded() / 20 }) {
      let kappas = bySet(table, scores, above: candidate)
      let labelled = kappas.indices.filter { set in table.set.contains(set) }
      let mean = labelled.map { kappas[$0] }.reduce(0, +) / Double(max(1, labelled.count))
      if mean > best.kappa { best = (mean, candidate) }
    }
    return best.threshold
  }
}
