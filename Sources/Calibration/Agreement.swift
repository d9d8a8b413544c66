/// Counts of how two judges classed the same items, and the figures that follow.
public struct Agreement: Sendable, Hashable {
  /// The classes, in a fixed order: rows (reference) and columns (other judge) of `counts`.
  public let classes: [Verdict]
  /// Row-major: `counts[reference * classes.count + other]`.
  public private(set) var counts: [Int]

  public init(classes: [Verdict]) {
    self.classes = classes
    counts = Array(repeating: 0, count: classes.count * classes.count)
  }

  public mutating func add(reference: Verdict, other: Verdict) {
    guard let row = classes.firstIndex(of: reference), let column = classes.firstIndex(of: other) else { return }
    counts[row * classes.count + column] += 1
  }

  public var total: Int { counts.reduce(0, +) }

  /// Items that the reference calls shown.
  public var support: Int { sum { reference, _ in reference.isPositive } }
  private var predicted: Int { sum { _, other in other.isPositive } }
  private var hits: Int { sum { $0.isPositive && $1.isPositive } }

  private func sum(where holds: (Verdict, Verdict) -> Bool) -> Int {
    var sum = 0
    for (row, reference) in classes.enumerated() {
      for (column, other) in classes.enumerated() where holds(reference, other) {
        sum += counts[row * classes.count + column]
      }
    }
    return sum
  }

  /// Share of the other judge's positives that the reference confirms, or nil without any.
  public var precision: Double? { predicted == 0 ? nil : Double(hits) / Double(predicted) }
  /// Share of the reference's positives that the other judge finds, or nil without any.
  public var recall: Double? { support == 0 ? nil : Double(hits) / Double(support) }
  /// Harmonic mean of precision and recall, or nil where neither judge has a positive.
  public var f1: Double? {
    predicted + support == 0 ? nil : 2 * Double(hits) / Double(predicted + support)
  }

  /// Cohen's kappa over all classes: (observed − expected) / (1 − expected).
  ///
  /// J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20 (1960). Nil
  /// without items, or where both judges use one and the same class throughout.
  public var kappa: Double? {
    let total = Double(self.total)
    guard total > 0 else { return nil }
    let size = classes.count
    var observed = 0.0
    var expected = 0.0
    for index in 0..<size {
      observed += Double(counts[index * size + index])
      let row = (0..<size).reduce(0) { $0 + counts[index * size + $1] }
      let column = (0..<size).reduce(0) { $0 + counts[$1 * size + index] }
      expected += Double(row) * Double(column)
    }
    observed /= total
    expected /= total * total
    return expected < 1 ? (observed - expected) / (1 - expected) : nil
  }
}
