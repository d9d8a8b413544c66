import Record
import Yams

/// A node of a mapping file that knows its place, so that every complaint names a line.
struct MappingNode {
  let node: Node
  let file: String

  static func parse(_ text: String, file: String) throws(Problem) -> MappingNode {
    do {
      guard let node = try Yams.compose(yaml: text) else {
        throw Problem(file: file, "the mapping is empty", hint: "it needs version, and sources")
      }
      return MappingNode(node: node, file: file)
    } catch let problem as Problem {
      throw problem
    } catch let error as YamlError {
      throw MappingNode.problem(error, file, text)
    } catch {
      throw Problem(file: file, "is not YAML")
    }
  }

  private static func problem(_ error: YamlError, _ file: String, _ text: String) -> Problem {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return Problem(
        file: file, line: mark.line, column: mark.column, "is not YAML: \(problem)", hint: wayOut(problem))
    case .duplicatedKeysInMapping(let duplicates, let context):
      let key = duplicates.min() ?? ""
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().filter { index, line in
        index + 1 >= context.mark.line && line.drop { " -{".contains($0) }.hasPrefix("\(key):")
      }
      return Problem(
        file: file, line: lines.count > 1 ? lines[1].offset + 1 : context.mark.line,
        "the key \"\(key)\" stands twice in one place",
        hint: "one value would hide the other: take one away, or give a list where several columns are meant")
    default:
      return Problem(file: file, "is not YAML", hint: "see a working one: sidetone profile show five9-calllog")
    }
  }

  private static func wayOut(_ problem: String) -> String {
    if problem.contains("tab") || problem.contains("cannot start any token") { return "indent with blanks, not tabs" }
    if problem.contains("end of stream") { return "a quote or bracket before this is not closed" }
    if problem.contains("anchor") || problem.contains("alias") { return "a text that begins with * or & needs quotes" }
    return
      "look at the indentation and the colons here and in the line above; a text with : # { [ or * in it needs quotes"
  }

  var line: Int { node.mark?.line ?? 0 }

  func problem(_ message: String, hint: String = "") -> Problem {
    Problem(file: file, line: line, column: node.mark?.column ?? 0, message, hint: hint)
  }

  private func child(_ node: Node) -> MappingNode { MappingNode(node: node, file: file) }

  /// Scalar text; nil for a list, an object, or nothing at all.
  var text: String? {
    guard case .scalar(let scalar) = node else { return nil }
    if scalar.style == .plain, scalar.string.isEmpty || scalar.string == "~" { return nil }
    return scalar.string
  }

  /// Scalar text, also an empty one.
  var scalarText: String? { node.scalar?.string }

  /// Items of a list.
  var items: [MappingNode]? { node.sequence.map { $0.map { child($0) } } }

  /// Keys and values of an object, in the file's order.
  var members: [(key: String, keyNode: MappingNode, value: MappingNode)]? {
    node.mapping.map { $0.map { ($0.key.string ?? "", child($0.key), child($0.value)) } }
  }

  /// The object's members, none of them unknown.
  func object(of known: [String], _ what: String) throws(Problem) -> [String: MappingNode] {
    guard let members else { throw problem("\(what) must be an object with the keys \(known.joined(separator: ", "))") }
    var found: [String: MappingNode] = [:]
    for (key, keyNode, value) in members {
      guard known.contains(key) else {
        throw keyNode.problem(
          "unknown key \"\(key)\" in \(what)\(Suggestion.text(for: key, among: known))",
          hint: "known keys: \(known.joined(separator: ", "))")
      }
      found[key] = value
    }
    return found
  }

  func string(_ what: String) throws(Problem) -> String {
    guard let text else { throw problem("\(what) must be a text") }
    return text
  }

  /// One text, or a list of them.
  func strings(_ what: String) throws(Problem) -> [String] {
    guard let items else { return [try string(what)] }
    var found: [String] = []
    for item in items {
      if let text = item.scalarText {
        found.append(text)
      } else {
        throw item.problem("\(what) must be a list of texts")
      }
    }
    return found
  }

  func bool(_ what: String) throws(Problem) -> Bool {
    switch text {
    case "true", "yes", "on": return true
    case "false", "no", "off": return false
    default: throw problem("\(what) must be true or false")
    }
  }

  func int(_ what: String) throws(Problem) -> Int {
    guard let text, let value = Int(text) else { throw problem("\(what) must be a whole number") }
    return value
  }

  /// One of a closed set of words.
  func word<Word: RawRepresentable & CaseIterable>(_ what: String, _ type: Word.Type) throws(Problem) -> Word
  where Word.RawValue == String {
    let name = try string(what)
    if let word = Word(rawValue: name) { return word }
    let known = Word.allCases.map(\.rawValue)
    throw problem(
      "unknown \(what) \"\(name)\"\(Suggestion.text(for: name, among: known))",
      hint: "expected one of \(known.joined(separator: ", "))")
  }

  /// `8MiB`, `20GiB`, `512kB` or a plain number of bytes.
  func byteCount(_ what: String) throws(Problem) -> Int64 {
    let name = try string(what)
    let digits = name.prefix { $0.isNumber }
    let units: [String: Int64] = [
      "": 1, "b": 1, "kb": 1000, "kib": 1 << 10, "mb": 1_000_000, "mib": 1 << 20, "gb": 1_000_000_000, "gib": 1 << 30,
    ]
    let unit = name.dropFirst(digits.count).lowercased().trimmedASCII()
    guard let number = Int64(digits), let scale = units[unit], number < Int64.max / scale else {
      throw problem("\(what) must be a size such as 8MiB", hint: "units: B, kB, KiB, MB, MiB, GB, GiB")
    }
    return number * scale
  }
}
