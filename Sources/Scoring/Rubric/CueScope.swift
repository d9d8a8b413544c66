import Record

/// Which cues are looked for in whose turns.
struct CueScope: Sendable {
  /// By `Speaker` (any is empty): cues as bits, as wide as a turn's row in `CueScanner.fired`.
  private(set) var masks: [[UInt64]]

  /// No cue at all.
  init(cueCount: Int) {
    let empty = [UInt64](repeating: 0, count: (cueCount + 63) / 64)
    masks = [empty, empty, empty]
  }

  /// Every cue in the turns of its speakers: what measurements and learning look at.
  static func everything(_ cues: [CueBox]) -> CueScope {
    var scope = CueScope(cueCount: cues.count)
    for (index, box) in cues.enumerated() {
      for speaker in [Speaker.agent, .customer] where box.cue.speakers & CueScanner.bit(speaker) != 0 {
        scope.insert(index, speaker)
      }
    }
    return scope
  }

  func contains(_ cue: Int, _ speaker: Speaker) -> Bool {
    masks[Int(speaker.rawValue)][cue >> 6] & (1 << UInt64(cue & 63)) != 0
  }

  func isAnywhere(_ cue: Int) -> Bool { contains(cue, .agent) || contains(cue, .customer) }

  mutating func insert(_ cue: Int, _ speaker: Speaker) {
    masks[Int(speaker.rawValue)][cue >> 6] |= 1 << UInt64(cue & 63)
  }
}

/// Finds the cues that can matter to a behavior, so that a job leaves out the rest: what is never asked about need not be
/// looked for.
struct CueDemand {
  private let cues: [CueBox]
  private let modelCues: [[(cue: Int, weight: Float)]]
  private let questionForm: Int
  private var scope: CueScope
  private var open: [(cue: Int, speaker: Speaker)] = []

  /// What behaviors ask about, and whatever that rests on.
  static func scope(
    of table: BehaviorCompiler.Output, cues: [CueBox], modelCues: [[(cue: Int, weight: Float)]], questionForm: Int
  ) -> CueScope {
    var demand = CueDemand(
      cues: cues, modelCues: modelCues, questionForm: questionForm, scope: CueScope(cueCount: cues.count))
    for behavior in table.behaviors { demand.ask(behavior, table) }
    while let (cue, speaker) = demand.open.popLast() { demand.askBehind(cue, speaker) }
    return demand.scope
  }

  private init(cues: [CueBox], modelCues: [[(cue: Int, weight: Float)]], questionForm: Int, scope: CueScope) {
    self.cues = cues
    self.modelCues = modelCues
    self.questionForm = questionForm
    self.scope = scope
  }

  private mutating func ask(_ behavior: CompiledBehavior, _ table: BehaviorCompiler.Output) {
    for window in behavior.windows {
      for cue in table.masks.cues(window.cues) + table.masks.cues(window.before) { ask(cue, .agent) }
    }
    for cue in table.masks.cues(behavior.closes) { ask(cue, .any) }
    for cue in table.masks.cues(behavior.once) + table.masks.cues(behavior.each) { ask(cue, behavior.who) }
    for measure in table.measures[behavior.measuresFrom..<behavior.measuresTo] {
      for cue in table.masks.cues(measure.cues) { ask(cue, .any) }
      if measure.given >= 0 { ask(measure.given, .customer) }
      if measure.kind == .questionLeftOpen { ask(questionForm, .customer) }
    }
  }

  private mutating func ask(_ cue: Int, _ speaker: Speaker) {
    for one in speaker == .any ? [Speaker.agent, .customer] : [speaker] {
      guard cues[cue].cue.speakers & CueScanner.bit(one) != 0, !scope.contains(cue, one) else { continue }
      scope.insert(cue, one)
      open.append((cue, one))
    }
  }

  /// What a cue's own conditions ask about.
  private mutating func askBehind(_ number: Int, _ speaker: Speaker) {
    let cue = cues[number].cue
    for other in cue.also + cue.ifCue + cue.noCue { ask(other, speaker) }
    if cue.question != nil { ask(questionForm, speaker) }
    if let model = cue.model { for feature in modelCues[model] { ask(feature.cue, speaker) } }
    for before in [cue.before, cue.notBefore].compactMap({ $0 }) {
      for other in before.cues { ask(other, before.who ?? (speaker == .agent ? .customer : .agent)) }
    }
  }
}
