import Glibc

/// The normal and Student's t distribution.
enum Normal {
  /// The 97.5 % quantile: half-width factor of a 95 % interval.
  static let z95 = 1.959963984540054

  /// P(Z ≤ z). Through the complementary error function, exact to rounding.
  static func cumulative(_ z: Double) -> Double { 0.5 * erfc(-z / 2.0.squareRoot()) }

  /// z with P(Z ≤ z) = p. Wichura, Algorithm AS 241 (PPND16), Applied Statistics 37 (1988), 477–484; error below 1e-15.
  static func quantile(_ p: Double) -> Double {
    guard p > 0 && p < 1 else { return p <= 0 ? -.infinity : .infinity }
    let q = p - 0.5
    if abs(q) <= 0.425 {
      let r = 0.180625 - q * q
      return q * ratio(r, center)
    }
    let r = (-log(min(p, 1 - p))).squareRoot()
    let z = r <= 5 ? ratio(r - 1.6, middle) : ratio(r - 5, far)
    return q < 0 ? -z : z
  }

  private static func ratio(_ r: Double, _ coefficients: ([Double], [Double])) -> Double {
    polynomial(r, coefficients.0) / polynomial(r, coefficients.1)
  }

  private static func polynomial(_ x: Double, _ coefficients: [Double]) -> Double {
    coefficients.reversed().reduce(0) { $0 * x + $1 }
  }

  private static let center = (
    [
      3.3871328727963666080, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
      4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3,
    ],
    [
      1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3, 2.1213794301586595867e4,
      3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3,
    ]
  )
  private static let middle = (
    [
      1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504,
      1.27045825245236838258, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4,
    ],
    [
      1.0, 2.05319162663775882187, 1.67638483018380384940, 6.89767334985100004550e-1, 1.48103976427480074590e-1,
      1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
    ]
  )
  private static let far = (
    [
      6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580, 2.96560571828504891230e-1,
      2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
    ],
    [
      1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
      7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15,
    ]
  )

  /// t with P(T ≤ t) = p for `freedom` degrees of freedom (at least 1): Abramowitz and Stegun 26.7.5 as a start, then Newton's
  /// steps on the distribution function (26.7.1, from the incomplete beta function).
  static func studentQuantile(_ p: Double, freedom: Double) -> Double {
    let x = quantile(p)
    guard freedom < 1e6 else { return x }
    if freedom <= 1 { return tan(.pi * (p - 0.5)) }
    let v = freedom
    let x2 = x * x
    var t = x * (1 + (x2 + 1) / (4 * v) + ((5 * x2 + 16) * x2 + 3) / (96 * v * v))
    t += x * (((3 * x2 + 19) * x2 + 17) * x2 - 15) / (384 * v * v * v)
    let scale = Beta.logGamma((v + 1) / 2) - Beta.logGamma(v / 2) - 0.5 * log(v * .pi)
    for _ in 0..<20 {
      let density = exp(scale - (v + 1) / 2 * log1p(t * t / v))
      let step = (studentCumulative(t, freedom: v) - p) / density
      t -= max(-1, min(1, step))
      if abs(step) < 1e-12 { break }
    }
    return t
  }

  static func studentCumulative(_ t: Double, freedom: Double) -> Double {
    let tail = Beta.cumulative(freedom / (freedom + t * t), freedom / 2, 0.5) / 2
    return t < 0 ? tail : 1 - tail
  }
}
