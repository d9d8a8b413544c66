import Record

/// Reads XML into a flat tree, for mappings that address elements by path.
enum XmlTreeReader {
  /// Elements within each other; the parser itself gives up at 256.
  static let mostDepth = 256

  /// Parses one well-formed document, without a prolog, into `tree`, which is emptied first.
  /// - Parameter depth: elements that may stand within each other.
  static func read(_ document: [UInt8], into tree: inout Tree, depth: Int = mostDepth) -> XmlFailure? {
    tree.removeAll()
    var state = XmlTreeState()
    state.mostDepth = depth
    swap(&state.tree, &tree)
    let failure = unsafe withUnsafeMutablePointer(to: &state) { state in
      unsafe document.withUnsafeBufferPointer {
        unsafe XmlParser.parse($0, events: events, state: UnsafeMutableRawPointer(state))
      }
    }
    swap(&state.tree, &tree)
    if failure == nil, state.isTooDeep {
      return XmlFailure(message: "elements are nested deeper than xml_depth \(depth)", offset: 0)
    }
    return failure
  }

  private static let events = unsafe XmlEvents(
    start: { state, name, _, space, _, _, count, _, attributes in
      guard let state = unsafe state, let name = unsafe name else { return }
      unsafe state.assumingMemoryBound(to: XmlTreeState.self).pointee.start(name, space, attributes, Int(count))
    },
    end: { state, _, _, _ in
      guard let state = unsafe state else { return }
      unsafe state.assumingMemoryBound(to: XmlTreeState.self).pointee.end()
    },
    text: { state, bytes, count in
      guard let state = unsafe state, let bytes = unsafe bytes else { return }
      unsafe state.assumingMemoryBound(to: XmlTreeState.self).pointee.text(bytes, Int(count))
    })
}

/// What the events of one document build.
private struct XmlTreeState {
  var tree = Tree()
  var mostDepth = XmlTreeReader.mostDepth
  private(set) var isTooDeep = false
  private var open: [Int] = []

  @unsafe mutating func start(
    _ name: UnsafePointer<UInt8>, _ space: UnsafePointer<UInt8>?,
    _ attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, _ count: Int
  ) {
    let node = unsafe tree.open(.element, parent: open.last ?? -1, name: copy(name), space: index(of: space))
    open.append(node)
    if open.count > mostDepth { isTooDeep = true }
    guard let attributes = unsafe attributes else { return }
    for index in 0..<count {
      guard let name = unsafe attributes[index * 5], let first = unsafe attributes[index * 5 + 3],
        let last = unsafe attributes[index * 5 + 4]
      else { continue }
      let key = unsafe copy(name)
      let start = tree.bytes.count
      unsafe tree.bytes.append(contentsOf: UnsafeBufferPointer(start: first, count: last - first))
      AttributeText.unescapeAmpersands(&tree.bytes, from: start)
      let space = unsafe self.index(of: attributes[index * 5 + 2])
      _ = tree.open(.attribute, parent: node, name: key, value: TextRange(start..<tree.bytes.count), space: space)
    }
  }

  mutating func end() {
    if let node = open.popLast() { tree.close(node) }
  }

  /// Runs of characters that follow each other are one text.
  @unsafe mutating func text(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
    let start = tree.bytes.count
    unsafe tree.bytes.append(contentsOf: UnsafeBufferPointer(start: bytes, count: count))
    let parent = open.last ?? -1
    if let last = tree.nodes.last, last.kind == .text, Int(last.parent) == parent, last.value.end == start {
      tree.nodes[tree.nodes.count - 1].value.count += UInt32(count)
    } else {
      _ = tree.open(.text, parent: parent, value: TextRange(start..<tree.bytes.count))
    }
  }

  @unsafe private mutating func copy(_ name: UnsafePointer<UInt8>) -> TextRange {
    let start = tree.bytes.count
    var at = 0
    while unsafe name[at] != 0 {
      unsafe tree.bytes.append(name[at])
      at += 1
    }
    return TextRange(start..<tree.bytes.count)
  }

  @unsafe private mutating func index(of space: UnsafePointer<UInt8>?) -> Int {
    guard let space = unsafe space else { return 0 }
    var bytes: [UInt8] = []
    var at = 0
    while unsafe space[at] != 0 {
      unsafe bytes.append(space[at])
      at += 1
    }
    if let known = tree.spaces.firstIndex(of: bytes) { return known }
    tree.spaces.append(bytes)
    return tree.spaces.count - 1
  }
}
