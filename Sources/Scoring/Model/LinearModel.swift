/// A learned linear model over the words of a turn: its score is a log-odds.
struct LinearModel: Sendable {
  var bias = 0.0

  /// The log-odds for the tokens of one turn.
  func score(_ tokens: UnsafeBufferPointer<Token>) -> Double { bias }
}
