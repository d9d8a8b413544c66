import Record

/// Reads a conversation turn by turn and tells which cues fire where.
///
/// One a lane: it owns the tokenizer, the automaton's cache, and the tables of the conversation at hand, all reused.
final class CueScanner {
  let rubric: CompiledRubric
  let tokenizer: Tokenizer
  let matcher: Matcher
  let turns = GrowingBuffer<SpokenTurn>()
  let hits = GrowingBuffer<CueHit>()
  /// Cues by turn, as bits: `stride` words a turn.
  let fired = GrowingBuffer<UInt64>()
  let stride: Int
  /// How many turns agent and customer have in the conversation, by `Speaker`.
  private(set) var turnCounts: [Int32] = [0, 0, 0]

  private let awake = GrowingBuffer<UInt64>()
  private let alwaysAwake: [GrowingBuffer<UInt64>]
  private let triggers: [ModelTrigger]
  /// For each cue, the first of its matches in the turn at hand, or -1; the rest follow in `nextMatch`.
  private let firstMatch = GrowingBuffer<Int32>()
  private let nextMatch = GrowingBuffer<Int32>()
  /// What the loop over matches needs of each pattern.
  private let patterns = GrowingBuffer<PatternFacts>()
  private let emphasis = Emphasis()
  private var overlap = OverlapSet()
  private var modelScorer: ModelScorer
  private var overlapTurn = -1
  private var overlapShare = 0.0

