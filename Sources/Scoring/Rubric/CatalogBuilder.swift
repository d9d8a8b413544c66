import Record

/// What the later stages need to know of a rubric.
enum CatalogBuilder {
  static func catalog(_ source: RubricSource, _ compiled: CompiledRubric, hash: String) -> RubricCatalog {
    var behaviors: [RubricCatalog.Behavior] = []
    for (number, technique) in source.techniques.enumerated() {
      for behavior in technique.behaviors {
        behaviors.append(
          .init(
            id: behavior.id, title: behavior.title, technique: number, weight: behavior.weight,
            isCritical: behavior.critical,
            needsTiming: behavior.needsTiming, observable: behavior.observable,
            opportunityNoun: behavior.opportunityNoun,
            good: behavior.good, why: behavior.why, practice: behavior.practice))
      }
    }
    return RubricCatalog(
      name: source.name, version: source.version, hash: hash,
      techniques: source.techniques.map { .init(id: $0.id, title: $0.title, weight: $0.weight, summary: $0.summary) },
      behaviors: behaviors, rules: compiled.cues.map(\.cue.id) + MeasureKind.allCases.map(\.rawValue),
      minimumOpportunities: source.limits.minimumOpportunities, stockPhraseLimit: source.limits.stockPhrase,
      criticalCap: source.limits.criticalCap)
  }
}
