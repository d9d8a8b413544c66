/// How a model is learned.
public struct TrainingOptions: Sendable {
  /// A word is a feature only where it is used in so many sets: what is said in one place only is its topic, not the behavior.
  public var minimumSets = 4
  /// And in so many labelled turns.
  public var minimumTurns = 3
  /// Pull toward zero that removes features altogether (L1).
  public var lasso = 0.3
  /// Pull toward zero in proportion (L2).
  public var ridge = 0.5
  /// Parts that the conversations are dealt into for cross-validation.
  public var folds = 5
  /// Cues of the rubric that are features of their own.
  public var cues: [String] = []
  /// Words that are topics of the training sets, not signs of a behavior: never features.
  public var topics: Set<String> = []
  /// Weights smaller than this are left out of the file.
  public var smallest = 0.05

  public init() {}
}
