/// Logistic regression with an elastic-net penalty, by cyclic coordinate descent with a trust region for each weight.
///
/// Method: A. Genkin, D. Lewis, D. Madigan, "Large-scale Bayesian logistic regression for text categorization",
/// Technometrics 49 (2007), algorithm CLG. Features are 0 or 1. Sums run in a fixed order, so the same data gives the same
/// weights everywhere.
struct LogisticFit {
  private let rows: [[Int32]]
  private let sign: [Double]
  private let weight: [Double]
  private let lasso: Double
  private let ridge: Double
  private(set) var base = 0.0
  private(set) var weights: [Double]
  private var margin: [Double]
  private var reach: [Double]
  private var baseReach = 1.0

  /// - Parameters:
  ///   - rows: by feature, the rows in which it stands.
  ///   - positive: by row.
  ///   - weight: by row; 0 leaves a row out.
  init(rows: [[Int32]], positive: [Bool], weight: [Double], lasso: Double, ridge: Double) {
    self.rows = rows.map { $0.filter { weight[Int($0)] > 0 } }
    sign = positive.map { $0 ? 1 : -1 }
    self.weight = weight
    self.lasso = lasso
    self.ridge = ridge
    weights = [Double](repeating: 0, count: rows.count)
    margin = [Double](repeating: 0, count: positive.count)
    reach = [Double](repeating: 1, count: rows.count)
  }

  /// Sweeps over the weights until none of them moves noticeably.
  mutating func run(sweeps: Int = 200, tolerance: Double = 1e-3) {
    let every = weight.indices.filter { weight[$0] > 0 }.map(Int32.init)
    for _ in 0..<sweeps {
      var moved = 0.0
      let change = Self.clamp(step(every, 0, lasso: 0, ridge: 0, baseReach), baseReach)
      base += change
      baseReach = max(2 * abs(change), baseReach / 2)
      shift(every, change)
      moved = abs(change)
      for column in weights.indices where !rows[column].isEmpty {
        let change = Self.clamp(
          step(rows[column], weights[column], lasso: lasso, ridge: ridge, reach[column]), reach[column])
        reach[column] = max(2 * abs(change), reach[column] / 2, 1e-4)
        guard change != 0 else { continue }
        weights[column] += change
        shift(rows[column], change)
        moved = max(moved, abs(change))
      }
      if moved < tolerance { return }
    }
  }

  func score(of row: Int) -> Double { margin[row] }

  private mutating func shift(_ rows: [Int32], _ step: Double) {
    for row in rows { margin[Int(row)] += step }
  }

  /// The Newton step for one weight, within the region where its curvature is bounded.
  private func step(_ rows: [Int32], _ current: Double, lasso: Double, ridge: Double, _ reach: Double) -> Double {
    var slope = -ridge * current
    var curve = ridge
    for row in rows {
      let index = Int(row)
      let r = sign[index] * margin[index]
      slope += weight[index] * sign[index] * Self.logistic(-r)
      curve += weight[index] * Self.curvature(abs(r), reach)
    }
    guard curve > 0 else { return 0 }
    if current > 0 { return max((slope - lasso) / curve, -current) }
    if current < 0 { return min((slope + lasso) / curve, -current) }
    if slope > lasso { return (slope - lasso) / curve }
    if slope < -lasso { return (slope + lasso) / curve }
    return 0
  }

  private static func curvature(_ r: Double, _ reach: Double) -> Double {
    guard r > reach else { return 0.25 }
    return 1 / (2 + Exponential.of(r - reach) + Exponential.of(reach - r))
  }

  private static func logistic(_ x: Double) -> Double { 1 / (1 + Exponential.of(-x)) }

  private static func clamp(_ value: Double, _ reach: Double) -> Double { min(max(value, -reach), reach) }
}

/// The exponential function by its series, so that every machine's library gives the same weights.
enum Exponential {
  static func of(_ x: Double) -> Double {
    if x > 700 { return .greatestFiniteMagnitude }
    if x < -700 { return 0 }
    let halves = (x / 0.693_147_180_559_945_3).rounded()
    let rest = x - halves * 0.693_147_180_559_945_3
    var term = 1.0
    var sum = 1.0
    for n in 1...13 {
      term *= rest / Double(n)
      sum += term
    }
    return Double(sign: .plus, exponent: Int(halves), significand: sum)
  }
}
