/// A behavior with its names resolved to numbers.
struct CompiledBehavior: Sendable {
  /// A set of cues as bits, as wide as a turn's row in `CueScanner.fired`.
  typealias CueMask = [UInt64]

  struct Window: Sendable {
    var cues: CueMask
    /// Agent turns from the opportunity on; `Int.max` is the whole conversation.
    var within: Int
    var fromSame: Bool
    /// Only what comes before the first agent turn with one of these; nil: no such limit.
    var before: CueMask?
    var position: CueSource.Position?
  }

  var technique: Int
  var weight: Double
  var isCritical: Bool
  var needsTiming: Bool
  var absence: Bool
  var always: Bool
  var closes: CueMask?
  var each: CueMask?
  var once: CueMask?
  var needsName: Bool
  var needsHistory: Bool
  var who: Speaker
  var shown: Window?
  var spoiled: Window?
  var partly: Window?
  var measures: [CompiledMeasure]

  /// Agent turns that the behavior's windows reach from an opportunity.
  var reach: Int
}

/// A behavior where all lanes can read it without copying.
final class BehaviorBox: Sendable {
  let behavior: CompiledBehavior
  init(_ behavior: CompiledBehavior) { self.behavior = behavior }
}

/// A measure with its limits and names resolved.
struct CompiledMeasure: Sendable {
  var kind: MeasureKind
  /// Index in `RubricCatalog.rules`.
  var rule: Int
  var cues: CompiledBehavior.CueMask
  /// By token id: the words of its lists.
  var words: [Bool]
  /// The limit: `above`, `at_most` or `at_least`.
  var limit: Double
  var low: Double
  var high: Double
  /// The cue named by `given`, or -1.
  var given: Int
}
