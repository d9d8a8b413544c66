extension String {
  /// Every occurrence replaced; without Foundation.
  func replacing(_ mark: String, _ other: String) -> String {
    var out = ""
    var rest = self[...]
    while !rest.isEmpty {
      if rest.hasPrefix(mark) {
        out += other
        rest = rest.dropFirst(mark.count)
      } else {
        out.append(rest.removeFirst())
      }
    }
    return out
  }
}
