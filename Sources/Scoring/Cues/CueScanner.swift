import Record

/// Reads a conversation turn by turn and tells which cues fire where.
///
/// One a lane: it owns the tokenizer, the automata's caches, and the tables of the conversation at hand, all reused.
@safe final class CueScanner {
  let rubric: CompiledRubric
  let table: CueTable
  let tokenizer: Tokenizer
  /// An automaton for each speaker's turns, over tokens of the same vocabulary.
  let agentMatcher: Matcher
  let customerMatcher: Matcher
  let turns = GrowingBuffer<SpokenTurn>()
  let hits = GrowingBuffer<CueHit>()
  /// Cues by turn, as bits: `stride` words a turn.
  let fired = GrowingBuffer<UInt64>()
  let stride: Int
  /// How many turns agent and customer have in the conversation, by `Speaker`.
  let turnCounts: UnsafeMutablePointer<Int32>
  let emphasis = Emphasis()
  let restatement = OverlapSet()
  var modelScorer: ModelScorer

  private let seen: UnsafeMutablePointer<Int32>
  private let awake: UnsafeMutablePointer<UInt64>
  /// For each cue, the first of its matches in the turn at hand, or -1; the rest follow in `nextMatch`.
  private let firstMatch: UnsafeMutablePointer<Int32>
  private let nextMatch = GrowingBuffer<Int32>()
  /// What the loop over matches needs of each pattern.
  private let patterns: FixedTable<PatternFacts>

  /// - Parameter programs: the cues to look for; all of them if left out.
  init(rubric: CompiledRubric, programs: CuePrograms? = nil) {
    let programs = programs ?? rubric.everything()
    self.rubric = rubric
    table = CueTable(rubric, programs.scope)
    tokenizer = Tokenizer(vocabulary: rubric.vocabulary)
    agentMatcher = Matcher(program: programs.agent)
    customerMatcher = Matcher(program: programs.customer)
    modelScorer = ModelScorer(models: rubric.models)
    stride = table.stride
    unsafe turnCounts = .allocate(capacity: 3)
    unsafe seen = .allocate(capacity: 3)
    unsafe awake = .allocate(capacity: stride)
    unsafe firstMatch = .allocate(capacity: rubric.cues.count)
    unsafe firstMatch.initialize(repeating: -1, count: rubric.cues.count)
    patterns = FixedTable(
      rubric.patterns.owners.map { PatternFacts(cue: Int32($0.cue), isException: $0.isException) })
  }

  deinit {
    unsafe turnCounts.deallocate()
    unsafe seen.deallocate()
    unsafe awake.deallocate()
    unsafe firstMatch.deallocate()
  }

  @inline(__always) static func bit(_ speaker: Speaker) -> UInt8 { speaker == .agent ? 1 : 2 }

  /// Reads one conversation; what it finds stands in `turns`, `hits` and `fired` until the next.
  func scan(_ conversation: Conversation, _ table: UnsafeBufferPointer<Turn>, _ arena: UnsafeBufferPointer<UInt8>) {
    unsafe begin(conversation, table)
    unsafe emphasis.begin(conversation, table, arena)
    guard let base = arena.baseAddress else { return }
    for index in conversation.turns {
      let turn = unsafe table[Int(index)]
      let role = Self.speaker(turn)
      guard role != .any else {
        skip()
        continue
      }
      let tokens = unsafe tokenizer.append(base, turn.text, readable: arena.count)
      let matcher = role == .agent ? agentMatcher : customerMatcher
      matcher.removeAll()
      unsafe matcher.append(tokenizer.tokens, tokens)
      read(role, tokens, matcher.matches)
    }
  }

  /// Whose a turn is, or `.any` for one that is not read: events, notes, bots, unknown speakers.
  static func speaker(_ turn: Turn) -> Speaker {
    guard turn.kind == .message, !turn.isInternal else { return .any }
    return turn.role == .agent ? .agent : turn.role == .customer ? .customer : .any
  }

  private func begin(_ conversation: Conversation, _ table: UnsafeBufferPointer<Turn>) {
    tokenizer.removeAll()
    turns.removeAll()
    hits.removeAll()
    fired.removeAll()
    restatement.forgetTurn()
    modelScorer.removeAll()
    unsafe turnCounts.update(repeating: 0, count: 3)
    unsafe seen.update(repeating: 0, count: 3)
    for index in conversation.turns { unsafe turnCounts[Int(Self.speaker(table[Int(index)]).rawValue)] += 1 }
  }

  private func skip() {
    let at = Int32(tokenizer.count)
    turns.append(
      SpokenTurn(
        role: .any, ordinal: 0, tokens: at..<at, words: 0, fillers: 0,
        hits: Int32(hits.count)..<Int32(hits.count), isRead: false))
    fired.append(repeating: 0, count: stride)
  }

  private func read(_ role: Speaker, _ tokens: Range<Int>, _ matches: GrowingBuffer<PatternMatch>) {
    var words: Int32 = 0
    for index in tokens where !FixedToken.isBreak(unsafe tokenizer.tokens[index].id) { words &+= 1 }
    let turn = turns.count
    let from = Int32(hits.count)
    let spoken = SpokenTurn(
      role: role, ordinal: unsafe seen[Int(role.rawValue)],
      tokens: Int32(tokens.lowerBound)..<Int32(tokens.upperBound), words: words, fillers: Int32(tokenizer.fillers),
      hits: from..<from, isRead: true)
    turns.append(spoken)
    unsafe seen[Int(role.rawValue)] += 1
    fired.append(repeating: 0, count: stride)
    wakeUp(role, matches)
    for word in 0..<stride {
      while unsafe awake[word] != 0 {
        let cue = unsafe word << 6 + awake[word].trailingZeroBitCount
        unsafe awake[word] &= awake[word] &- 1
        consider(cue, turn, spoken, matches)
        unsafe firstMatch[cue] = -1
      }
    }
    unsafe turns.start[turn].hits = from..<Int32(hits.count)
  }

