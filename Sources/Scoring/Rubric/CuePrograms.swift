import Record

/// What a scanner runs: the cues in scope, and an automaton for each speaker's turns with the patterns of those cues only.
struct CuePrograms: Sendable {
  let scope: CueScope
  let agent: PatternProgram
  let customer: PatternProgram

  /// - Parameter faults: the patterns that cannot be put into an automaton are appended.
  init(_ scope: CueScope, patterns: PatternSet, faults: inout [PatternSet.Fault]) {
    self.scope = scope
    let other = Meanwhile { patterns.program { scope.contains($0, .customer) } }
    let own = patterns.program { scope.contains($0, .agent) }
    agent = own.program
    customer = other.value.program
    faults += own.faults + other.value.faults
  }
}

/// The patterns of a rubric as they were read, from which automata are made.
struct PatternSet: Sendable {
  /// A pattern that no automaton can hold.
  struct Fault: Error {
    var pattern: Int
    var mistake: PatternParser.Mistake
  }

  var vocabulary: Vocabulary
  /// By pattern number.
  let owners: [PatternOwner]
  /// Each pattern cut at its gaps; nil for one with too many ways through it.
  let chains: [[PatternShape.Chain]?]
  /// The phrases that `^` skips.
  let leadIn: PatternNode?

  /// The automaton of the patterns whose cue is wanted, under their own numbers, and the patterns that cannot be put into it.
  func program(_ isWanted: (Int) -> Bool) -> (program: PatternProgram, faults: [Fault]) {
    var faults: [Fault] = []
    var compiler = PatternCompiler(vocabulary: vocabulary)
    // A broken list was left out and reported when it was read.
    if let leadIn { try? compiler.addLeadIn(leadIn) }
    for (number, chains) in chains.enumerated() where isWanted(owners[number].cue) {
      do throws(PatternParser.Mistake) { try compiler.add(chains, number: number) } catch {
        faults.append(Fault(pattern: number, mistake: error))
      }
    }
    return (compiler.finish(), faults)
  }
}
