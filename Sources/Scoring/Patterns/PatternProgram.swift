/// All patterns of a rubric, ready to run: the graph of their pieces, and how pieces with gaps between make a pattern.
struct PatternProgram: Sendable {
  /// One piece in its place within one or several patterns: patterns that begin alike share their first links.
  struct Link: Sendable {
    /// The link before, or -1 for a first piece.
    var previous: Int32
    /// Words that may stand between the link before and this one.
    var gap: UInt8
    /// Patterns that are complete with this link: a run in `PatternProgram.completed`.
    var completes: Range<Int32>
    /// Its number among the links that others follow, or -1 where none does.
    var opener: Int32
  }

  let flat: FlatGraph
  let links: [Link]
  /// Patterns, as runs that `Link.completes` names.
  let completed: [Int32]
  /// For each piece, its links: a run in `pieceLinks`.
  let linksOfPiece: [Range<Int32>]
  let pieceLinks: [Int32]
  /// For each piece, whether all its links are first ones: then only the longest match counts.
  let isAlwaysFirst: [Bool]
  let patternCount: Int
}

/// Collects patterns into a program.
struct PatternCompiler {
  private struct LinkKey: Hashable {
    var previous: Int32
    var gap: UInt8
    var piece: Int32
  }

  private var graph: PositionGraph
  private var pieces: [PatternNode: Int] = [:]
  private var linkOf: [LinkKey: Int] = [:]
  private var linkKeys: [LinkKey] = []
  private var patternsOfLink: [[Int32]] = []
  /// Links that others follow.
  private var openers: Set<Int32> = []
  private var patternCount = 0
  /// Pieces after a gap: longer ones would outlive the memory for open ends.
  static let longestLaterPiece = 18
  /// All of a pattern with gaps, so that a match's length fits a byte.
  static let longestPattern = 255
  /// Pieces that others follow, so that each has a number of 16 bits.
  static let mostOpeners = 65_000

  init(vocabulary: Vocabulary) { graph = PositionGraph(vocabulary: vocabulary) }

  mutating func addLeadIn(_ node: PatternNode) throws(PatternParser.Mistake) { try graph.addLeadIn(node) }

  /// Adds a pattern under a number of the caller's.
  mutating func add(_ node: PatternNode, number: Int) throws(PatternParser.Mistake) {
    try add(PatternShape.chains(node), number: number)
  }

  /// Adds a pattern that was already cut at its gaps; nil for one with too many ways through it.
  mutating func add(_ chains: [PatternShape.Chain]?, number: Int) throws(PatternParser.Mistake) {
    guard let chains else {
      throw PatternParser.Mistake(
        offset: 0, message: "too many alternatives around gaps",
        hint: "write two patterns, or move the gap out of the brackets")
    }
    guard !chains.isEmpty else { throw PatternParser.Mistake(offset: 0, message: "this pattern has no words") }
    for chain in chains {
      var previous: Int32 = -1
      var words = chain.gaps.reduce(0, +)
      for (index, node) in chain.pieces.enumerated() {
        let piece = try pieceNumber(node)
        if index > 0, graph.longest[piece] > Self.longestLaterPiece {
          throw PatternParser.Mistake(offset: 0, message: "more than \(Self.longestLaterPiece) words after a gap")
        }
        words += graph.longest[piece]
        if words > Self.longestPattern, chain.pieces.count > 1 {
          throw PatternParser.Mistake(offset: 0, message: "more than \(Self.longestPattern) words with gaps between")
        }
        let gap = index > 0 ? UInt8(min(chain.gaps[index - 1], 12)) : 0
        previous = try Int32(linkNumber(LinkKey(previous: previous, gap: gap, piece: Int32(piece))))
      }
      if !patternsOfLink[Int(previous)].contains(Int32(number)) {
        patternsOfLink[Int(previous)].append(Int32(number))
      }
    }
    patternCount += 1
  }

  private mutating func pieceNumber(_ node: PatternNode) throws(PatternParser.Mistake) -> Int {
    if let known = pieces[node] { return known }
    let number = try graph.add(node)
    pieces[node] = number
    return number
  }

  private mutating func linkNumber(_ key: LinkKey) throws(PatternParser.Mistake) -> Int {
    if let known = linkOf[key] { return known }
    if key.previous >= 0 { openers.insert(key.previous) }
    guard openers.count <= Self.mostOpeners else {
      throw PatternParser.Mistake(offset: 0, message: "more than \(Self.mostOpeners) beginnings of patterns with gaps")
    }
    linkOf[key] = linkKeys.count
    linkKeys.append(key)
    patternsOfLink.append([])
    return linkKeys.count - 1
  }

  func finish() -> PatternProgram {
    var links: [PatternProgram.Link] = []
    var completed: [Int32] = []
    var ofPiece = [[Int32]](repeating: [], count: graph.pieceCount)
    for (index, key) in linkKeys.enumerated() {
      let from = Int32(completed.count)
      completed += patternsOfLink[index]
      links.append(
        .init(
          previous: key.previous, gap: key.gap, completes: from..<Int32(completed.count), opener: -1))
      ofPiece[Int(key.piece)].append(Int32(index))
    }
    var openers: Int32 = 0
    for key in linkKeys where key.previous >= 0 && links[Int(key.previous)].opener < 0 {
      links[Int(key.previous)].opener = openers
      openers += 1
    }
    var runs: [Range<Int32>] = []
    var pieceLinks: [Int32] = []
    for list in ofPiece {
      let from = Int32(pieceLinks.count)
      pieceLinks += list
      runs.append(from..<Int32(pieceLinks.count))
    }
    return PatternProgram(
      flat: FlatGraph(graph), links: links, completed: completed, linksOfPiece: runs, pieceLinks: pieceLinks,
      isAlwaysFirst: ofPiece.map { $0.allSatisfy { linkKeys[Int($0)].previous < 0 } }, patternCount: patternCount)
  }
}
