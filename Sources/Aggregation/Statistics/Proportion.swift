import Record

/// A count of successes among trials. Halves are allowed among the successes, and an effective (fractional) number of trials.
struct Proportion: Sendable, Hashable {
  var successes: Double
  var trials: Double

  init(_ successes: Double, of trials: Double) {
    self.successes = successes
    self.trials = trials
  }

  init(metHalves: Int, opportunities: Int) {
    self.init(Double(metHalves) / 2, of: Double(opportunities))
  }

  var value: Double { trials > 0 ? successes / trials : 0 }

  /// Wilson's score interval (E. B. Wilson, JASA 22 (1927), 209–212), without continuity correction.
  func wilson(z: Double = Normal.z95) -> Summary.Interval {
    guard trials > 0 else { return Summary.Interval(0, 1) }
    let p = value
    let z2 = z * z
    let center = p + z2 / (2 * trials)
    let half = z * (p * (1 - p) / trials + z2 / (4 * trials * trials)).squareRoot()
    let scale = 1 + z2 / trials
    // The bounds at 0 and 1 are exact; rounding must not leave a hair there.
    let low = p <= 0 ? 0 : max(0, (center - half) / scale)
    let high = p >= 1 ? 1 : min(1, (center + half) / scale)
    return Summary.Interval(low, high)
  }

  /// Interval for `self − other`: Newcombe's hybrid score interval, method 10 (R. G. Newcombe, Statistics in Medicine 17
  /// (1998), 873–890).
  func difference(from other: Proportion, z: Double = Normal.z95) -> Summary.Difference {
    let mine = wilson(z: z)
    let theirs = other.wilson(z: z)
    let gap = value - other.value
    let below = hypotenuse(value - mine.low, theirs.high - other.value)
    let above = hypotenuse(mine.high - value, other.value - theirs.low)
    return Summary.Difference(gap, Summary.Interval(max(-1, gap - below), min(1, gap + above)))
  }
}

private func hypotenuse(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }

/// Interval for the difference of two differences from their own intervals: MOVER, the method of variance estimates recovery
/// (G. Y. Zou and A. Donner, Statistics in Medicine 27 (2008), 1693–1702).
func differenceOfDifferences(_ first: Summary.Difference, _ second: Summary.Difference) -> Summary.Difference {
  let value = first.value - second.value
  let below = hypotenuse(first.value - first.interval.low, second.interval.high - second.value)
  let above = hypotenuse(first.interval.high - first.value, second.value - second.interval.low)
  return Summary.Difference(value, Summary.Interval(value - below, value + above))
}
