/// What a measure says about a stretch of a conversation.
enum MeasureVerdict: Equatable {
  /// The data can't tell: no times, no name, too few words.
  case unknown
  /// Nothing to say.
  case silent
  /// In favor, at this turn.
  case shown(Int)
  /// Against, at this turn.
  case spoiled(Int)
}
