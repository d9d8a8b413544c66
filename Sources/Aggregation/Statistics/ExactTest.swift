import Glibc

extension Proportion {
  /// One-sided p-value of "the true rate is below the other's": Fisher's exact test in its mid-p form (H. O. Lancaster, JASA 56
  /// (1961), 223–234), which keeps its level where a normal approximation far out in the tail does not.
  ///
  /// Halves among the successes and effective numbers of trials are rounded to whole ones.
  func midPBelow(_ other: Proportion) -> Double {
    let n = trials.rounded()
    let x = min(n, successes.rounded())
    let otherTrials = other.trials.rounded()
    let met = x + min(otherTrials, other.successes.rounded())
    let all = n + otherTrials
    guard n > 0, otherTrials > 0, met > 0, met < all else { return 0.5 }
    // Hypergeometric probability of x successes here, given all successes; then down the tail by recurrence.
    func choose(_ n: Double, _ k: Double) -> Double {
      Beta.logGamma(n + 1) - Beta.logGamma(k + 1) - Beta.logGamma(n - k + 1)
    }
    var term = exp(choose(met, x) + choose(all - met, n - x) - choose(all, n))
    var sum = term / 2
    var k = x
    while k > max(0, n + met - all) {
      term *= k * (all - met - n + k) / ((met - k + 1) * (n - k + 1))
      k -= 1
      sum += term
      if term < sum * 1e-16 { break }
    }
    return min(1, sum)
  }

  /// Two-sided: twice the smaller side.
  func midP(against other: Proportion) -> Double {
    let below = midPBelow(other)
    return min(1, 2 * min(below, 1 - below))
  }
}
