import Record
internal import Synchronization

/// Everything of a rubric that runs, immutable and shared by all lanes.
final class CompiledRubric: Sendable {
  let vocabulary: Vocabulary
  let patterns: PatternSet
  /// Patterns that no automaton can hold, by number; a rubric with one is not run.
  let faults: [PatternSet.Fault]
  let cues: [CueBox]
  let cueIndex: [String: Int]
  /// Index of the cue that tells a question by its form.
  let questionForm: Int
  /// By token id.
  let negators: [Bool]
  /// By token id: lead-in words, articles, prepositions, which an echo may have between its words.
  let smallWords: [Bool]
  let models: ModelSet
  /// By model: the cues that have a weight in it.
  let modelCues: [[(cue: Int, weight: Float)]]
  /// In the catalog's order.
  let behaviors: BehaviorTable

  /// For scoring: only what behaviors can come to ask about.
  let programs: CuePrograms
  private let everyProgram = Mutex<CuePrograms?>(nil)

  init(_ output: RubricCompiler.Output, behaviors: BehaviorCompiler.Output) {
    vocabulary = output.vocabulary
    patterns = output.patterns
    cues = output.cues.map(CueBox.init)
    cueIndex = output.cueIndex
    questionForm = output.cueIndex[BuiltinCues.questionForm] ?? 0
    negators = output.negators
    smallWords = output.smallWords
    models = ModelSet(output.models, vocabulary: output.vocabulary)
    modelCues = output.models.map { model in
      model.cues.compactMap { cue in output.cueIndex[cue.name].map { ($0, cue.weight) } }
    }
    self.behaviors = BehaviorTable(behaviors)
    let scope = CueDemand.scope(of: behaviors, cues: cues, modelCues: modelCues, questionForm: questionForm)
    var faults: [PatternSet.Fault] = []
    // What no behavior asks about is not run in a job, and must be right all the same.
    let rest = Meanwhile { [patterns] in patterns.program { !scope.isAnywhere($0) }.faults }
    programs = CuePrograms(scope, patterns: patterns, faults: &faults)
    faults += rest.value
    var seen: Set<Int> = []
    self.faults = faults.filter { seen.insert($0.pattern).inserted }.sorted { $0.pattern < $1.pattern }
  }

  /// For measurements, which ask about every cue; made when first asked for.
  func everything() -> CuePrograms {
    everyProgram.withLock { known in
      if let known { return known }
      var faults: [PatternSet.Fault] = []
      let made = CuePrograms(.everything(cues), patterns: patterns, faults: &faults)
      known = made
      return made
    }
  }
}
