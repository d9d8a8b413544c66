/// Reads the benchmark's pattern tables, whose mixed ones are written as regular expressions of a few forms.
enum PatternTable {
  /// The pattern of a row in the rubric's language: gaps of bytes become gaps of as many words as fit.
  static func pattern(_ row: [String]) -> String {
    guard row.count >= 5 else { return "" }
    var text = row[4]
    guard row[3] == "re" else { return text }
    for (from, to) in [
      ("\\b", ""), ("(?: \\w+){0,2} ", " ..2 "), (",? +", " "), (".{0,10}", " ..2 "), (".{0,15}", " ..3 "),
      (".{0,20}", " ..4 "), (".{0,25}", " ..5 "),
      ("(?:", "("),
    ] {
      text = text.split(separator: from, omittingEmptySubsequences: false).joined(separator: to)
    }
    return text
  }
}
