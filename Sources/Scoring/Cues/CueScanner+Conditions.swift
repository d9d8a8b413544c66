import Record

/// What a cue asks of its turn beside its words.
extension CueScanner {
  /// The conditions that cost next to nothing.
  func allows(_ cue: CueTable.Cue, _ asked: CueTable.Conditions, _ turn: Int, _ spoken: SpokenTurn) -> Bool {
    let row = unsafe UnsafePointer(fired.start + turn &* stride)
    if asked.contains(.words), !cue.words.contains(Int(spoken.words)) { return false }
    if asked.contains(.ifCue), unsafe !table.meets(cue.ifCue, row) { return false }
    if asked.contains(.noCue), unsafe table.meets(cue.noCue, row) { return false }
    if asked.contains(.position) {
      return isAt(cue.position, spoken)
    }
    return true
  }

  /// The others.
  func holds(_ cue: CueTable.Cue, _ asked: CueTable.Conditions, _ turn: Int, _ spoken: SpokenTurn) -> Bool {
    if asked.contains(.question), !asks(turn) { return false }
    if asked.contains(.noQuestion), asks(turn) { return false }
    if asked.contains(.only), !hasOnly(Int(cue.only), spoken) { return false }
    if asked.contains(.before), !came(cue.before, turn, spoken) { return false }
    if asked.contains(.notBefore), came(cue.notBefore, turn, spoken) { return false }
    if asked.contains(.echo), !cue.echo.contains(echoed(turn)) { return false }
    if asked.contains(.capitals), !cue.capitals.contains(emphasis.capitals(turn, self)) { return false }
    if asked.contains(.marks), !cue.marks.contains(emphasis.marks(turn, self)) { return false }
    if asked.contains(.overlap), share(turn) < cue.overlap { return false }
    if asked.contains(.model), score(Int(cue.model), turn) <= cue.modelAbove { return false }
    return true
  }

  /// Whether a turn asks something, by its mark or by its form.
  func asks(_ turn: Int) -> Bool {
    if isFired(rubric.questionForm, turn) { return true }
    for index in turns[turn].tokens where (unsafe tokenizer.tokens[Int(index)].id) == FixedToken.question {
      return true
    }
    return false
  }

  /// Whether a turn is among the first or last so many of its speaker's, or in such a share of them.
  func isAt(_ position: TurnPosition, _ spoken: SpokenTurn) -> Bool {
    let count = unsafe turnCounts[Int(spoken.role.rawValue)]
    let most = position.isShare ? (count &* position.amount &+ 99) / 100 : position.amount
    return position.isLast ? spoken.ordinal >= count &- most : spoken.ordinal < most
  }

  private func hasOnly(_ from: Int, _ spoken: SpokenTurn) -> Bool {
    guard spoken.words > 0 else { return false }
    for index in spoken.tokens {
      let id = unsafe tokenizer.tokens[Int(index)].id
      if !FixedToken.isBreak(id) && !table.allowed[from &+ Int(id)] { return false }
    }
    return true
  }

  private func came(_ before: CueTable.Before, _ turn: Int, _ spoken: SpokenTurn) -> Bool {
    let wanted = before.isOther ? (spoken.role == .agent ? .customer : .agent) : before.who
    var left = before.within
    var at = turn &- 1
    while at >= 0 && left > 0 {
      let other = turns[at]
      if other.isRead && (wanted == .any || other.role == wanted) {
        if unsafe table.meets(before.cues, fired.start + at &* stride) { return true }
        left &-= 1
      }
      at &-= 1
    }
    return false
  }

  // MARK: Words of the other

  /// Share of the turn's content words that the other said in the last three turns of theirs.
  func share(_ turn: Int) -> Double {
    if let known = restatement.share(of: turn) { return known }
    restatement.removeAll()
    let spoken = turns[turn]
    var left = 3
    var at = turn - 1
    while at >= 0 && left > 0 {
      if turns[at].isRead && turns[at].role != spoken.role {
        for index in turns[at].tokens { restatement.insert(unsafe tokenizer.tokens[Int(index)].content) }
        left -= 1
      }
      at -= 1
    }
    var words = 0
    var common = 0
    for index in spoken.tokens {
      let content = unsafe tokenizer.tokens[Int(index)].content
      guard content != 0 else { continue }
      words += 1
      if restatement.contains(content) { common += 1 }
    }
    return restatement.keep(words == 0 ? 0 : Double(common) / Double(words), of: turn)
  }

  /// How many content words of the other's last turn stand at the very start of this one, lead-in and small words aside.
  func echoed(_ turn: Int) -> Int {
    var other = turn - 1
    while other >= 0, !turns[other].isRead || turns[other].role == turns[turn].role { other -= 1 }
    if other < 0 { return 0 }
    restatement.forgetTurn()
    restatement.removeAll()
    for index in turns[other].tokens { restatement.insert(unsafe tokenizer.tokens[Int(index)].content) }
    var found = 0
    for index in turns[turn].tokens {
      let token = unsafe tokenizer.tokens[Int(index)]
      if token.content != 0 {
        guard restatement.contains(token.content) else { return found }
        found += 1
      } else if !table.smallWords[Int(token.id)] {
        return found
      }
    }
    return found
  }

  // MARK: Models

  /// What speaks loudest for a model in a turn: the words of a cue that has a weight in it, else its strongest words.
  func evidence(_ model: Int, _ turn: Int) -> CueHit? {
    var loudest: (cue: Int, weight: Float)?
    for feature in rubric.modelCues[model] where feature.weight > 0 && isFired(feature.cue, turn) {
      if loudest.map({ $0.weight < feature.weight }) ?? true { loudest = feature }
    }
    if let cue = loudest?.cue { return hits.last { $0.turn == turn && $0.cue == cue } }
    let tokens = turns[turn].tokens
    let view = unsafe UnsafeBufferPointer(start: tokenizer.tokens + Int(tokens.lowerBound), count: tokens.count)
    guard let words = unsafe modelScorer.evidence(model, tokens: view) else { return nil }
    return CueHit(
      turn: Int32(turn), cue: 0, start: tokens.lowerBound + Int32(words.lowerBound),
      end: tokens.lowerBound + Int32(words.upperBound), pattern: -1)
  }

  /// The model's log-odds by the turn's words alone.
  func wordScore(_ model: Int, _ turn: Int) -> Float {
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
