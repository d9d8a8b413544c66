/// Everything of a rubric that runs, immutable and shared by all lanes.
final class CompiledRubric: Sendable {
  let vocabulary: Vocabulary
  let program: PatternProgram
  /// By pattern number.
  let owners: [PatternOwner]
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
  let behaviors: [BehaviorBox]

  init(_ output: RubricCompiler.Output, behaviors: [CompiledBehavior]) {
    vocabulary = output.vocabulary
    program = output.program
    owners = output.owners
    cues = output.cues.map(CueBox.init)
    cueIndex = output.cueIndex
    questionForm = output.cueIndex[BuiltinCues.questionForm] ?? 0
    negators = output.negators
    smallWords = output.smallWords
    models = ModelSet(output.models, vocabulary: output.vocabulary)
    modelCues = output.models.map { model in
      model.cues.compactMap { cue in output.cueIndex[cue.name].map { ($0, cue.weight) } }
    }
    self.behaviors = behaviors.map(BehaviorBox.init)
  }
}
