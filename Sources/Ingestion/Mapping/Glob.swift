/// Path patterns of a mapping: `*` and `?` within a name, `**` across folders, `[…]` not needed by anyone so far.
struct Glob: Sendable, Hashable {
  private let pattern: [UInt8]
  private let isCaseless: Bool

  init(_ pattern: String, isCaseless: Bool = false) {
    self.isCaseless = isCaseless
    self.pattern = Array((isCaseless ? pattern.lowercased() : pattern).utf8)
  }

  /// Whether a path matches as a whole, or from some `/` or archive border (`!/`) on.
  func matches(_ path: String) -> Bool {
    let bytes = Array((isCaseless ? path.lowercased() : path).utf8)
    var start = 0
    while true {
      var budget = 100_000
      if match(0, bytes, start, &budget) { return true }
      guard let slash = bytes[start...].firstIndex(of: UInt8(ascii: "/")) else { return false }
      start = slash + 1
    }
  }

  private func match(_ patternStart: Int, _ text: [UInt8], _ textStart: Int, _ budget: inout Int) -> Bool {
    var at = textStart
    var p = patternStart
    while p < pattern.count {
      budget -= 1
      if budget < 0 { return false }
      let byte = pattern[p]
      if byte == UInt8(ascii: "*") {
        let isDeep = p + 1 < pattern.count && pattern[p + 1] == UInt8(ascii: "*")
        let rest = p + (isDeep ? 2 : 1)
        // `**/` also stands for no folder at all.
        if isDeep, rest < pattern.count, pattern[rest] == UInt8(ascii: "/") {
          if match(rest + 1, text, at, &budget) { return true }
        }
        while true {
          if match(rest, text, at, &budget) { return true }
          guard at < text.count, isDeep || text[at] != UInt8(ascii: "/") else { return false }
          at += 1
        }
      }
      guard at < text.count, byte == text[at] || byte == UInt8(ascii: "?") && text[at] != UInt8(ascii: "/") else {
        return false
      }
      at += 1
      p += 1
    }
    return at == text.count
  }
}