  /// Marks the cues that may fire in this turn and links each one's matches.
  private func wakeUp(_ role: Speaker, _ matches: GrowingBuffer<PatternMatch>) {
    let always = Int(table.always[Int(role.rawValue)]) &* stride
    for word in 0..<stride { unsafe awake[word] = table.masks[always &+ word] }
    let triggers = table.triggers[Int(role.rawValue)]
    if !triggers.isEmpty { wakeByModel(triggers) }
    nextMatch.removeAll()
    nextMatch.append(repeating: -1, count: matches.count)
    var match = matches.count &- 1
    while match >= 0 {
      let cue = unsafe Int(patterns[Int(matches.start[match].pattern)].cue)
      unsafe nextMatch.start[match] = firstMatch[cue]
      unsafe firstMatch[cue] = Int32(truncatingIfNeeded: match)
      unsafe awake[cue &>> 6] |= 1 &<< UInt64(cue & 63)
      match &-= 1
    }
  }

  /// Marks the cues that nothing but a model's score makes fire, where the words score high enough.
  private func wakeByModel(_ triggers: [ModelTrigger]) {
    let turn = turns.count - 1
    for trigger in triggers where wordScore(trigger.model, turn) > trigger.least {
      unsafe awake[trigger.cue >> 6] |= 1 << UInt64(trigger.cue & 63)
    }
  }

  private func consider(_ number: Int, _ turn: Int, _ spoken: SpokenTurn, _ matches: GrowingBuffer<PatternMatch>) {
    let cue = table.cues[number]
    let cheap = cue.conditions.intersection(.cheap)
    if !cheap.isEmpty, !allows(cue, cheap, turn, spoken) { return }
    var hit: CueHit?
    if cue.hasPatterns { hit = bestMatch(cue, number, turn, spoken, matches) }
    if hit == nil { hit = alsoFired(cue, turn) }
    if hit == nil && !cue.hasPatterns && cue.alsoFrom == cue.alsoTo {
      hit = CueHit(
        turn: Int32(turn), cue: 0, start: spoken.tokens.lowerBound, end: spoken.tokens.upperBound, pattern: -1)
    }
    guard var hit else { return }
    let rest = cue.conditions.subtracting(.cheap)
    if !rest.isEmpty, !holds(cue, rest, turn, spoken) { return }
    if cue.model >= 0, hit.pattern < 0, cue.alsoFrom == cue.alsoTo, let words = evidence(Int(cue.model), turn) {
      hit = words
    }
    hit.cue = Int32(number)
    hits.append(hit)
    unsafe fired.start[turn &* stride &+ number &>> 6] |= 1 &<< UInt64(number & 63)
    let wakes = Int(spoken.role == .agent ? cue.wakesOfAgent : cue.wakesOfCustomer) &* stride
    if wakes > 0 { for word in 0..<stride { unsafe awake[word] |= table.masks[wakes &+ word] } }
  }

  /// The last hit of the first of a cue's `also` that fired in the turn.
  private func alsoFired(_ cue: CueTable.Cue, _ turn: Int) -> CueHit? {
    for index in cue.alsoFrom..<cue.alsoTo {
      let other = Int(table.also[Int(index)])
      guard isFired(other, turn) else { continue }
      var at = hits.count - 1
      while at >= 0 {
        if hits[at].cue == other { return hits[at] }
        at -= 1
      }
    }
    return nil
  }

  @inline(__always) func isFired(_ cue: Int, _ turn: Int) -> Bool {
    fired[turn &* stride &+ cue &>> 6] & (1 &<< UInt64(cue & 63)) != 0
  }

  /// The first of the cue's own matches that neither an exception nor a negation voids; of those that begin together the longest.
  private func bestMatch(
    _ cue: CueTable.Cue, _ number: Int, _ turn: Int, _ spoken: SpokenTurn, _ matches: GrowingBuffer<PatternMatch>
  ) -> CueHit? {
    var best: PatternMatch?
    var at = unsafe firstMatch[number]
    while at >= 0 {
      let match = matches[Int(at)]
      at = nextMatch[Int(at)]
      if let best, (best.start, -best.end) <= (match.start, -match.end) { continue }
      if cue.hasExceptions {
        guard !patterns[Int(match.pattern)].isException, !isVoid(match, number, matches) else { continue }
      }
      if cue.notNegated, isNegated(match, spoken) { continue }
      best = match
    }
    return best.map { CueHit(turn: Int32(turn), cue: Int32(number), start: $0.start, end: $0.end, pattern: $0.pattern) }
  }

  /// Whether an exception of the cue overlaps the match.
  private func isVoid(_ match: PatternMatch, _ number: Int, _ matches: GrowingBuffer<PatternMatch>) -> Bool {
    var at = unsafe firstMatch[number]
    while at >= 0 {
      let other = matches[Int(at)]
      if patterns[Int(other.pattern)].isException, other.start < match.end, match.start < other.end { return true }
      at = nextMatch[Int(at)]
    }
    return false
  }

  /// Whether a negator stands within three words before the match, in the same sentence.
  private func isNegated(_ match: PatternMatch, _ spoken: SpokenTurn) -> Bool {
    var at = Int(match.start) - 1
    let from = Int(spoken.tokens.lowerBound)
    var left = 3
    while at >= from && left > 0 {
      let id = unsafe tokenizer.tokens[at].id
      if FixedToken.isBreak(id) { return false }
      if table.negators[Int(id)] { return true }
      at -= 1
      left -= 1
    }
    return false
  }
}
