/// A cue that only a model's score makes fire, with the least score of the words that gives it a chance: what the cues that
/// have a weight in the model could add is allowed for.
///
/// Few turns pass, so that most of them cost one comparison a model.
struct ModelTrigger {
  var cue: Int
  var model: Int
  var least: Float

  static func all(_ rubric: CompiledRubric) -> [ModelTrigger] {
    rubric.cues.enumerated().compactMap { index, box in
      let cue = box.cue
      guard cue.isAlwaysAwake, let model = cue.model else { return nil }
      let most = rubric.modelCues[model].reduce(Float(0)) { $0 + max(0, $1.weight) }
      return ModelTrigger(cue: index, model: model, least: Float(cue.modelAbove) - most - 0.001)
    }
  }
}
