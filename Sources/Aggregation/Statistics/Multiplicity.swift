/// Guards against the finds that come from looking often.
enum Multiplicity {
  /// The false discovery rate that "clear" accepts.
  static let q = 0.10

  /// Which of the p-values are discoveries: Benjamini and Hochberg's step-up procedure (J. R. Statist. Soc. B 57 (1995),
  /// 289–300). With weights (mean 1 after scaling): Genovese, Roeder and Wasserman, Biometrika 93 (2006), 509–524, so that
  /// tests that matter more, chosen beforehand, keep more of the power.
  static func discoveries(_ pValues: [Double], weights: [Double]? = nil, q: Double = q) -> [Bool] {
    let count = pValues.count
    guard count > 0 else { return [] }
    var scaled = pValues
    if let weights, case let total = weights.reduce(0, +), total > 0 {
      for index in 0..<count {
        let weight = weights[index] * Double(count) / total
        scaled[index] = weight > 0 ? pValues[index] / weight : .infinity
      }
    }
    let order = (0..<count).sorted { (scaled[$0], $0) < (scaled[$1], $1) }
    let last = order.indices.last { scaled[order[$0]] <= q * Double($0 + 1) / Double(count) }
    var found = [Bool](repeating: false, count: count)
    if let last { for index in order[...last] { found[index] = true } }
    return found
  }
}