  init(rubric: CompiledRubric) {
    self.rubric = rubric
    tokenizer = Tokenizer(vocabulary: rubric.vocabulary)
    matcher = Matcher(program: rubric.program)
    modelScorer = ModelScorer(models: rubric.models)
    stride = (rubric.cues.count + 63) / 64
    awake.append(repeating: 0, count: stride)
    firstMatch.append(repeating: -1, count: rubric.cues.count)
    for owner in rubric.owners {
      let speakers = rubric.cues[owner.cue].cue.speakers
      patterns.append(PatternFacts(cue: Int32(owner.cue), speakers: speakers, isException: owner.isException))
    }
    let always = (0..<3).map { _ in GrowingBuffer<UInt64>() }
    for bits in always { bits.append(repeating: 0, count: stride) }
    for (index, box) in rubric.cues.enumerated() where box.cue.isAlwaysAwake && box.cue.model == nil {
      let cue = box.cue
      for speaker in [Speaker.agent, .customer] where cue.speakers & Self.bit(speaker) != 0 {
        always[Int(speaker.rawValue)][index >> 6] |= 1 << UInt64(index & 63)
      }
    }
    alwaysAwake = always
    triggers = ModelTrigger.all(rubric)
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
      let matches = unsafe matcher.append(tokenizer.tokens, tokens, speakers: Self.bit(role))
      read(role, tokens, matches)
    }
  }

  /// Whose a turn is, or `.any` for one that is not read: events, notes, bots, unknown speakers.
  static func speaker(_ turn: Turn) -> Speaker {
    guard turn.kind == .message, !turn.isInternal else { return .any }
    return turn.role == .agent ? .agent : turn.role == .customer ? .customer : .any
  }

  private func begin(_ conversation: Conversation, _ table: UnsafeBufferPointer<Turn>) {
    tokenizer.removeAll()
    matcher.removeAll()
    turns.removeAll()
    hits.removeAll()
    fired.removeAll()
    nextMatch.removeAll()
    overlapTurn = -1
    modelScorer.removeAll()
    turnCounts = [0, 0, 0]
    for index in conversation.turns { turnCounts[Int(Self.speaker(unsafe table[Int(index)]).rawValue)] += 1 }
    seen = [0, 0, 0]
  }

  private var seen: [Int32] = [0, 0, 0]

  private func skip() {
    let at = Int32(tokenizer.count)
    turns.append(
      SpokenTurn(
        role: .any, ordinal: 0, tokens: at..<at, words: 0, fillers: 0,
        hits: Int32(hits.count)..<Int32(hits.count), isRead: false))
    fired.append(repeating: 0, count: stride)
  }

  private func read(_ role: Speaker, _ tokens: Range<Int>, _ matches: Range<Int>) {
    var words: Int32 = 0
    for index in tokens where !FixedToken.isBreak(unsafe tokenizer.tokens[index].id) { words += 1 }
    let turn = turns.count
    turns.append(
      SpokenTurn(
        role: role, ordinal: seen[Int(role.rawValue)], tokens: Int32(tokens.lowerBound)..<Int32(tokens.upperBound),
        words: words, fillers: Int32(tokenizer.fillers), hits: 0..<0, isRead: true))
    seen[Int(role.rawValue)] += 1
    fired.append(repeating: 0, count: stride)
    let from = Int32(hits.count)
    wakeUp(role, matches)
    for word in 0..<stride {
      while awake[word] != 0 {
        let cue = word << 6 + awake[word].trailingZeroBitCount
        awake[word] &= awake[word] - 1
        consider(cue, turn)
        firstMatch[cue] = -1
      }
    }
    turns[turn].hits = from..<Int32(hits.count)
  }

  /// Marks the cues that nothing but a model's score makes fire, where the words score high enough.
  private func wakeByModel(_ role: Speaker) {
    let bit = Self.bit(role)
    let turn = turns.count - 1
    for trigger in triggers where trigger.speakers & bit != 0 {
      if wordScore(trigger.model, turn) > trigger.least { awake[trigger.cue >> 6] |= 1 << UInt64(trigger.cue & 63) }
    }
  }

  /// Marks the cues that may fire in this turn and links each one's matches.
  private func wakeUp(_ role: Speaker, _ matches: Range<Int>) {
    let always = alwaysAwake[Int(role.rawValue)]
    for word in 0..<stride { awake[word] = always[word] }
    nextMatch.append(repeating: -1, count: matches.count)
    wakeByModel(role)
    let bit = Self.bit(role)
    var match = matches.upperBound - 1
    while match >= matches.lowerBound {
      let facts = unsafe patterns.start[Int(matcher.matches.start[match].pattern)]
      if facts.speakers & bit != 0 {
        let cue = Int(facts.cue)
        nextMatch[match] = firstMatch[cue]
        firstMatch[cue] = Int32(match)
        awake[cue >> 6] |= 1 << UInt64(cue & 63)
      }
      match -= 1
    }
  }

  private func consider(_ number: Int, _ turn: Int) {
    // Through the box field by field: a cue is never copied.
    let box = rubric.cues[number]
    guard box.cue.speakers & Self.bit(turns[turn].role) != 0 else { return }
    var hit: CueHit?
    if box.cue.hasPatterns { hit = bestMatch(box, number, turn) }
    if hit == nil {
      for inner in box.cue.also where isFired(inner, turn) {
        hit = lastHit(inner)
        break
      }
    }
    if hit == nil && !box.cue.hasPatterns && box.cue.also.isEmpty {
      hit = CueHit(
        turn: Int32(turn), cue: 0, start: turns[turn].tokens.lowerBound, end: turns[turn].tokens.upperBound, pattern: -1
      )
    }
    guard var hit, holds(box, turn) else { return }
    if let model = box.cue.model, hit.pattern < 0, box.cue.also.isEmpty, let words = evidence(model, turn) {
      hit = words
    }
    hit.cue = Int32(number)
    hits.append(hit)
    fired[turn * stride + number >> 6] |= 1 << UInt64(number & 63)
    for dependent in box.cue.wakes { awake[dependent >> 6] |= 1 << UInt64(dependent & 63) }
  }

  private func lastHit(_ cue: Int) -> CueHit? {
    var at = hits.count - 1
    while at >= 0 {
      if hits[at].cue == cue { return hits[at] }
      at -= 1
    }
    return nil
  }

  @inline(__always) func isFired(_ cue: Int, _ turn: Int) -> Bool {
    fired[turn * stride + cue >> 6] & (1 << UInt64(cue & 63)) != 0
  }

  /// The first of the cue's own matches that neither an exception nor a negation voids; of those that begin together the longest.
  private func bestMatch(_ box: CueBox, _ number: Int, _ turn: Int) -> CueHit? {
    var best: PatternMatch?
    var at = firstMatch[number]
    while at >= 0 {
      let match = matcher.matches[Int(at)]
      at = nextMatch[Int(at)]
      guard !patterns[Int(match.pattern)].isException else { continue }
      if let best, (best.start, -best.end) <= (match.start, -match.end) { continue }
      if isVoid(match, number) || (box.cue.notNegated && isNegated(match, turn)) { continue }
      best = match
    }
    return best.map { CueHit(turn: Int32(turn), cue: Int32(number), start: $0.start, end: $0.end, pattern: $0.pattern) }
  }

  /// Whether an exception of the cue overlaps the match.
  private func isVoid(_ match: PatternMatch, _ number: Int) -> Bool {
    var at = firstMatch[number]
    while at >= 0 {
      let other = matcher.matches[Int(at)]
      if patterns[Int(other.pattern)].isException, other.start < match.end, match.start < other.end { return true }
      at = nextMatch[Int(at)]
    }
    return false
  }

  /// Whether a negator stands within three words before the match, in the same sentence.
  private func isNegated(_ match: PatternMatch, _ turn: Int) -> Bool {
    var at = Int(match.start) - 1
    let from = Int(turns[turn].tokens.lowerBound)
    var left = 3
    while at >= from && left > 0 {
      let id = unsafe tokenizer.tokens[at].id
      if FixedToken.isBreak(id) { return false }
      if rubric.negators[Int(id)] { return true }
      at -= 1
      left -= 1
    }
    return false
  }

  // MARK: Conditions

  private func holds(_ box: CueBox, _ turn: Int) -> Bool {
    let spoken = turns[turn]
    if let words = box.cue.words, !words.contains(Int(spoken.words)) { return false }
    if !box.cue.ifCue.isEmpty, !isAnyFired(box.cue.ifCue, turn) { return false }
    for other in box.cue.noCue where isFired(other, turn) { return false }
    if let question = box.cue.question, question != isQuestion(turn) { return false }
    if let position = box.cue.position, !isAt(position, spoken) { return false }
    if !box.cue.only.isEmpty, !hasOnly(box.cue.only, spoken) { return false }
    if let before = box.cue.before, !came(before, turn) { return false }
    if let before = box.cue.notBefore, came(before, turn) { return false }
    if let echo = box.cue.echo {
      if !echo.contains(echoed(turn)) { return false }
    }
    if let capitals = box.cue.capitals, !capitals.contains(emphasis.capitals(turn, self)) { return false }
    if let marks = box.cue.marks, !marks.contains(emphasis.marks(turn, self)) { return false }
    if let least = box.cue.overlap, share(turn) < least { return false }
    if let model = box.cue.model, score(model, turn) <= box.cue.modelAbove { return false }
    return true
  }

  /// Whether one of the cues fired in a turn.
  func fires(_ mask: [UInt64], _ turn: Int) -> Bool {
    for word in 0..<stride where fired[turn * stride + word] & mask[word] != 0 { return true }
    return false
  }

  private func isAnyFired(_ cues: [Int], _ turn: Int) -> Bool {
    for cue in cues where isFired(cue, turn) { return true }
    return false
  }

  /// Whether a turn asks something, by its mark or by its form.
  func asks(_ turn: Int) -> Bool { isQuestion(turn) }

  private func isQuestion(_ turn: Int) -> Bool {
    if isFired(rubric.questionForm, turn) { return true }
    for index in turns[turn].tokens where (unsafe tokenizer.tokens[Int(index)].id) == FixedToken.question {
      return true
    }
    return false
  }

  func isAt(_ position: CueSource.Position, _ spoken: SpokenTurn) -> Bool {
    let count = turnCounts[Int(spoken.role.rawValue)]
    let most = position.isShare ? (count * Int32(position.amount) + 99) / 100 : Int32(position.amount)
    return position.isLast ? spoken.ordinal >= count - most : spoken.ordinal < most
  }

  private func hasOnly(_ allowed: [Bool], _ spoken: SpokenTurn) -> Bool {
    guard spoken.words > 0 else { return false }
    for index in spoken.tokens {
      let id = unsafe tokenizer.tokens[Int(index)].id
      if !FixedToken.isBreak(id) && !allowed[Int(id)] { return false }
    }
    return true
  }

  private func came(_ before: CompiledCue.Before, _ turn: Int) -> Bool {
    let role = turns[turn].role
    let wanted = before.who ?? (role == .agent ? .customer : .agent)
    var left = before.within
    var at = turn - 1
    while at >= 0 && left > 0 {
      if turns[at].isRead && (wanted == .any || turns[at].role == wanted) {
        if isAnyFired(before.cues, at) { return true }
        left -= 1
      }
      at -= 1
    }
    return false
  }

  /// Share of the turn's content words that the other said in the last three turns of theirs.
  func share(_ turn: Int) -> Double {
    if overlapTurn == turn { return overlapShare }
    overlapTurn = turn
    overlap.removeAll()
    var left = 3
    var at = turn - 1
    while at >= 0 && left > 0 {
      if turns[at].isRead && turns[at].role != turns[turn].role {
        for index in turns[at].tokens { overlap.insert(unsafe tokenizer.tokens[Int(index)].content) }
        left -= 1
      }
      at -= 1
    }
    var words = 0
    var common = 0
    for index in turns[turn].tokens {
      let content = unsafe tokenizer.tokens[Int(index)].content
      guard content != 0 else { continue }
      words += 1
      if overlap.contains(content) { common += 1 }
    }
    overlapShare = words == 0 ? 0 : Double(common) / Double(words)
    return overlapShare
  }

  /// How many content words of the other's last turn stand at the very start of this one, lead-in and small words aside.
  func echoed(_ turn: Int) -> Int {
    var other = turn - 1
    while other >= 0, !turns[other].isRead || turns[other].role == turns[turn].role { other -= 1 }
    if other < 0 { return 0 }
    overlapTurn = -1
    overlap.removeAll()
    for index in turns[other].tokens { overlap.insert(unsafe tokenizer.tokens[Int(index)].content) }
    var found = 0
    for index in turns[turn].tokens {
      let token = unsafe tokenizer.tokens[Int(index)]
      if token.content != 0 {
        guard overlap.contains(token.content) else { return found }
        found += 1
      } else if !rubric.smallWords[Int(token.id)] {
        return found
      }
    }
    return found
  }

  /// What speaks loudest for a model in a turn: the words of a cue that has a weight in it, else its strongest words.
  private func evidence(_ model: Int, _ turn: Int) -> CueHit? {
    let speaking = rubric.modelCues[model].filter { $0.weight > 0 && isFired($0.cue, turn) }
    if let cue = speaking.max(by: { $0.weight < $1.weight })?.cue {
      return hits.last { $0.turn == turn && $0.cue == cue }
    }
    let tokens = turns[turn].tokens
    let view = unsafe UnsafeBufferPointer(start: tokenizer.tokens + Int(tokens.lowerBound), count: tokens.count)
    guard let words = unsafe modelScorer.evidence(model, tokens: view) else { return nil }
    return CueHit(
      turn: Int32(turn), cue: 0, start: tokens.lowerBound + Int32(words.lowerBound),
      end: tokens.lowerBound + Int32(words.upperBound), pattern: -1)
  }

  private func wordScore(_ model: Int, _ turn: Int) -> Float {
    let tokens = turns[turn].tokens
    let view = unsafe UnsafeBufferPointer(start: tokenizer.tokens + Int(tokens.lowerBound), count: tokens.count)
    return unsafe modelScorer.score(model, turn: turn, tokens: view)
  }

  /// The model's log-odds: by the turn's words, and by the cues that fire in it.
  private func score(_ model: Int, _ turn: Int) -> Double {
    var score = wordScore(model, turn)
    for feature in rubric.modelCues[model] where isFired(feature.cue, turn) { score += feature.weight }
    return Double(score)
  }
}
