/// The graph of positions laid out for the steps of the automaton: no array inside another, sets of ids as bits.
@safe final class FlatGraph: @unchecked Sendable {
  struct Position {
    /// Its followers, as a run of `follows`.
    var from: Int32
    var to: Int32
    /// The piece that may end here, or -1.
    var accepts: Int32
    /// Its ids, as a row of bits.
    var set: Int32
    var width: UInt8
    var back: UInt8
    var takesAnyWord: Bool
    var endsLeadIn: Bool
  }

  // Filled once, only read afterwards: that is why lanes may share it.
  private let positions = GrowingBuffer<Position>()
  private let follows = GrowingBuffer<Int32>()
  private let bits = GrowingBuffer<UInt64>()
  private let first = GrowingBuffer<Int32>()
  /// For each way of entry and id, where its run in `first` begins; one more at the end.
  private let firstFrom = GrowingBuffer<Int32>()
  private let firstAny: [GrowingBuffer<Int32>]
  private let rowWords: Int
  private let idCount: Int
  /// By id, its class: words that stand in the same sets are one word to the automaton.
  let classOf: FixedTable<UInt16>
  /// By class, one id that is in it.
  let memberOf: FixedTable<TokenID>
  /// A set of classes, folded to 64 bits: it may say yes too often, never no. Wider ones say yes a tenth less often, and
  /// their rows crowd each other out of the cache.
  typealias ClassSet = UInt64
  /// By position, the classes that its followers take.
  let ahead: FixedTable<ClassSet>

  init(_ graph: PositionGraph) {
    idCount = graph.first[0].count
    rowWords = (idCount + 63) / 64
    firstAny = graph.firstAny.map { list in
      let buffer = GrowingBuffer<Int32>()
      for index in list { buffer.append(index) }
      return buffer
    }
    for entry in graph.first {
      for list in entry {
        firstFrom.append(Int32(first.count))
        for index in list { first.append(index) }
      }
    }
    firstFrom.append(Int32(first.count))
    (classOf, memberOf) = Self.classes(graph, idCount)
    ahead = Self.ahead(graph, classOf)
    var rows: [[TokenID]: Int32] = [:]
    for position in graph.positions {
      let from = Int32(follows.count)
      for follow in position.follows { follows.append(follow) }
      positions.append(
        Position(
          from: from, to: Int32(follows.count), accepts: position.accepts, set: row(position.ids, &rows),
          width: position.width, back: position.back, takesAnyWord: position.takesAnyWord,
          endsLeadIn: position.endsLeadIn))
    }
  }

  /// Splits the ids by one set after the other: what is still together in the end no position tells apart.
  private static func classes(_ graph: PositionGraph, _ idCount: Int) -> (FixedTable<UInt16>, FixedTable<TokenID>) {
    let fixed = Int(FixedToken.firstWord)
    var classOf = (0..<idCount).map { $0 < fixed ? UInt16($0) : UInt16(fixed) }
    var sizes = [Int](repeating: 1, count: fixed) + [max(0, idCount - fixed)]
    for set in Set(graph.positions.map(\.ids)).sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      var inside: [UInt16: Int] = [:]
      for id in set { inside[classOf[Int(id)], default: 0] += 1 }
      var split: [UInt16: UInt16] = [:]
      for id in set {
        let old = classOf[Int(id)]
        guard let count = inside[old], count < sizes[Int(old)] || split[old] != nil else { continue }
        if split[old] == nil {
          split[old] = UInt16(sizes.count)
          sizes.append(count)
          sizes[Int(old)] -= count
        }
        classOf[Int(id)] = split[old] ?? old
      }
    }
    var members = [TokenID](repeating: 0, count: sizes.count)
    for id in (0..<idCount).reversed() { members[Int(classOf[id])] = TokenID(id) }
    return (FixedTable(classOf), FixedTable(members))
  }

  private static func ahead(_ graph: PositionGraph, _ classOf: FixedTable<UInt16>) -> FixedTable<ClassSet> {
    let every = ClassSet.max
    var known: [[TokenID]: ClassSet] = [:]
    let taken = graph.positions.map { position in
      if position.takesAnyWord { return every }
      if let set = known[position.ids] { return set }
      var set = ClassSet()
      for id in position.ids { fold(classOf[Int(id)], into: &set) }
      known[position.ids] = set
      return set
    }
    return FixedTable(graph.positions.map { $0.follows.reduce(ClassSet()) { $0 | taken[Int($1)] } })
  }

  private static func fold(_ word: UInt16, into set: inout ClassSet) {
    set |= 1 << UInt64(word & 63)
  }

  private func row(_ ids: [TokenID], _ rows: inout [[TokenID]: Int32]) -> Int32 {
    if let known = rows[ids] { return known }
    let row = Int32(rows.count)
    let from = bits.count
    bits.append(repeating: 0, count: rowWords)
    for id in ids { bits[from + Int(id) >> 6] |= 1 << UInt64(id & 63) }
    rows[ids] = row
    return row
  }

  @inline(__always) func position(_ index: Int32) -> Position { unsafe positions.start[Int(index)] }

  @inline(__always) func takes(_ position: Position, _ id: TokenID) -> Bool {
    if position.takesAnyWord && !FixedToken.isBreak(id) { return true }
    return unsafe bits.start[Int(position.set) &* rowWords &+ Int(id) &>> 6] &>> UInt64(id & 63) & 1 != 0
  }

  /// Calls nothing, appends: the positions with which a piece may begin at a token, by way of entry.
  func appendFirst(_ entry: PositionGraph.Entry, _ id: TokenID, to list: GrowingBuffer<Int32>) {
    let at = Int(entry.rawValue) * idCount + Int(id)
    var index = firstFrom[at]
    let end = firstFrom[at + 1]
    while index < end {
      list.append(unsafe first.start[Int(index)])
      index += 1
    }
    if FixedToken.isBreak(id) { return }
    for index in firstAny[Int(entry.rawValue)] { list.append(index) }
  }

  /// Appends the followers of a position that take a token.
  @inline(__always) func appendFollowers(_ index: Int32, _ id: TokenID, to list: GrowingBuffer<Int32>) {
    let from = position(index)
    var at = from.from
    while at < from.to {
      let follow = unsafe follows.start[Int(at)]
      if takes(position(follow), id) { list.append(follow) }
      at &+= 1
    }
  }
}
