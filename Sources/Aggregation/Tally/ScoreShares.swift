import Record

/// What each behavior weighs in the score of one conversation: the weighted mean of its applicable techniques, each the weighted
/// mean of its applicable behaviors.
struct ScoreShares {
  private var techniqueWeights: [Double]
  private var total = 0.0
  private var isCapped = false
  private let catalog: RubricCatalog

  init(_ sheet: ScoreSheet, _ conversation: Int, _ catalog: RubricCatalog) {
    self.catalog = catalog
    techniqueWeights = Array(repeating: 0, count: catalog.techniques.count)
    for (number, behavior) in catalog.behaviors.enumerated() {
      let result = sheet.results[sheet.index(conversation: conversation, behavior: number)]
      guard result.opportunities > 0 else { continue }
      techniqueWeights[behavior.technique] += behavior.weight
      if behavior.isCritical && result.status == .missed { isCapped = true }
    }
    for (technique, weight) in zip(catalog.techniques, techniqueWeights) where weight > 0 { total += technique.weight }
  }

  /// What the score loses, in millionths, where one met opportunity of a behavior counts half; nothing where a critical miss caps
  /// the score anyway.
  func lossOfHalf(_ behavior: Int, _ sheet: ScoreSheet, _ conversation: Int) -> Int64 {
    let opportunities = Int(sheet.results[sheet.index(conversation: conversation, behavior: behavior)].opportunities)
    let technique = catalog.behaviors[behavior].technique
    guard !isCapped, opportunities > 0, total > 0, techniqueWeights[technique] > 0 else { return 0 }
    let share = catalog.behaviors[behavior].weight / techniqueWeights[technique] / Double(2 * opportunities)
    return Int64((share * catalog.techniques[technique].weight / total * 1_000_000).rounded())
  }
}
