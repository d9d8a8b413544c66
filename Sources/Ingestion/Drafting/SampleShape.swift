import Record

/// What a sample of records looks like: each place in it once, with how often it stands there and some of its values.
///
/// A table's row, a JSON value and an XML element all become places below the root, so that one search finds calls and turns in
/// any of them.
struct SampleShape {
  struct Place {
    /// A column, a key, `@attribute` or an element's local name; `[*]` for the items of an array.
    var name: String
    var kind: Tree.Kind?
    var parent: Int
    var children: [Int] = []
    /// How often it stands in the sample.
    var count = 0
    /// In how many of its parents it stands, and how often at most in one.
    var holders = 0
    var most = 0
    /// Values that are not empty, each cut to `valueBytes`.
    var values: [String] = []
    var filled = 0
    /// Whether some value was longer, or of several lines.
    var hasLongValues = false

    fileprivate var lastParent = -1
    fileprivate var inLast = 0
  }

  static let mostPlaces = 4000
  static let mostValues = 400
  static let valueBytes = 400

  /// The first is the root above all top-level values.
  private(set) var places = [Place(name: "$", kind: nil, parent: -1)]
  private var serial = 0

  /// Counts a place once more; nil where there are too many.
  mutating func note(_ name: String, _ kind: Tree.Kind?, in parent: Int, serial: Int) -> Int? {
    var index = places[parent].children.first { places[$0].name == name }
    if index == nil {
      guard places.count < SampleShape.mostPlaces else { return nil }
      places.append(Place(name: name, kind: kind, parent: parent))
      index = places.count - 1
      places[parent].children.append(places.count - 1)
    }
    guard let index else { return nil }
    if places[index].kind == nil || places[index].kind == .null { places[index].kind = kind }
    places[index].count += 1
    if places[index].lastParent == serial {
      places[index].inLast += 1
    } else {
      places[index].lastParent = serial
      places[index].inLast = 1
      places[index].holders += 1
    }
    places[index].most = max(places[index].most, places[index].inLast)
    return index
  }

  mutating func note(value: ArraySlice<UInt8>, at place: Int) {
    var text = value.drop { $0 <= 0x20 }
    while let last = text.last, last <= 0x20 { text.removeLast() }
    guard !text.isEmpty else { return }
    places[place].filled += 1
    if text.count > SampleShape.valueBytes || text.contains(10) { places[place].hasLongValues = true }
    guard places[place].values.count < SampleShape.mostValues else { return }
    places[place].values.append(String(decoding: text.prefix(SampleShape.valueBytes), as: UTF8.self))
  }

  /// A number for a parent that no other has.
  mutating func nextSerial() -> Int {
    serial += 1
    return serial
  }

  /// Adds a value or document; it may end too early.
  mutating func add(_ tree: Tree) {
    var known: [Int] = []
    known.reserveCapacity(tree.nodes.count)
    let base = serial + 1
    serial += tree.nodes.count + 1
    for (index, node) in tree.nodes.enumerated() {
      let parent = node.parent < 0 ? 0 : known[Int(node.parent)]
      guard parent >= 0 else {
        known.append(-1)
        continue
      }
      let value = tree.bytes[node.value.indices]
      if node.kind == .text {
        note(value: value, at: parent)
        known.append(-1)
        continue
      }
      var name = String(decoding: tree.bytes[node.name.indices], as: UTF8.self)
      if node.kind == .attribute { name = "@" + name }
      if node.name.isEmpty { name = node.parent < 0 ? "$" : "[*]" }
      let holder = node.parent < 0 ? base + index : base + Int(node.parent)
      let place = note(name, node.kind, in: parent, serial: holder) ?? -1
      known.append(place)
      if place >= 0, node.kind != .null { note(value: value, at: place) }
    }
  }

  // MARK: Questions

  /// Whether there may be several of it in one parent, so that it is a record or a turn and no field.
  func isRepeated(_ place: Int) -> Bool {
    let it = places[place]
    return it.name == "[*]" || it.most > 1 || it.parent == 0 && it.count > 1
  }

  /// Whether it holds other values.
  func isBox(_ place: Int) -> Bool {
    places[place].kind == .object || places[place].kind == .element && !places[place].children.isEmpty
      || places[place].kind == .array
  }

  /// The places above one, the nearest first, without the root.
  func ancestors(_ place: Int) -> [Int] {
    var found: [Int] = []
    var at = places[place].parent
    while at > 0 {
      found.append(at)
      at = places[at].parent
    }
    return found
  }

  /// The places from one down to another below it, without the first.
  func chain(from ancestor: Int, to place: Int) -> [Int] {
    var found: [Int] = []
    var at = place
    while at > 0, at != ancestor {
      found.append(at)
      at = places[at].parent
    }
    return found.reversed()
  }
}
