import Record

/// One record of JSON or XML as a flat table of nodes in document order: no object a value, no `String` a field.
///
/// A lane reuses its tree; text stands decoded in `bytes`.
struct Tree: Sendable {
  enum Kind: UInt8, Sendable {
    // JSON.
    case object, array, string, number, boolean, null
    // XML.
    case element, attribute, text
  }

  struct Node: Sendable {
    var kind: Kind
    /// Index in `spaces` of an XML name's namespace; 0 for none.
    var space: UInt16
    /// Index behind the last node of this node's subtree.
    var end: Int32
    /// -1 for the root.
    var parent: Int32
    /// A member's key, an element's or attribute's local name; empty for array items and text.
    var name: TextRange
    /// A string's, number's, attribute's or text's characters.
    var value: TextRange
  }

  var nodes: [Node] = []
  var bytes: [UInt8] = []
  /// Namespaces of XML names.
  var spaces: [[UInt8]] = [[]]

  mutating func removeAll() {
    nodes.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
    if spaces.count > 1 { spaces.removeLast(spaces.count - 1) }
  }

  /// Appends a node below `parent`; `close` sets its end.
  mutating func open(_ kind: Kind, parent: Int, name: TextRange = .empty, value: TextRange = .empty, space: Int = 0)
    -> Int
  {
    nodes.append(
      Node(
        kind: kind, space: UInt16(truncatingIfNeeded: space), end: Int32(nodes.count + 1), parent: Int32(parent),
        name: name,
        value: value))
    return nodes.count - 1
  }

  /// Bytes of names and texts below a node.
  func textBytes(_ node: Int) -> Int {
    guard node < end(node) else { return 0 }
    let last = nodes[end(node) - 1]
    return Int(max(last.value.end, last.name.end)) - Int(nodes[node].name.offset)
  }

  mutating func close(_ node: Int) { nodes[node].end = Int32(nodes.count) }

  /// Closes what was open when a reader stopped early, so that what it read can be looked at.
  mutating func closeAll() {
    for node in nodes.indices.reversed() {
      let parent = Int(nodes[node].parent)
      if parent >= 0 { nodes[parent].end = max(nodes[parent].end, nodes[node].end) }
    }
  }

  /// The first child, or `nodes[node].end` where there is none.
  func firstChild(_ node: Int) -> Int { node + 1 }

  func next(_ node: Int) -> Int { Int(nodes[node].end) }

  func end(_ node: Int) -> Int { Int(nodes[node].end) }

  func hasName(_ node: Int, _ name: [UInt8]) -> Bool {
    let range = nodes[node].name
    return Int(range.count) == name.count && bytes[range.indices].elementsEqual(name)
  }

  /// The text of a node: a scalar's characters, an attribute's value, an element's text content; nil where there is none
  /// (null, an object, an array).
  func text(_ node: Int, into output: inout [UInt8]) -> Bool {
    switch nodes[node].kind {
    case .string, .number, .boolean, .attribute, .text:
      output.append(contentsOf: bytes[nodes[node].value.indices])
      return true
    case .element:
      var at = node + 1
      while at < end(node) {
        if nodes[at].kind == .text { output.append(contentsOf: bytes[nodes[at].value.indices]) }
        at += 1
      }
      return true
    case .null, .object, .array: return false
    }
  }

  /// The same as a `String`: for ids, labels and tests.
  func string(_ node: Int) -> String? {
    var output: [UInt8] = []
    return text(node, into: &output) ? String(decoding: output, as: UTF8.self) : nil
  }

  /// Children of a JSON or XML node that carry a value of their own (attributes and text are not among them).
  func children(_ node: Int) -> [Int] {
    var found: [Int] = []
    var at = node + 1
    while at < end(node) {
      if nodes[at].kind != .attribute, nodes[at].kind != .text { found.append(at) }
      at = next(at)
    }
    return found
  }

  /// A JSON object's member; of repeated keys the last stands.
  func member(_ node: Int, _ key: [UInt8]) -> Int? {
    guard nodes[node].kind == .object else { return nil }
    var found: Int?
    var at = node + 1
    while at < end(node) {
      if hasName(at, key) { found = at }
      at = next(at)
    }
    return found
  }

  func member(_ node: Int, _ key: StaticString) -> Int? {
    unsafe member(node, Array(UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount)))
  }
}
