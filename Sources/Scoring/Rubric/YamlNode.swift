import Record
import Yams

/// A node of a rubric's file with its place, and readers that report what does not fit.
struct YamlNode {
  let node: Node
  let file: String
  let diagnostics: RubricDiagnostics

  var place: RubricPlace {
    RubricPlace(file: file, line: node.mark?.line ?? 0, column: node.mark?.column ?? 0)
  }

  func report(_ message: String, hint: String = "") { diagnostics.add(place, message, hint: hint) }

  /// A child of the same file.
  func wrap(_ child: Node) -> YamlNode { YamlNode(node: child, file: file, diagnostics: diagnostics) }

  /// The members of a mapping in the file's order; reports anything else.
  func members(_ what: String) -> [(key: String, keyNode: YamlNode, value: YamlNode)] {
    guard case .mapping(let mapping) = node else {
      report("\(what) should be a mapping of names to values")
      return []
    }
    var members: [(String, YamlNode, YamlNode)] = []
    for (key, value) in mapping {
      guard let name = key.scalar?.string else {
        wrap(key).report("a name was expected")
        continue
      }
      members.append((name, wrap(key), wrap(value)))
    }
    return members
  }

  /// The members of a mapping, all of whose names must be known ones.
  func members(_ what: String, of known: [String]) -> [String: YamlNode] {
    var found: [String: YamlNode] = [:]
    for (name, keyNode, value) in members(what) {
      guard known.contains(name) else {
        keyNode.report("unknown key \"\(name)\" in \(what)", hint: Self.hint(name, known))
        continue
      }
      found[name] = value
    }
    return found
  }

  static func hint(_ name: String, _ known: [String]) -> String {
    if let near = Suggestion.nearest(to: name, among: known) { return "did you mean \"\(near)\"?" }
    return known.count <= 24 ? "known: \(known.joined(separator: ", "))" : ""
  }

  /// The items of a sequence; a single value counts as a list of one.
  var items: [YamlNode] {
    switch node {
    case .sequence(let sequence): return sequence.map(wrap)
    case .scalar(let scalar) where scalar.string.isEmpty: return []
    default: return [self]
    }
  }

  /// A text, whatever it looks like ("no" stays "no").
  func text(_ what: String) -> String {
    guard case .scalar(let scalar) = node else {
      report("\(what) should be a text")
      return ""
    }
    return scalar.string
  }

  /// The text of a single value, or nil for anything else.
  var word: String? { node.scalar?.string }

  func texts(_ what: String) -> [String] { items.map { $0.text(what) } }

  func number(_ what: String) -> Double {
    guard case .scalar(let scalar) = node, let value = Double(scalar.string) else {
      report("\(what) should be a number")
      return 0
    }
    return value
  }

  func bool(_ what: String) -> Bool {
    switch node.scalar?.string {
    case "true", "yes": return true
    case "false", "no": return false
    default:
      report("\(what) should be true or false")
      return false
    }
  }

  /// A pattern and where its first byte stands.
  var pattern: RubricSource.PatternText {
    var place = place
    if case .scalar(let scalar) = node, scalar.style == .doubleQuoted || scalar.style == .singleQuoted {
      place.column += 1
    }
    return .init(text: text("a pattern"), place: place)
  }
}
