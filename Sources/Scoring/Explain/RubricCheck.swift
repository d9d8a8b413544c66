public import Record

/// What `sidetone rubric check` says of a rubric.
public struct RubricCheckReport: Sendable {
  /// Why it can't be used; with file, line and column.
  public var errors: [Problem]
  /// What is odd, but works.
  public var warnings: [Problem]
  /// Cues, patterns, lists, behaviors; and the hash, where there are no errors.
  public var summary: String
}

extension Rubric {
  /// Reads and compiles a rubric and says everything that is wrong with it.
  ///
  /// - Parameter path: the rubric's main file; nil for the built-in one.
  public static func check(path: String?) -> RubricCheckReport {
    let diagnostics = RubricDiagnostics()
    let rubric = compile(path, diagnostics)
    guard let rubric, diagnostics.problems.isEmpty else {
      return RubricCheckReport(errors: diagnostics.problems, warnings: [], summary: "")
    }
    let source = rubric.source
    let behaviors = source.techniques.reduce(0) { $0 + $1.behaviors.count }
    let summary =
      "\(source.name) \(source.version), hash \(rubric.catalog.hash): \(source.techniques.count) techniques, \(behaviors) behaviors, "
      + "\(source.cues.count) cues, \(rubric.compiled.patterns.owners.count) patterns, \(rubric.compiled.vocabulary.words.count) words"
    return RubricCheckReport(errors: [], warnings: rubric.warnings(), summary: summary)
  }

  /// Cues that nothing uses, behaviors without their four examples.
  private func warnings() -> [Problem] {
    var used: Set<String> = []
    for cue in source.cues {
      let some = cue.conditions
      let names = cue.also + some.cue + some.noCue + (some.before?.cues ?? []) + (some.notBefore?.cues ?? [])
      used.formUnion(names.map(\.name))
    }
    var warnings: [Problem] = []
    for behavior in source.techniques.flatMap(\.behaviors) {
      let windows = [behavior.shown, behavior.spoiled, behavior.partly].compactMap { $0 }
      used.formUnion(windows.flatMap { $0.cues + $0.before }.map(\.name))
      used.formUnion((behavior.applies.each + behavior.applies.once + behavior.measures.flatMap(\.cues)).map(\.name))
      for (side, examples) in [("met", behavior.met), ("missed", behavior.missed)] where examples.count < 4 {
        warnings.append(
          behavior.place.problem(
            "\"\(behavior.id)\" has \(examples.count) examples of \(side)", hint: "give it at least four"))
      }
    }
    for cue in source.cues where !used.contains(cue.id) && cue.id != BuiltinCues.questionForm && cue.says.isEmpty {
      warnings.append(cue.place.problem("nothing uses the cue \"\(cue.id)\" and it does not say what it stands for"))
    }
    return warnings
  }
}
