import Record

/// Tokenizes labelled conversations with the rubric's own tokenizer and gathers their features.
struct TrainingTableBuilder {
  private let options: TrainingOptions
  private let scanner: CueScanner
  private let cues: [(name: String, index: Int)]
  private let spelled: [String]
  private var table = TrainingTable()
  private var columnOf: [TrainingTable.Column: Int] = [:]
  private var setsOf: [ModelSource.Feature: Set<Int>] = [:]

  /// - Parameter scanner: of a rubric whose vocabulary holds every candidate word.
  init(options: TrainingOptions, scanner: CueScanner) {
    self.options = options
    self.scanner = scanner
    let index = scanner.rubric.cueIndex
    cues = options.cues.compactMap { name in index[name].map { (name, $0) } }
    spelled = scanner.rubric.vocabulary.words
  }

  mutating func add(_ conversation: LabelledConversation) {
    let set = table.sets.firstIndex(of: conversation.set) ?? table.sets.count
    if set == table.sets.count { table.sets.append(conversation.set) }
    var batch = Batch()
    conversation.append(to: &batch)
    batch.arena.append(contentsOf: repeatElement(0, count: 32))
    unsafe batch.arena.withUnsafeBufferPointer { arena in
      unsafe batch.turns.withUnsafeBufferPointer { unsafe scanner.scan(batch.conversations[0], $0, arena) }
    }
    let fold = Int(Self.hash(conversation.id) % UInt64(options.folds))
    for (number, turn) in conversation.turns.enumerated() {
      let features = features(number)
      for feature in features { setsOf[feature, default: []].insert(set) }
      guard let verdict = turn.verdict else { continue }
      let row = Int32(table.positive.count)
      table.positive.append(verdict)
      table.set.append(set)
      table.fold.append(fold)
      for feature in features { put(.feature(feature), row) }
      for cue in cues where scanner.isFired(cue.index, number) { put(.cue(cue.name), row) }
    }
  }

  private mutating func put(_ column: TrainingTable.Column, _ row: Int32) {
    if let known = columnOf[column] {
      table.rows[known].append(row)
    } else {
      columnOf[column] = table.columns.count
      table.columns.append(column)
      table.rows.append([row])
    }
  }

  /// The different words and pairs of a turn, as the scorer meets them.
  private func features(_ turn: Int) -> Set<ModelSource.Feature> {
    var found: Set<ModelSource.Feature> = []
    var before: String? = ModelToken.start
    for index in scanner.turns[turn].tokens {
      let id = unsafe scanner.tokenizer.tokens[Int(index)].id
      if id == FixedToken.period {
        before = nil
        continue
      }
      let word = spelling(id)
      if let word { found.insert(.word(word)) }
      if let before, let word { found.insert(.pair(before, word)) }
      before = word
    }
    if let last = lastWord(turn) { found.insert(.pair(last, ModelToken.end)) }
    for length in ModelToken.lengths where Int(scanner.turns[turn].words) >= length { found.insert(.length(length)) }
    return found
  }

  private func lastWord(_ turn: Int) -> String? {
    for index in scanner.turns[turn].tokens.reversed() {
      let id = unsafe scanner.tokenizer.tokens[Int(index)].id
      if id != FixedToken.period { return spelling(id) }
    }
    return nil
  }

  private func spelling(_ id: TokenID) -> String? {
    switch id {
    case FixedToken.number: return ModelToken.number
    case FixedToken.question: return ModelToken.question
    case FixedToken.exclamation: return ModelToken.exclamation
    default:
      let index = Int(id) - Int(FixedToken.firstWord)
      guard index >= 0, index < spelled.count, !options.topics.contains(spelled[index]) else { return nil }
      return spelled[index]
    }
  }

  /// The table without the features that are too rare or at home in too few sets, in a fixed order.
  func finish() -> TrainingTable {
    var kept = table
    kept.columns = []
    kept.rows = []
    let order = table.columns.indices.sorted { Self.name(table.columns[$0]) < Self.name(table.columns[$1]) }
    for index in order {
      if case .feature(let feature) = table.columns[index] {
        guard table.rows[index].count >= options.minimumTurns, (setsOf[feature]?.count ?? 0) >= options.minimumSets
        else { continue }
      }
      kept.columns.append(table.columns[index])
      kept.rows.append(table.rows[index])
    }
    return kept
  }

  static func name(_ column: TrainingTable.Column) -> String {
    switch column {
    case .cue(let name): "cue\t" + name
    case .feature(.word(let word)): "word\t" + word
    case .feature(.pair(let first, let second)): "pair\t" + first + " " + second
    case .feature(.length(let words)): "length\t\(words)"
    case .feature(.cue(let name)): "cue\t" + name
    }
  }

  /// FNV-1a: the same part for a conversation on every machine.
  private static func hash(_ id: String) -> UInt64 {
    id.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}
