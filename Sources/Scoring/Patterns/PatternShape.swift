/// Rewrites of parsed patterns: flattened, single words of a choice gathered into one atom, pairs joined, and patterns with
/// gaps cut into the pieces between the gaps.
enum PatternShape {
  /// Pieces without gaps; before each but the first, how many words may stand between.
  struct Chain: Hashable, Sendable {
    var pieces: [PatternNode]
    var gaps: [Int]
  }

  // What follows makes a node of tidy ones, so that no node is looked through twice: a list's stands in many patterns.

  static func optional(_ part: PatternNode) -> PatternNode { part == .empty ? .empty : .optional(part) }

  static func choice(_ branches: [PatternNode]) -> PatternNode {
    var atom: PatternAtom?
    var rest: [PatternNode] = []
    for branch in branches.flatMap({ branch in if case .choice(let inner) = branch { inner } else { [branch] } }) {
      if case .atom(let one) = branch {
        atom = atom?.union(one) ?? one
      } else if !rest.contains(branch) {
        rest.append(branch)
      }
    }
    if let atom { rest.insert(.atom(atom), at: 0) }
    return rest.count == 1 ? rest[0] : .choice(rest)
  }

  static func sequence(_ parts: [PatternNode]) -> PatternNode {
    var flat: [PatternNode] = []
    for part in parts.flatMap({ part in if case .sequence(let inner) = part { inner } else { [part] } }) {
      guard let word = literal(part), let before = flat.last.flatMap(literal) else {
        flat.append(part)
        continue
      }
      // The text's own rules: repeats collapse, pairs join.
      if word == before { continue }
      if let pair = WordForms.pairs[word]?.first(where: { $0.first == before }) {
        flat[flat.count - 1] = .atom(PatternAtom(words: [pair.joined]))
      } else {
        flat.append(part)
      }
    }
    return flat.count == 1 ? flat[0] : .sequence(flat)
  }

  private static func literal(_ node: PatternNode) -> String? {
    guard case .atom(let atom) = node, atom.words.count == 1, atom.stems.isEmpty, atom.stops.isEmpty else { return nil }
    return atom.digits || atom.number || atom.any ? nil : atom.words.first
  }

  /// The ways through a pattern, cut at its gaps; nil where there are more than `limit`.
  static func chains(_ node: PatternNode, limit: Int = 400) -> [Chain]? {
    guard let ways = ways(node, limit) else { return nil }
    var chains: [Chain] = []
    for way in ways {
      for chain in withoutEmptyPieces(trimmed(way)) where !chain.pieces.isEmpty && !chains.contains(chain) {
        chains.append(chain)
      }
    }
    return chains
  }

  /// A piece between gaps that can be empty ("a .. [b] .. c") stands for two chains: with it and without.
  private static func withoutEmptyPieces(_ chain: Chain) -> [Chain] {
    guard chain.pieces.count > 1, let index = chain.pieces.firstIndex(where: isNullable) else { return [chain] }
    var without = chain
    without.pieces.remove(at: index)
    if index == 0 {
      without.gaps.removeFirst()
    } else if index == chain.pieces.count - 1 {
      without.gaps.removeLast()
    } else {
      without.gaps[index - 1] += without.gaps.remove(at: index)
    }
    var with = chain
    with.pieces[index] = demanding(chain.pieces[index])
    return withoutEmptyPieces(without) + (with.pieces[index] == chain.pieces[index] ? [] : withoutEmptyPieces(with))
  }

  static func isNullable(_ node: PatternNode) -> Bool {
    switch node {
    case .atom, .gap: false
    case .anchor(let anchor): anchor == .sentenceStart || anchor == .turnStart
    case .optional: true
    case .choice(let branches): branches.contains(where: isNullable)
    case .sequence(let parts): parts.allSatisfy(isNullable)
    }
  }

  /// The node without its ways of being empty, where that is easily said; else the node itself.
  private static func demanding(_ node: PatternNode) -> PatternNode {
    if case .optional(let part) = node { return isNullable(part) ? demanding(part) : part }
    if case .choice(let branches) = node {
      let full = branches.map(demanding).filter { !isNullable($0) }
      return full.isEmpty ? node : choice(full)
    }
    if case .sequence(let parts) = node {
      // One of the parts has to be there; the first way for each is enough.
      let ways = parts.indices.map { index in
        sequence(parts.enumerated().map { $0.offset == index ? demanding($0.element) : $0.element })
      }.filter { !isNullable($0) }
      return ways.isEmpty ? node : choice(ways)
    }
    return node
  }

  /// A way is a run of gap-free nodes and gaps.
  private static func ways(_ node: PatternNode, _ limit: Int) -> [[PatternNode]]? {
    guard node.hasGap else { return [[node]] }
    switch node {
    case .gap: return [[node]]
    case .optional(let part):
      guard let inner = ways(part, limit) else { return nil }
      return inner + [[]]
    case .choice(let branches):
      let plain = branches.filter { !$0.hasGap }
      var all: [[PatternNode]] = plain.isEmpty ? [] : [[choice(plain)]]
      for branch in branches where branch.hasGap {
        guard let inner = ways(branch, limit), all.count + inner.count <= limit else { return nil }
        all += inner
      }
      return all
    case .sequence(let parts):
      var all: [[PatternNode]] = [[]]
      for part in parts {
        guard let inner = ways(part, limit), all.count * inner.count <= limit else { return nil }
        all = all.flatMap { head in inner.map { head + $0 } }
      }
      return all
    case .atom, .anchor: return [[node]]
    }
  }

  private static func isStart(_ node: PatternNode) -> Bool {
    node == .anchor(.sentenceStart) || node == .anchor(.turnStart)
  }

  /// Up to so many words, as a node of its own.
  private static func anyWords(_ count: Int) -> PatternNode {
    let word = PatternNode.atom(PatternAtom(any: true))
    return .optional(count > 1 ? .sequence([word, anyWords(count - 1)]) : word)
  }

  private static func trimmed(_ way: [PatternNode]) -> Chain {
    var chain = Chain(pieces: [], gaps: [])
    var piece: [PatternNode] = []
    var gap = 0
    func close() {
      guard !piece.isEmpty else { return }
      if !chain.pieces.isEmpty { chain.gaps.append(gap) }
      chain.pieces.append(sequence(piece))
      piece = []
      gap = 0
    }
    for part in way where part != .empty {
      if case .gap(let size) = part {
        if !piece.isEmpty, piece.allSatisfy(isStart) {
          // "^ .. sorry": among the first words.
          piece.append(anyWords(size))
          continue
        }
        close()
        gap += size
      } else {
        piece.append(part)
      }
    }
    // "^^ ..": any word at the start.
    if chain.pieces.isEmpty, piece.count == 2, isStart(piece[0]) { piece[1] = .atom(PatternAtom(any: true)) }
    close()
    return chain
  }
}
