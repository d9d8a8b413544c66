/// A cue with its names resolved to numbers; cues are numbered so that what a cue needs of its own turn comes before it.
struct CompiledCue: Sendable {
  struct Before: Sendable {
    /// nil: the other speaker.
    var who: Speaker?
    var cues: [Int]
    var within: Int
  }

  var id: String
  var says: String
  /// Bit 0: looked for in agent turns; bit 1: in customer turns.
  var speakers: UInt8
  var hasPatterns: Bool
  var notNegated: Bool
  var also: [Int] = []
  var ifCue: [Int] = []
  var noCue: [Int] = []
  var words: CueSource.Bounds?
  var question: Bool?
  /// By token id: whether the word belongs to the lists; empty where the cue has no `only`.
  var only: [Bool] = []
  var position: CueSource.Position?
  var before: Before?
  var notBefore: Before?
  var overlap: Double?
  var echo: CueSource.Bounds?
  var capitals: CueSource.Bounds?
  var marks: CueSource.Bounds?
  var model: Int?
  var modelAbove = 0.0
  /// Cues of the same turn that should be looked at once this one fires.
  var wakes: [Int] = []
  /// Looked at in every turn of its speakers, since nothing wakes it.
  var isAlwaysAwake = false
  /// Index in the source's cues, or -1 for the built-in one.
  var source = -1
}

/// A cue where all lanes can read it without copying.
final class CueBox: Sendable {
  let cue: CompiledCue
  init(_ cue: CompiledCue) { self.cue = cue }
}

/// Whose a pattern is.
struct PatternOwner: Sendable {
  var cue: Int
  var isException: Bool
  var text: RubricSource.PatternText
}
