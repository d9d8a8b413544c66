/// A compiled path into a tree: a dotted JSON path, or the part of XPath 1.0 that addresses values.
struct TreePath: Sendable, Hashable {
  enum Axis: Sendable, Hashable {
    /// A JSON member or an XML child element; `space` nil matches any namespace.
    case child(name: [UInt8], space: [UInt8]?)
    case anyChild
    case attribute(name: [UInt8], space: [UInt8]?)
    case descendant(name: [UInt8], space: [UInt8]?)
    case parent
    case current
    case text
    /// A JSON array's item; negative counts from the end.
    case item(Int)
    case items
  }

  enum Filter: Sendable, Hashable {
    case equals(TreePath, [UInt8])
    case exists(TreePath)
    /// From 1.
    case position(Int)
    case last
  }

  struct Step: Sendable, Hashable {
    var axis: Axis
    var filters: [Filter] = []
  }

  var steps: [Step]
  /// Whether it starts at the root instead of the current node.
  var isAbsolute = false

  /// Nodes that the path leads to, in document order of their contexts.
  func select(_ tree: Tree, from node: Int) -> [Int] {
    var current = [isAbsolute ? -1 : node]
    for step in steps {
      var next: [Int] = []
      for context in current {
        var found = step.candidates(tree, context)
        for filter in step.filters { found = filter.apply(tree, found) }
        next.append(contentsOf: found)
      }
      if next.isEmpty { return [] }
      current = next
    }
    return current
  }

  func first(_ tree: Tree, from node: Int) -> Int? { select(tree, from: node).first }
}

extension TreePath.Step {
  fileprivate func candidates(_ tree: Tree, _ context: Int) -> [Int] {
    // -1 stands above the root element, as XPath's document node does.
    if context < 0 { return candidatesOfDocument(tree) }
    switch axis {
    case .current: return [context]
    case .parent:
      let parent = Int(tree.nodes[context].parent)
      return parent >= 0 ? [parent] : []
    case .items: return tree.nodes[context].kind == .array ? tree.children(context) : []
    case .item(let index):
      guard tree.nodes[context].kind == .array else { return [] }
      let items = tree.children(context)
      let at = index < 0 ? items.count + index : index
      return items.indices.contains(at) ? [items[at]] : []
    case .descendant: return walk(tree, context + 1, tree.end(context), deep: true)
    case .child(let name, let space):
      if tree.nodes[context].kind == .object, space == nil { return tree.member(context, name).map { [$0] } ?? [] }
      return walk(tree, context + 1, tree.end(context), deep: false)
    case .anyChild, .attribute, .text: return walk(tree, context + 1, tree.end(context), deep: false)
    }
  }

  private func candidatesOfDocument(_ tree: Tree) -> [Int] {
    guard !tree.nodes.isEmpty else { return [] }
    switch axis {
    case .descendant: return walk(tree, 0, tree.nodes.count, deep: true)
    case .child, .anyChild: return matches(tree, 0) ? [0] : []
    case .current: return [0]
    default: return []
    }
  }

  private func walk(_ tree: Tree, _ start: Int, _ end: Int, deep: Bool) -> [Int] {
    var found: [Int] = []
    var at = start
    while at < end {
      if matches(tree, at) { found.append(at) }
      at = deep ? at + 1 : tree.next(at)
    }
    return found
  }

  private func matches(_ tree: Tree, _ node: Int) -> Bool {
    let kind = tree.nodes[node].kind
    switch axis {
    case .child(let name, let space), .descendant(let name, let space):
      guard kind != .attribute, kind != .text, tree.hasName(node, name) else { return false }
      return space == nil || tree.spaces[Int(tree.nodes[node].space)] == space
    case .attribute(let name, let space):
      guard kind == .attribute, name == [UInt8(ascii: "*")] || tree.hasName(node, name) else { return false }
      return space == nil || tree.spaces[Int(tree.nodes[node].space)] == space
    case .anyChild: return kind != .attribute && kind != .text
    case .text: return kind == .text
    case .parent, .current, .item, .items: return false
    }
  }
}

extension TreePath.Filter {
  fileprivate func apply(_ tree: Tree, _ nodes: [Int]) -> [Int] {
    switch self {
    case .position(let number): return nodes.indices.contains(number - 1) ? [nodes[number - 1]] : []
    case .last: return nodes.last.map { [$0] } ?? []
    case .exists(let path): return nodes.filter { path.first(tree, from: $0) != nil }
    case .equals(let path, let value):
      return nodes.filter { node in
        path.select(tree, from: node).contains { found in
          var text: [UInt8] = []
          return tree.text(found, into: &text) && text == value
        }
      }
    }
  }
}
