import Record

/// The catalog's weights without its names: an object, as it is asked once a conversation.
final class ScoreWeights: Sendable {
  struct Behavior: Sendable {
    var technique: Int
    var weight: Double
    var isCritical: Bool
  }

  let behaviors: [Behavior]
  /// By technique.
  let techniques: [Double]

  init(_ catalog: RubricCatalog) {
    behaviors = catalog.behaviors.map {
      Behavior(technique: $0.technique, weight: $0.weight, isCritical: $0.isCritical)
    }
    techniques = catalog.techniques.map(\.weight)
  }
}

/// What each behavior weighs in the score of one conversation: the weighted mean of its applicable techniques, each the weighted
/// mean of its applicable behaviors.
struct ScoreShares {
  private var techniqueWeights: [Double]
  private var total = 0.0
  private var isCapped = false
  private let weights: ScoreWeights

  init(_ sheet: ScoreSheet, _ conversation: Int, _ weights: ScoreWeights) {
    self.weights = weights
    techniqueWeights = Array(repeating: 0, count: weights.techniques.count)
    let start = sheet.index(conversation: conversation, behavior: 0)
    for (number, behavior) in weights.behaviors.enumerated() {
      let result = sheet.results[start + number]
      guard result.opportunities > 0 else { continue }
      techniqueWeights[behavior.technique] += behavior.weight
      if behavior.isCritical && result.status == .missed { isCapped = true }
    }
    for (weight, sum) in zip(weights.techniques, techniqueWeights) where sum > 0 { total += weight }
  }

  /// What the score loses, in millionths, where one met opportunity of a behavior counts half; nothing where a critical miss caps
  /// the score anyway.
  func lossOfHalf(_ behavior: Int, _ sheet: ScoreSheet, _ conversation: Int) -> Int64 {
    let opportunities = Int(sheet.results[sheet.index(conversation: conversation, behavior: behavior)].opportunities)
    let technique = weights.behaviors[behavior].technique
    guard !isCapped, opportunities > 0, total > 0, techniqueWeights[technique] > 0 else { return 0 }
    let share = weights.behaviors[behavior].weight / techniqueWeights[technique] / Double(2 * opportunities)
    return Int64((share * weights.techniques[technique] / total * 1_000_000).rounded())
  }
}
