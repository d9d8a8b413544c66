import Record

/// Lays compiled cues out flat.
struct CueTableBuilder {
  private let rubric: CompiledRubric
  private let scope: CueScope
  private let withExceptions: Set<Int>
  let stride: Int
  private(set) var masks: [UInt64]
  private(set) var also: [Int32] = []
  private(set) var allowed: [Bool] = []

  init(_ rubric: CompiledRubric, _ scope: CueScope) {
    self.rubric = rubric
    self.scope = scope
    stride = (rubric.cues.count + 63) / 64
    masks = [UInt64](repeating: 0, count: stride)
    withExceptions = Set(rubric.patterns.owners.filter(\.isException).map(\.cue))
  }

  mutating func cue(_ cue: CompiledCue) -> CueTable.Cue {
    let alsoFrom = Int32(also.count)
    also += cue.also.map(Int32.init)
    let number = rubric.cueIndex[cue.id] ?? 0
    return CueTable.Cue(
      conditions: Self.conditions(cue), hasPatterns: cue.hasPatterns,
      hasExceptions: withExceptions.contains(number), notNegated: cue.notNegated, alsoFrom: alsoFrom,
      alsoTo: Int32(also.count), ifCue: row(cue.ifCue), noCue: row(cue.noCue),
      wakesOfAgent: row(cue.wakes.filter { scope.contains($0, .agent) }),
      wakesOfCustomer: row(cue.wakes.filter { scope.contains($0, .customer) }),
      only: words(cue.only), model: Int32(cue.model ?? -1), words: .init(cue.words), echo: .init(cue.echo),
      capitals: .init(cue.capitals), marks: .init(cue.marks), position: .init(cue.position),
      before: before(cue.before), notBefore: before(cue.notBefore), overlap: cue.overlap ?? 0,
      modelAbove: cue.modelAbove)
  }

  /// The row of the cues that nothing wakes in a speaker's turns; those of a model have their own trigger.
  mutating func always(_ speaker: Speaker) -> Int32 {
    row(
      rubric.cues.indices.filter {
        rubric.cues[$0].cue.isAlwaysAwake && rubric.cues[$0].cue.model == nil && scope.contains($0, speaker)
      })
  }

  /// A row of `masks`; row 0 is empty.
  private mutating func row(_ cues: [Int]) -> Int32 {
    guard !cues.isEmpty else { return 0 }
    let row = Int32(masks.count / stride)
    masks.append(contentsOf: repeatElement(0, count: stride))
    for cue in cues { masks[Int(row) * stride + cue >> 6] |= 1 << UInt64(cue & 63) }
    return row
  }

  private mutating func words(_ only: [Bool]) -> Int32 {
    guard !only.isEmpty else { return -1 }
    let from = Int32(allowed.count)
    allowed += only
    return from
  }

  private mutating func before(_ before: CompiledCue.Before?) -> CueTable.Before {
    guard let before else { return .init() }
    return .init(
      cues: row(before.cues), within: Int32(clamping: before.within), who: before.who ?? .any,
      isOther: before.who == nil)
  }

  private static func conditions(_ cue: CompiledCue) -> CueTable.Conditions {
    var all: CueTable.Conditions = []
    if cue.words != nil { all.insert(.words) }
    if !cue.ifCue.isEmpty { all.insert(.ifCue) }
    if !cue.noCue.isEmpty { all.insert(.noCue) }
    if let question = cue.question { all.insert(question ? .question : .noQuestion) }
    if cue.position != nil { all.insert(.position) }
    if !cue.only.isEmpty { all.insert(.only) }
    if cue.before != nil { all.insert(.before) }
    if cue.notBefore != nil { all.insert(.notBefore) }
    if cue.echo != nil { all.insert(.echo) }
    if cue.capitals != nil { all.insert(.capitals) }
    if cue.marks != nil { all.insert(.marks) }
    if cue.overlap != nil { all.insert(.overlap) }
    if cue.model != nil { all.insert(.model) }
    return all
  }
}
