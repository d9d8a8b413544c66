/// Comparison of words by one edit, for typing errors in chats; "did you mean" is `Suggestion` of the record.
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
}
