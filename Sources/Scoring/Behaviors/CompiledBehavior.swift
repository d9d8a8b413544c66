/// A behavior with its names resolved to numbers.
struct CompiledBehavior: BitwiseCopyable, Sendable {
  struct Window: BitwiseCopyable, Sendable {
    var cues: CueMask
    /// Agent turns from the opportunity on; `Int.max` is the whole conversation.
    var within: Int
    var fromSame: Bool
    /// Only what comes before the first agent turn with one of these, if any.
    var before: CueMask
    var hasPosition: Bool
    var position: TurnPosition
  }

  var technique: Int
  var weight: Double
  var isCritical: Bool
  var needsTiming: Bool
  var absence: Bool
  var always: Bool
  var closes: CueMask
  var each: CueMask
  var once: CueMask
  var needsName: Bool
  var needsHistory: Bool
  var who: Speaker
  var shown: Window?
  var spoiled: Window?
  var partly: Window?
  /// Its measures in the rubric's table.
  var measuresFrom: Int
  var measuresTo: Int

  /// Agent turns that the behavior's windows reach from an opportunity.
  var reach: Int

  var windows: [Window] { [shown, spoiled, partly].compactMap { $0 } }
}

/// Where among a speaker's turns: the first or last so many, or such a share.
struct TurnPosition: BitwiseCopyable, Sendable {
  var isLast = false
  var isShare = false
  /// Turns; or percent where `isShare`.
  var amount: Int32 = 0

  init(_ position: CueSource.Position?) {
    isLast = position?.isLast ?? false
    isShare = position?.isShare ?? false
    amount = Int32(clamping: position?.amount ?? 0)
  }
}

/// A measure with its limits and names resolved.
struct CompiledMeasure: BitwiseCopyable, Sendable {
  var kind: MeasureKind
  /// Index in `RubricCatalog.rules`.
  var rule: Int
  var cues: CueMask
  /// Its words in the rubric's table, by token id; -1 where it has no lists.
  var words: Int
  /// The limit: `above`, `at_most` or `at_least`.
  var limit: Double
  var low: Double
  var high: Double
  /// The cue named by `given`, or -1.
  var given: Int
}

/// All behaviors of a rubric with what they refer to; shared by all lanes.
final class BehaviorTable: Sendable {
  let behaviors: FixedTable<CompiledBehavior>
  let measures: FixedTable<CompiledMeasure>
  let masks: FixedTable<UInt64>
  /// By token id, one run for each measure with lists.
  let words: FixedTable<Bool>

  init(_ output: BehaviorCompiler.Output) {
    behaviors = FixedTable(output.behaviors)
    measures = FixedTable(output.measures)
    masks = FixedTable(output.masks.words)
    words = FixedTable(output.words)
  }
}
