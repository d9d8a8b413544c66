import Glibc

/// The beta distribution.
enum Beta {
  /// Regularized incomplete beta function I_x(a, b), that is P(X ≤ x) for X ~ Beta(a, b). Continued fraction evaluated by
  /// Lentz's method (NIST DLMF 8.17.22; Press et al., Numerical Recipes, section 6.4).
  static func cumulative(_ x: Double, _ a: Double, _ b: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    let front = exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log1p(-x))
    return x < (a + 1) / (a + b + 2)
      ? front * fraction(x, a, b) / a
      : 1 - front * fraction(1 - x, b, a) / b
  }

  private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    func away(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / away(1 - (a + b) * x / (a + 1))
    var result = d
    for step in 1...2000 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / away(1 + even * d)
      c = away(1 + even / c)
      result *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / away(1 + odd * d)
      c = away(1 + odd / c)
      result *= d * c
      if abs(d * c - 1) < 1e-15 { break }
    }
    return result
  }

  /// ln Γ(x) for x > 0: Lanczos' approximation (g = 7, nine terms), as glibc's own writes to a global. Error below 1e-14.
  static func logGamma(_ x: Double) -> Double {
    if x < 0.5 { return log(.pi / sin(.pi * x)) - logGamma(1 - x) }
    let shifted = x - 1
    var sum = 0.99999999999980993
    for (index, coefficient) in lanczos.enumerated() { sum += coefficient / (shifted + Double(index) + 1) }
    let base = shifted + 7.5
    return 0.5 * log(2 * .pi) + (shifted + 0.5) * log(base) - base + log(sum)
  }

  private static let lanczos = [
    676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
    -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ]
}
