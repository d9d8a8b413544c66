/// A cue that fired in a turn.
struct CueHit: Hashable, BitwiseCopyable {
  /// Index of the turn within its conversation, from 0.
  var turn: Int32
  /// Index into the rubric's compiled cues.
  var cue: Int32
  /// The words that fired, as indices into the conversation's tokens; the whole turn where no words of its own did.
  var start: Int32
  var end: Int32
  /// The pattern that matched, or -1.
  var pattern: Int32
}

/// What the scanner's loop needs of a pattern.
struct PatternFacts: BitwiseCopyable {
  var cue: Int32
  var isException: Bool
}

/// A turn that is read for evidence.
struct SpokenTurn {
  var role: Speaker
  /// Its index among the turns of the same speaker, from 0.
  var ordinal: Int32
  /// Its tokens in the conversation's tokens.
  var tokens: Range<Int32>
  /// Words, stops not counted.
  var words: Int32
  /// Fillers that vanished: um, uh.
  var fillers: Int32
  /// Its hits in the conversation's hits.
  var hits: Range<Int32>
  /// Whether it is a message that agent or customer spoke; others have no tokens.
  var isRead: Bool
}
