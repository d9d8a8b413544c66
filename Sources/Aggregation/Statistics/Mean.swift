import Record

/// A mean of conversation scores from integer sums (scores in ten-thousandths), so that merging in any order gives the same.
struct ScoreSum: Sendable, Hashable {
  var calls = 0
  var sum: Int64 = 0
  var squares: Int64 = 0
  /// What is taken off the sum in the end; it moves the mean and leaves the spread as it is.
  var lost: Int64 = 0

  static func + (left: ScoreSum, right: ScoreSum) -> ScoreSum {
    ScoreSum(
      calls: left.calls + right.calls, sum: left.sum + right.sum, squares: left.squares + right.squares,
      lost: left.lost + right.lost)
  }

  /// Mean on 0...1.
  var mean: Double { calls == 0 ? 0 : Double(max(0, sum - lost)) / Double(calls) / 10_000 }

  /// Unbiased variance of one score on 0...1; 0 for fewer than two calls.
  var variance: Double {
    guard calls > 1 else { return 0 }
    let count = Int64(calls)
    // n Σx² − (Σx)² is exact in 128 bits.
    let (high, low) = count.multipliedFullWidth(by: squares)
    let (high2, low2) = sum.multipliedFullWidth(by: sum)
    let (rest, borrow) = low.subtractingReportingOverflow(low2)
    let top = high - high2 - (borrow ? 1 : 0)
    let exact = Double(top) * 18_446_744_073_709_551_616 + Double(rest)
    return exact / Double(count) / Double(count - 1) / 1e8
  }

  /// The mean with Student's 95 % interval, kept on 0...1.
  var score: Summary.Score? {
    guard calls > 0 else { return nil }
    guard calls > 1 else { return Summary.Score(calls: calls, mean: mean, interval: nil) }
    let half =
      Normal.studentQuantile(0.975, freedom: Double(calls - 1)) * (variance / Double(calls)).squareRoot()
    return Summary.Score(
      calls: calls, mean: mean, interval: Summary.Interval(max(0, mean - half), min(1, mean + half)))
  }

  /// `self − other` with Welch's 95 % interval (B. L. Welch, Biometrika 34 (1947), 28–35); nil for fewer than two calls a side.
  func difference(from other: ScoreSum) -> Summary.Difference? {
    guard calls > 1, other.calls > 1 else { return nil }
    let a = variance / Double(calls)
    let b = other.variance / Double(other.calls)
    let value = mean - other.mean
    guard a + b > 0 else { return Summary.Difference(value, Summary.Interval(value, value)) }
    let freedom = (a + b) * (a + b) / (a * a / Double(calls - 1) + b * b / Double(other.calls - 1))
    let half = Normal.studentQuantile(0.975, freedom: freedom) * (a + b).squareRoot()
    var result = Summary.Difference(value, Summary.Interval(value - half, value + half))
    result.isClear = result.interval.low > 0 || result.interval.high < 0
    return result
  }
}
