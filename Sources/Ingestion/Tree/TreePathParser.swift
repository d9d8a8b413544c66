/// What is wrong with a path, for a message at its line in the mapping file.
struct TreePathError: Error, Equatable {
  let message: String
}

/// Reads paths as a mapping file writes them.
struct TreePathParser {
  private let text: [UInt8]
  private var at = 0

  private init(_ text: String) { self.text = Array(text.utf8) }

  // MARK: JSON

  /// `a.b[0].c`, `$.a[*].b`, `a[-1]`, `a[?key=value].b`, `"odd.key".b`.
  static func json(_ text: String) throws(TreePathError) -> TreePath {
    var parser = TreePathParser(text)
    return try parser.jsonPath()
  }

  private mutating func jsonPath() throws(TreePathError) -> TreePath {
    var path = TreePath(steps: [])
    if take("$") { _ = take(".") }
    while at < text.count {
      if take("[") {
        path.steps.append(try jsonBracket())
        _ = take(".")
      } else {
        let name = try jsonName()
        path.steps.append(TreePath.Step(axis: .child(name: name, space: nil)))
        if at < text.count, text[at] != UInt8(ascii: "["), !take(".") { throw unexpected() }
      }
    }
    return path
  }

  private mutating func jsonName() throws(TreePathError) -> [UInt8] {
    if let quoted = try quoted() { return quoted }
    let start = at
    while at < text.count, text[at] != UInt8(ascii: "."), text[at] != UInt8(ascii: "["), text[at] != UInt8(ascii: "=") {
      at += 1
    }
    guard at > start else { throw unexpected() }
    return Array(text[start..<at])
  }

  private mutating func jsonBracket() throws(TreePathError) -> TreePath.Step {
    defer { _ = take("]") }
    if take("*") { return TreePath.Step(axis: .items) }
    if take("?") {
      let key = try jsonName()
      guard take("=") else { throw TreePathError(message: "expected [?key=value]") }
      _ = take("=")
      let value: [UInt8]
      if let quoted = try quoted() {
        value = quoted
      } else {
        let start = at
        while at < text.count, text[at] != UInt8(ascii: "]") { at += 1 }
        value = Array(text[start..<at])
      }
      let keyPath = TreePath(steps: [TreePath.Step(axis: .child(name: key, space: nil))])
      return TreePath.Step(axis: .items, filters: [.equals(keyPath, value)])
    }
    let start = at
    while at < text.count, text[at] != UInt8(ascii: "]") { at += 1 }
    guard let index = Int(String(decoding: text[start..<at], as: UTF8.self)) else {
      throw TreePathError(message: "expected [n], [-1], [*] or [?key=value]")
    }
    return TreePath.Step(axis: .item(index))
  }

  // MARK: XML

  /// `a/b`, `@c`, `../../@x:id`, `//x:session`, `a[@k='v'][last()]`, `text()`, `.`.
  /// - Parameter namespaces: URI of each prefix; nil matches local names alone.
  static func xml(_ text: String, namespaces: [String: String]?) throws(TreePathError) -> TreePath {
    var parser = TreePathParser(text)
    return try parser.xmlPath(namespaces, until: [])
  }

  private mutating func xmlPath(_ namespaces: [String: String]?, until stop: [UInt8]) throws(TreePathError) -> TreePath
  {
    var path = TreePath(steps: [])
    if at < text.count, text[at] == UInt8(ascii: "/") {
      path.isAbsolute = true
      if !(at + 1 < text.count && text[at + 1] == UInt8(ascii: "/")) { at += 1 }
    }
    while at < text.count, !stop.contains(text[at]) {
      let isDeep = take("//")
      if !isDeep, !path.steps.isEmpty, !take("/") { throw unexpected() }
      var step = TreePath.Step(axis: try xmlAxis(namespaces, isDeep: isDeep))
      while take("[") { step.filters.append(try xmlFilter(namespaces)) }
      path.steps.append(step)
    }
    guard !path.steps.isEmpty else { throw TreePathError(message: "the path is empty") }
    return path
  }

  private mutating func xmlAxis(_ namespaces: [String: String]?, isDeep: Bool) throws(TreePathError) -> TreePath.Axis {
    if take("..") { return .parent }
    if take("text()") { return .text }
    if take(".") { return .current }
    if take("@") {
      let (name, space) = try xmlName(namespaces)
      return .attribute(name: name, space: space)
    }
    if take("*") { return .anyChild }
    let (name, space) = try xmlName(namespaces)
    if take("(") {
      throw TreePathError(
        message: "\(String(decoding: name, as: UTF8.self))() is not supported; use the transforms of the mapping")
    }
    return isDeep ? .descendant(name: name, space: space) : .child(name: name, space: space)
  }

  private mutating func xmlName(_ namespaces: [String: String]?) throws(TreePathError) -> ([UInt8], [UInt8]?) {
    if take("*") { return ([UInt8(ascii: "*")], nil) }
    let start = at
    while at < text.count, XmlScan.isNameByte(text[at]) { at += 1 }
    guard at > start else { throw unexpected() }
    let name = Array(text[start..<at])
    guard let colon = name.firstIndex(of: UInt8(ascii: ":")) else { return (name, nil) }
    let local = Array(name[(colon + 1)...])
    guard let namespaces else { return (local, nil) }
    let prefix = String(decoding: name[..<colon], as: UTF8.self)
    guard let space = namespaces[prefix] else {
      throw TreePathError(
        message: "the prefix \"\(prefix)\" is not declared; add it under xml: namespaces, or set namespace_mode: ignore"
      )
    }
    return (local, Array(space.utf8))
  }

  private mutating func xmlFilter(_ namespaces: [String: String]?) throws(TreePathError) -> TreePath.Filter {
    if take("last()]") { return .last }
    let mark = at
    while at < text.count, text[at] &- 0x30 < 10 { at += 1 }
    if at > mark, let number = Int(String(decoding: text[mark..<at], as: UTF8.self)), take("]") {
      return .position(number)
    }
    at = mark
    let inner = try xmlPath(namespaces, until: [UInt8(ascii: "="), UInt8(ascii: "]")])
    if take("]") { return .exists(inner) }
    guard take("="), let value = try quoted(), take("]") else {
      throw TreePathError(message: "expected [n], [last()], [path] or [path='value']")
    }
    return .equals(inner, value)
  }

  // MARK: Common

  private mutating func take(_ word: String) -> Bool {
    let wanted = Array(word.utf8)
    guard text[at...].starts(with: wanted) else { return false }
    at += wanted.count
    return true
  }

  private mutating func quoted() throws(TreePathError) -> [UInt8]? {
    guard at < text.count, text[at] == UInt8(ascii: "\"") || text[at] == UInt8(ascii: "'") else { return nil }
    guard let end = text[(at + 1)...].firstIndex(of: text[at]) else {
      throw TreePathError(message: "a quote is not closed")
    }
    defer { at = end + 1 }
    return Array(text[(at + 1)..<end])
  }

  private func unexpected() -> TreePathError {
    guard at < text.count else { return TreePathError(message: "the path ends too early") }
    return TreePathError(
      message: "unexpected \"\(Character(Unicode.Scalar(text[at])))\" at character \(at + 1) of the path")
  }
}
