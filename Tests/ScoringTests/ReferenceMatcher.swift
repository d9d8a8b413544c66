@testable import Scoring

/// The pattern language by plain backtracking over the parsed pattern: slow, and simple enough to be believed.
struct ReferenceMatcher {
  let vocabulary: Vocabulary
  let leadIn: Set<TokenID>
  let tokens: [TokenID]

  /// Where a way through a pattern stands: the next token, the first one consumed, one past the last one consumed.
  private struct Way: Hashable {
    var at: Int
    var first: Int
    var last: Int
  }

  struct Found: Hashable {
    var start: Int
    var end: Int
  }

  /// The longest match for each end.
  func matches(_ node: PatternNode) -> Set<Found> {
    var best: [Int: Int] = [:]
    for start in 0...tokens.count {
      for way in ways(node, [Way(at: start, first: -1, last: -1)]) where way.first >= 0 {
        best[way.last] = min(best[way.last] ?? way.first, way.first)
      }
    }
    return Set(best.map { Found(start: $0.value, end: $0.key) })
  }

  private func ways(_ node: PatternNode, _ from: Set<Way>) -> Set<Way> {
    switch node {
    case .atom(let atom): return Set(from.compactMap { step(atom, $0) })
    case .sequence(let parts): return parts.reduce(from) { ways($1, $0) }
    case .choice(let branches): return branches.reduce(into: []) { $0.formUnion(ways($1, from)) }
    case .optional(let part): return from.union(ways(part, from))
    case .gap(let size): return gap(size, from)
    case .anchor(let anchor): return from.filter { holds(anchor, $0.at) }
    }
  }

  private func step(_ atom: PatternAtom, _ way: Way) -> Way? {
    guard way.at < tokens.count else { return nil }
    let id = tokens[way.at]
    let takes = atom.any && !FixedToken.isBreak(id) || AtomResolver(vocabulary: vocabulary).ids(atom).contains(id)
    return takes ? Way(at: way.at + 1, first: way.first < 0 ? way.at : way.first, last: way.at + 1) : nil
  }

  private func gap(_ size: Int, _ from: Set<Way>) -> Set<Way> {
    var all = from
    for way in from {
      var at = way.at
      while at < tokens.count, at - way.at < size, !FixedToken.isBreak(tokens[at]) {
        at += 1
        all.insert(Way(at: at, first: way.first, last: way.last))
      }
    }
    return all
  }

  private func holds(_ anchor: PatternAnchor, _ at: Int) -> Bool {
    switch anchor {
    case .turnStart: return at == 0
    case .sentenceStart:
      var before = at - 1
      while before >= 0, leadIn.contains(tokens[before]) { before -= 1 }
      return before < 0 || FixedToken.isBreak(tokens[before])
    case .sentenceEnd: return at == tokens.count || FixedToken.isBreak(tokens[at])
    case .turnEnd: return at == tokens.count || (at + 1 == tokens.count && FixedToken.isBreak(tokens[at]))
    }
  }
}
