/// Comparisons of words by edits: for typing errors in chats, and for "did you mean".
enum EditDistance {
  /// Whether one insertion, deletion, substitution or swap of neighbors turns one into the other, inside the word: the
  /// first and the last letter stay.
  static func isOneInnerEdit(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    guard a != b, a.first == b.first, a.last == b.last, abs(a.count - b.count) <= 1 else { return false }
    var front = 0
    while front < a.count && front < b.count && a[front] == b[front] { front += 1 }
    var back = 0
    while back < a.count - front && back < b.count - front && a[a.count - 1 - back] == b[b.count - 1 - back] {
      back += 1
    }
    let restA = a.count - front - back
    let restB = b.count - front - back
    if restA <= 1 && restB <= 1 { return true }
    return restA == 2 && restB == 2 && a[front] == b[front + 1] && a[front + 1] == b[front]
  }

  /// The closest of the candidates, if it is close enough to be meant; ties go to the first by bytes.
  static func suggestion(for word: String, among candidates: [String]) -> String? {
    let target = Array(word.utf8)
    var best: (distance: Int, word: String)?
    for candidate in candidates.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      let distance = levenshtein(target, Array(candidate.utf8))
      if distance <= max(1, target.count / 3), best.map({ distance < $0.distance }) ?? true {
        best = (distance, candidate)
      }
    }
    return best?.word
  }

  static func levenshtein(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, y) in b.enumerated() {
        let above = row[j + 1]
        row[j + 1] = min(above + 1, row[j] + 1, diagonal + (x == y ? 0 : 1))
        diagonal = above
      }
    }
    return row[b.count]
  }
}
