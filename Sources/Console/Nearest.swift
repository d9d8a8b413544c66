/// The candidate that a mistyped word most likely meant, or nil where none is near: for "did you mean".
public func nearest(to word: String, among candidates: [String]) -> String? {
  let typed = Array(word.lowercased().utf8)
  var best: (distance: Int, name: String)?
  for name in candidates {
    let distance = editDistance(typed, Array(name.lowercased().utf8))
    if distance < best?.distance ?? Int.max { best = (distance, name) }
  }
  guard let best, best.distance <= max(1, typed.count / 3) else { return nil }
  return best.name
}

/// `; did you mean "x"?`-style ending of a message: empty where nothing is near.
public func suggestion(for word: String, among candidates: [String]) -> String {
  nearest(to: word, among: candidates).map { "did you mean \"\($0)\"?" } ?? ""
}

/// Insertions, deletions, replacements and swaps of neighbors, in bytes (optimal string alignment).
private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
  if left.isEmpty { return right.count }
  var twoBack = [Int](repeating: 0, count: right.count + 1)
  var previous = Array(0...right.count)
  for i in left.indices {
    var row = [i + 1]
    for j in right.indices {
      var cost = min(previous[j + 1] + 1, row[j] + 1, previous[j] + (left[i] == right[j] ? 0 : 1))
      if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] { cost = min(cost, twoBack[j - 1] + 1) }
      row.append(cost)
    }
    twoBack = previous
    previous = row
  }
  return previous[right.count]
}
