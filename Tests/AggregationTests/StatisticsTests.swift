import Record
import Testing

@testable import Aggregation

private func isNear(_ a: Double, _ b: Double, within: Double = 1e-9) -> Bool { abs(a - b) <= within * max(1, abs(b)) }

/// Values of SciPy 1.17.1 (norm.ppf, t.ppf, beta.cdf, binomtest(...).proportion_ci("wilson")) unless another source is named.
@Suite struct StatisticsTests {
  @Test func normalQuantiles() {
    let known = [
      (0.5, 0.0), (0.6, 0.2533471031357997), (0.95, 1.6448536269514722), (0.975, 1.959963984540054),
      (0.999, 3.090232306167813), (1e-10, -6.361340902404056),
    ]
    for (p, z) in known {
      #expect(isNear(Normal.quantile(p), z, within: 1e-12))
      #expect(isNear(Normal.cumulative(z), p))
    }
  }

  @Test func studentQuantiles() {
    let known = [
      (1.0, 12.706204736174694), (2, 4.302652729749462), (3, 3.1824463052837078), (5, 2.5705818356363146),
      (10.5, 2.2138402929187886), (30, 2.0422724563012378), (200, 1.9718962236339088),
    ]
    for (freedom, t) in known { #expect(isNear(Normal.studentQuantile(0.975, freedom: freedom), t)) }
  }

  @Test func incompleteBeta() {
    #expect(isNear(Beta.cumulative(0.3, 2, 5), 0.5798250000000003))
    #expect(isNear(Beta.cumulative(0.9, 60.5, 3.25), 0.056652892089958))
    #expect(isNear(Beta.cumulative(0.01, 0.5, 0.5), 0.06376856085851985))
  }

  @Test func wilson() {
    let known = [
      (0.0, 10.0, 0.0, 0.27753279986288926), (10, 10, 0.7224672001371109, 1),
      (81, 263, 0.2552885198782742, 0.36620957698280004), (15, 148, 0.06238639953073629, 0.16048724172330803),
      (7, 12, 0.31951131254954973, 0.8067396863412435),
    ]
    for (met, trials, low, high) in known {
      let interval = Proportion(met, of: trials).wilson()
      #expect(isNear(interval.low, low) && isNear(interval.high, high), "\(met) of \(trials)")
    }
    #expect(Proportion(0, of: 0).wilson() == Summary.Interval(0, 1))
  }

  /// Newcombe, Statistics in Medicine 17 (1998), 873–890, table II, method 10, to its four decimals.
  @Test func newcombe() {
    let known: [(Double, Double, Double, Double, Double, Double)] = [
      (56, 70, 48, 80, 0.0524, 0.3339), (9, 10, 3, 10, 0.1705, 0.8090), (5, 56, 0, 29, -0.0381, 0.1926),
      (10, 10, 0, 10, 0.6075, 1.0),
    ]
    for (a, m, b, n, low, high) in known {
      let interval = Proportion(a, of: m).difference(from: Proportion(b, of: n)).interval
      #expect(abs(interval.low - low) < 6e-5 && abs(interval.high - high) < 6e-5, "\(a)/\(m) − \(b)/\(n)")
    }
  }

  /// scipy.stats.hypergeom: cdf(x − 1) + pmf(x) / 2.
  @Test func exactTest() {
    let known: [(Double, Double, Double, Double, Double)] = [
      (45, 60, 378, 420, 0.0012069592106580093),
      (3, 12, 40, 80, 0.05909919759973209),
      (0, 20, 10, 100, 0.0745695747941072),
      (30, 60, 31, 60, 0.4287846848550253),
      (19, 20, 800, 2000, 0.9999997993080255),
    ]
    for (a, m, b, n, p) in known {
      let (first, second) = (Proportion(a, of: m), Proportion(b, of: n))
      #expect(isNear(first.midPBelow(second), p, within: 1e-8), "\(a)/\(m), \(b)/\(n)")
      #expect(isNear(second.midPBelow(first), 1 - p, within: 1e-8))
    }
    #expect(Proportion(0, of: 10).midP(against: Proportion(0, of: 10)) == 1)
  }

  /// Benjamini and Hochberg (1995), section 3.2: 15 hypotheses, q = 0.05, four discoveries.
  @Test func benjaminiHochberg() {
    let p = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1,
    ]
    #expect(Multiplicity.discoveries(p, q: 0.05) == (0..<15).map { $0 < 4 })
    #expect(Multiplicity.discoveries(p.reversed(), q: 0.05) == (0..<15).map { $0 >= 11 })
    #expect(Multiplicity.discoveries([], q: 0.05).isEmpty)
    // All weight on the last: it is tested alone.
    #expect(Multiplicity.discoveries([0.04, 0.04], weights: [0, 1], q: 0.05) == [false, true])
  }

  /// Figures of numpy: mean([0.5, 0.7, 0.9]) and scipy.stats.t.interval(0.95, 2, 0.7, sem).
  @Test func meanAndWelch() throws {
    var sum = ScoreSum()
    for score in [5000, 7000, 9000] as [Int64] { sum = sum + ScoreSum(calls: 1, sum: score, squares: score * score) }
    let score = try #require(sum.score)
    let interval = try #require(score.interval)
    #expect(isNear(score.mean, 0.7) && isNear(sum.variance, 0.04))
    #expect(isNear(interval.low, 0.20317245, within: 1e-6) && interval.high == 1)
    var other = ScoreSum()
    for score in [4000, 5000, 5500, 6000] as [Int64] {
      other = other + ScoreSum(calls: 1, sum: score, squares: score * score)
    }
    // scipy.stats.ttest_ind([.5,.7,.9], [.4,.5,.55,.6], equal_var=False).confidence_interval()
    let welch = try #require(sum.difference(from: other))
    #expect(isNear(welch.value, 0.1875))
    #expect(isNear(welch.interval.low, -0.2454, within: 1e-3) && isNear(welch.interval.high, 0.6204, within: 1e-3))
  }

  @Test func shrinkageFollowsTheSpread() {
    let equal = Shrinkage(fitting: (0..<8).map { _ in Proportion(30, of: 60) })
    #expect(equal.weight == Shrinkage.heaviest)
    let apart = Shrinkage(fitting: [Proportion(5, of: 60), Proportion(55, of: 60), Proportion(30, of: 60)])
    #expect(apart.weight < 5)
    let few = apart.estimate(Proportion(0, of: 4))
    #expect(few > 0.1 && few < 0.5)
    #expect(Shrinkage(fitting: []).estimate(Proportion(0, of: 0)) == 0.5)
  }

  @Test func expectedRateFollowsTheMix() throws {
    // The agent works where mates reach 20 %; over all queues they reach 50 %.
    let expected = try #require(
      Standardization.expected([
        .init(opportunities: 90, mates: Proportion(40, of: 200)),
        .init(opportunities: 10, mates: Proportion(160, of: 200)),
      ]))
    #expect(isNear(expected.value, 0.9 * 0.2 + 0.1 * 0.8))
    #expect(expected.trials < 400)
    #expect(Standardization.expected([]) == nil)
  }
}
