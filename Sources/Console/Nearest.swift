import Record

/// `did you mean "x"?` for a mistyped word; empty where none of the known ones is near.
public func suggestion(for word: String, among known: [String]) -> String {
  Suggestion.nearest(to: word, among: known).map { "did you mean \"\($0)\"?" } ?? ""
}
