import Console
import Record
import Yams

/// A YAML file whose every complaint names line and column; complaints are collected, so that one run shows them all.
struct YamlFile {
  let path: String
  let root: Node
  private(set) var problems: [Problem] = []

  /// Throws `Problem` where the text is not YAML.
  init(path: String, text: String) throws {
    self.path = path
    do {
      guard let root = try Yams.compose(yaml: text) else {
        throw Problem(file: path, "the file is empty", hint: "`sidetone init` writes a commented one")
      }
      self.root = root
    } catch let error as YamlError {
      throw Self.problem(path, error)
    }
  }

  mutating func complain(_ node: Node, _ message: String, hint: String = "") {
    problems.append(
      Problem(file: path, line: node.mark?.line ?? 0, column: node.mark?.column ?? 0, message, hint: hint))
  }

  /// The pairs of a mapping; keys outside `known` are complained of, with the nearest known one.
  mutating func pairs(_ node: Node, of what: String, known: [String]) -> [(key: String, node: Node)] {
    guard let mapping = node.mapping else {
      complain(node, "\(what) must be a mapping (\(known.prefix(3).joined(separator: ", ")) …)")
      return []
    }
    var pairs: [(String, Node)] = []
    for (key, value) in mapping {
      guard let name = key.string, known.contains(name) else {
        let word = key.string ?? "?"
        let near = suggestion(for: word, among: known)
        complain(
          key, "unknown key \"\(word)\" in \(what)",
          hint: near.isEmpty ? "known: \(known.joined(separator: ", "))" : near)
        continue
      }
      pairs.append((name, value))
    }
    return pairs
  }

  mutating func text(_ node: Node, _ key: String) -> String? {
    if let scalar = node.scalar, !scalar.string.isEmpty { return scalar.string }
    complain(node, "\(key) must be one value")
    return nil
  }

  mutating func texts(_ node: Node, _ key: String) -> [String] {
    guard let sequence = node.sequence else { return text(node, key).map { [$0] } ?? [] }
    return sequence.compactMap { text($0, "each of \(key)") }
  }

  /// A mapping of words to words as `key=value`, in the file's order.
  mutating func settings(_ node: Node, _ key: String) -> [String] {
    guard let mapping = node.mapping else {
      complain(node, "\(key) must be a mapping")
      return []
    }
    return mapping.compactMap { name, value in
      guard let name = name.string, let value = text(value, "each of \(key)") else { return nil }
      return "\(name)=\(value)"
    }
  }

  mutating func flag(_ node: Node, _ key: String) -> Bool? {
    switch node.scalar?.string.lowercased() {
    case "true", "yes", "on": return true
    case "false", "no", "off": return false
    default:
      complain(node, "\(key) must be true or false")
      return nil
    }
  }

  mutating func whole(_ node: Node, _ key: String, in range: ClosedRange<Int>) -> Int? {
    if let value = node.scalar.flatMap({ Int($0.string) }), range.contains(value) { return value }
    complain(node, "\(key) must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    return nil
  }

  /// `8d` or `8 days`, in days.
  mutating func days(_ node: Node, _ key: String) -> Int? {
    if let text = node.scalar?.string, let unit = text.firstIndex(where: { !$0.isNumber }),
      let count = Int(text[..<unit]),
      ["d", "day", "days"].contains(text[unit...].filter { $0 != " " })
    {
      return count
    }
    complain(node, "\(key) must be a number of days such as 8d")
    return nil
  }

  /// `2%`, `2.5 %` or `0.02`, in ten-thousandths.
  mutating func share(_ node: Node, _ key: String) -> Int? {
    if let text = node.scalar?.string, let value = Self.share(text) { return value }
    complain(node, "\(key) must be a share such as 2% or 0.02")
    return nil
  }

  /// One of a few words; others are complained of, with the nearest.
  mutating func choice(_ node: Node, _ key: String, among words: [String]) -> String? {
    guard let word = node.scalar?.string, words.contains(word) else {
      complain(
        node, "\(key) can't be \"\(node.scalar?.string ?? "…")\" (expected \(words.joined(separator: ", ")))",
        hint: suggestion(for: node.scalar?.string ?? "", among: words))
      return nil
    }
    return word
  }

  /// A share in ten-thousandths; nil where it is none.
  static func share(_ text: String) -> Int? {
    let isPercent = text.hasSuffix("%")
    let digits = text.filter { $0 != " " && $0 != "%" }
    guard let value = Double(digits), value >= 0 else { return nil }
    let scaled = (value * (isPercent ? 100 : 10_000)).rounded()
    return scaled <= 10_000 ? Int(scaled) : nil
  }

  private static func problem(_ path: String, _ error: YamlError) -> Problem {
    switch error {
    case .scanner(_, let text, let mark, _), .parser(_, let text, let mark, _), .composer(_, let text, let mark, _):
      return Problem(file: path, line: mark.line, column: mark.column, "not YAML: \(text)")
    case .duplicatedKeysInMapping(let keys, let context):
      return Problem(
        file: path, line: context.mark.line, column: context.mark.column,
        "the key \"\(keys.joined(separator: "\", \""))\" stands twice")
    default:
      return Problem(file: path, "not YAML: \(error.description)")
    }
  }
}
