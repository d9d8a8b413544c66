/// Scores turns by a set of models; one a lane.
///
/// The walk over a turn's tokens happens when the first cue asks; the others of the same turn read the result.
struct ModelScorer {
  let models: ModelSet
  private var sums = ModelSet.Lanes()
  /// Which turn `sums` belongs to.
  private var scored = -1
  /// By row: the last walk that met it, so that a word counts once a turn.
  private var met: [UInt32]
  private var walk: UInt32 = 0

  init(models: ModelSet) {
    self.models = models
    met = [UInt32](repeating: 0, count: models.rowCount)
  }

  /// Forgets the turn at hand; to be called where turn numbers begin anew.
  mutating func removeAll() { scored = -1 }

  /// The log-odds of a model's behavior in a turn.
  ///
  /// - Parameters:
  ///   - model: index into `models.names`.
  ///   - turn: any number that tells the turn from the one before.
  ///   - tokens: the turn's tokens.
  mutating func score(_ model: Int, turn: Int, tokens: UnsafeBufferPointer<Token>) -> Float {
    if scored != turn {
      unsafe walkOver(tokens)
      scored = turn
    }
    return sums[model]
  }

  private mutating func walkOver(_ tokens: UnsafeBufferPointer<Token>) {
    sums = models.base
    guard !models.isEmpty else { return }
    beginWalk()
    var before = ModelToken.startID
    var sentenceEnded = false
    var words = 0
    for index in 0..<tokens.count {
      let id = unsafe tokens[index].id
      if id == FixedToken.period {
        sentenceEnded = true
        continue
      }
      meet(models.wordRow(id))
      if !FixedToken.isBreak(id) { words += 1 }
      if !sentenceEnded { meet(models.pairRow(before, id)) }
      sentenceEnded = false
      before = id
    }
    meet(models.pairRow(before, FixedToken.end))
    for length in models.lengths {
      guard words >= length.words else { break }
      sums += length.weights
    }
  }

  private mutating func beginWalk() {
    walk &+= 1
    if walk == 0 {
      for index in met.indices { met[index] = 0 }
      walk = 1
    }
  }

  @inline(__always) private mutating func meet(_ row: Int) {
    guard row != 0, met[row] != walk else { return }
    met[row] = walk
    sums += models.weights[row]
  }

  /// The tokens of the feature that speaks loudest for a model in a turn: what a person is shown as evidence.
  func evidence(_ model: Int, tokens: UnsafeBufferPointer<Token>) -> Range<Int>? {
    var best: Float = 0
    var found: Range<Int>?
    for index in 0..<tokens.count {
      let id = unsafe tokens[index].id
      let weight = models.weights[models.wordRow(id)][model]
      if weight > best { (best, found) = (weight, index..<index + 1) }
      let next = index + 1 < tokens.count ? unsafe tokens[index + 1].id : FixedToken.end
      let pair = models.weights[models.pairRow(id, next)][model]
      if pair > best { (best, found) = (pair, index..<min(index + 2, tokens.count)) }
    }
    return found
  }
}
