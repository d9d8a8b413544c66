import Record

/// The cues that a scanner looks for, laid out for its loop: plain values, and masks of cues as runs of words.
final class CueTable: Sendable {
  /// Which conditions a cue has; most have none or one.
  struct Conditions: OptionSet, BitwiseCopyable {
    var rawValue: UInt16
    static let words = Conditions(rawValue: 1 << 0)
    static let ifCue = Conditions(rawValue: 1 << 1)
    static let noCue = Conditions(rawValue: 1 << 2)
    static let question = Conditions(rawValue: 1 << 3)
    static let noQuestion = Conditions(rawValue: 1 << 4)
    static let position = Conditions(rawValue: 1 << 5)
    static let only = Conditions(rawValue: 1 << 6)
    static let before = Conditions(rawValue: 1 << 7)
    static let notBefore = Conditions(rawValue: 1 << 8)
    static let echo = Conditions(rawValue: 1 << 9)
    static let capitals = Conditions(rawValue: 1 << 10)
    static let marks = Conditions(rawValue: 1 << 11)
    static let overlap = Conditions(rawValue: 1 << 12)
    static let model = Conditions(rawValue: 1 << 13)
    /// What costs next to nothing, and is asked before the words are looked at.
    static let cheap: Conditions = [.words, .ifCue, .noCue, .position]
  }

  struct Bounds: BitwiseCopyable {
    var low: Int
    var high: Int

    init(_ bounds: CueSource.Bounds?) {
      low = bounds?.low ?? 0
      high = bounds?.high ?? 0
    }

    @inline(__always) func contains(_ value: Int) -> Bool { value >= low && value <= high }
  }

  /// Cues in the turns just before.
  struct Before: BitwiseCopyable {
    /// A row of `masks`.
    var cues: Int32 = 0
    var within: Int32 = 0
    /// `.any` for both speakers; the other one where `isOther`.
    var who: Speaker = .any
    var isOther = true
  }

  struct Cue: BitwiseCopyable {
    var conditions: Conditions = []
    var hasPatterns: Bool
    var hasExceptions: Bool
    var notNegated: Bool
    /// The cues that it also stands for, as a run of `also`.
    var alsoFrom: Int32
    var alsoTo: Int32
    /// Rows of `masks`; see `Conditions`.
    var ifCue: Int32
    var noCue: Int32
    /// By speaker, a row of `masks`: the cues to look at once this one fires.
    var wakesOfAgent: Int32
    var wakesOfCustomer: Int32
    /// Where `allowed` has the words of its lists.
    var only: Int32
    var model: Int32
    var words: Bounds
    var echo: Bounds
    var capitals: Bounds
    var marks: Bounds
    var position: TurnPosition
    var before: Before
    var notBefore: Before
    var overlap: Double
    var modelAbove: Double
  }

  /// Words of 64 bits in a mask of cues.
  let stride: Int
  let cues: FixedTable<Cue>
  let masks: FixedTable<UInt64>
  let also: FixedTable<Int32>
  /// By token id, one run for each cue with `only`.
  let allowed: FixedTable<Bool>
  /// By token id.
  let negators: FixedTable<Bool>
  let smallWords: FixedTable<Bool>
  /// By speaker, a row of `masks`: the cues that nothing wakes.
  let always: [Int32]
  /// By speaker: cues that only a model's score makes fire.
  let triggers: [[ModelTrigger]]

  init(_ rubric: CompiledRubric, _ scope: CueScope) {
    var builder = CueTableBuilder(rubric, scope)
    let cues = rubric.cues.map { builder.cue($0.cue) }
    stride = builder.stride
    always = [Speaker.any, .agent, .customer].map { builder.always($0) }
    triggers = [Speaker.any, .agent, .customer].map { speaker in
      ModelTrigger.all(rubric).filter { scope.contains($0.cue, speaker) }
    }
    self.cues = FixedTable(cues)
    masks = FixedTable(builder.masks)
    also = FixedTable(builder.also)
    allowed = FixedTable(builder.allowed)
    negators = FixedTable(rubric.negators)
    smallWords = FixedTable(rubric.smallWords)
  }

  /// Whether a mask and a row of as many words have a cue in common.
  @inline(__always) func meets(_ mask: Int32, _ row: UnsafePointer<UInt64>) -> Bool {
    let from = Int(mask) &* stride
    var word = 0
    while word < stride {
      if unsafe masks[from &+ word] & row[word] != 0 { return true }
      word &+= 1
    }
    return false
  }
}
