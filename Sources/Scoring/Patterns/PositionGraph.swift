/// All pieces of all patterns as one graph of positions (Glushkov's construction): a position is "this atom was just matched".
///
/// A piece is what stands between gaps. Pieces that several patterns share stand here once.
struct PositionGraph: Sendable {
  /// Where a piece may begin.
  enum Entry: UInt8, Sendable, CaseIterable {
    case anywhere, sentenceStart, turnStart
  }

  struct Position: Sendable {
    /// Sorted ids that the atom takes, besides any word where `takesAnyWord`.
    var ids: [TokenID]
    var takesAnyWord: Bool
    /// Tokens it adds to the match: 0 for what only looks ahead (`$`).
    var width: UInt8
    /// Where a piece may end here: the piece, else -1.
    var accepts: Int32 = -1
    /// Tokens that were looked at beyond the match's end.
    var back: UInt8 = 0
    /// A lead-in phrase ends here: the sentence's start still lies open.
    var endsLeadIn = false
    var follows: [Int32] = []

    func takes(_ id: TokenID) -> Bool {
      if takesAnyWord && !FixedToken.isBreak(id) { return true }
      if ids.count <= 8 { return ids.contains(id) }
      var low = 0
      var high = ids.count
      while low < high {
        let middle = (low + high) >> 1
        if ids[middle] < id { low = middle + 1 } else { high = middle }
      }
      return low < ids.count && ids[low] == id
    }
  }

  private(set) var positions: [Position] = []
  /// For each way of entry, the first positions by token id, and those that take any word.
  private(set) var first: [[[Int32]]]
  private(set) var firstAny: [[Int32]] = [[], [], []]
  private(set) var pieceCount = 0
  /// Greatest number of tokens of each piece.
  private(set) var longest: [Int] = []
  private let atoms: AtomResolver

  init(vocabulary: Vocabulary) {
    atoms = AtomResolver(vocabulary: vocabulary)
    first = [[[Int32]]](repeating: [[Int32]](repeating: [], count: vocabulary.idCount), count: 3)
  }

  /// Adds a piece and returns its number.
  mutating func add(_ piece: PatternNode) throws(PatternParser.Mistake) -> Int {
    let fragment = try build(piece)
    guard fragment.empties == 0 else {
      throw PatternParser.Mistake(
        offset: 0, message: "this pattern, or a part of it between gaps, can match nothing at all")
    }
    enter(fragment.first)
    for last in fragment.last { positions[Int(last)].accepts = Int32(pieceCount) }
    longest.append(fragment.longest)
    pieceCount += 1
    return pieceCount - 1
  }

  /// Adds the phrases that `^` skips.
  mutating func addLeadIn(_ node: PatternNode) throws(PatternParser.Mistake) {
    let fragment = try build(node)
    enter(fragment.first.map { (position: $0.position, entry: .sentenceStart) })
    for last in fragment.last { positions[Int(last)].endsLeadIn = true }
  }

  private mutating func enter(_ list: [(position: Int32, entry: Entry)]) {
    for (index, entry) in list {
      let position = positions[Int(index)]
      if position.takesAnyWord { firstAny[Int(entry.rawValue)].append(index) }
      for id in position.ids where !position.takesAnyWord || FixedToken.isBreak(id) {
        first[Int(entry.rawValue)][Int(id)].append(index)
      }
    }
  }

  /// A part of a piece under construction.
  private struct Fragment {
    var first: [(position: Int32, entry: Entry)] = []
    var last: [Int32] = []
    /// Bit per `Entry`: the part can be empty, having passed that anchor.
    var empties: UInt8 = 0
    var longest = 0
  }

  private mutating func build(_ node: PatternNode) throws(PatternParser.Mistake) -> Fragment {
    switch node {
    case .atom(let atom):
      let index = place(atoms.ids(atom), any: atom.any, width: 1)
      return Fragment(first: [(index, .anywhere)], last: [index], longest: 1)
    case .anchor(let anchor): return build(anchor)
    case .optional(let part):
      var fragment = try build(part)
      fragment.empties |= 1
      return fragment
    case .choice(let branches):
      var all = Fragment()
      for branch in branches {
        let one = try build(branch)
        all.first += one.first
        all.last += one.last
        all.empties |= one.empties
        all.longest = max(all.longest, one.longest)
      }
      return all
    case .sequence(let parts):
      var all = Fragment(empties: 1)
      for part in parts { all = try join(all, build(part)) }
      return all
    case .gap: throw PatternParser.Mistake(offset: 0, message: "a gap cannot stand here")
    }
  }

  private mutating func build(_ anchor: PatternAnchor) -> Fragment {
    let stops: [TokenID] = [FixedToken.period, FixedToken.question, FixedToken.exclamation]
    switch anchor {
    case .sentenceStart: return Fragment(empties: 1 << Entry.sentenceStart.rawValue)
    case .turnStart: return Fragment(empties: 1 << Entry.turnStart.rawValue)
    case .sentenceEnd:
      let index = place([FixedToken.end] + stops, any: false, width: 0)
      positions[Int(index)].back = 1
      return Fragment(first: [(index, .anywhere)], last: [index])
    case .turnEnd:
      let atOnce = place([FixedToken.end], any: false, width: 0)
      let stop = place(stops, any: false, width: 0)
      let later = place([FixedToken.end], any: false, width: 0)
      positions[Int(atOnce)].back = 1
      positions[Int(later)].back = 2
      positions[Int(stop)].follows = [later]
      return Fragment(first: [(atOnce, .anywhere), (stop, .anywhere)], last: [atOnce, later])
    }
  }

  private mutating func join(_ head: Fragment, _ tail: Fragment) throws(PatternParser.Mistake) -> Fragment {
    var all = Fragment(first: head.first, last: tail.last, longest: head.longest + tail.longest)
    if tail.empties & 1 != 0 { all.last += head.last }
    for before in Entry.allCases where head.empties & (1 << before.rawValue) != 0 {
      for (position, entry) in tail.first {
        all.first.append((position, entry.rawValue > before.rawValue ? entry : before))
      }
      for after in Entry.allCases where tail.empties & (1 << after.rawValue) != 0 {
        all.empties |= 1 << max(before.rawValue, after.rawValue)
      }
    }
    if !head.last.isEmpty {
      if tail.empties > 1 || tail.first.contains(where: { $0.entry != .anywhere }) {
        throw PatternParser.Mistake(
          offset: 0, message: "\"^\" after other words", hint: "it can only stand at the start of a pattern")
      }
      let onward = tail.first.map { $0.position }
      for last in head.last {
        if positions[Int(last)].back > 0, !onward.isEmpty {
          throw PatternParser.Mistake(
            offset: 0, message: "words after \"$\"", hint: "it can only stand at the end of a pattern")
        }
        positions[Int(last)].follows += onward
      }
    }
    return all
  }

  private mutating func place(_ ids: [TokenID], any: Bool, width: UInt8) -> Int32 {
    positions.append(Position(ids: ids.sorted(), takesAnyWord: any, width: width))
    return Int32(positions.count - 1)
  }
}
