import Record

/// Names that the running parser has met, by the address at which its dictionary keeps them: a turn's attributes cost
/// a
/// pointer comparison each, not a string's.
struct XmlNameCache {
  private static let slots = 256
  private var keys = [UInt](repeating: 0, count: slots)
  private var fields = [XmlField](repeating: .none, count: slots)

  mutating func removeAll() {
    for index in keys.indices { keys[index] = 0 }
  }

  /// What a name of the parser's dictionary means at a place.
  @inline(__always)
  mutating func field(_ name: UnsafePointer<UInt8>, at place: XmlPlace) -> XmlField {
    let key = UInt(bitPattern: name) &* 8 | UInt(place.rawValue)
    var slot = Int((key &* 0x9E37_79B9_7F4A_7C15) >> 56)
    for _ in 0..<8 {
      if keys[slot] == key { return fields[slot] }
      if keys[slot] == 0 { break }
      slot = (slot + 1) & (XmlNameCache.slots - 1)
    }
    return unsafe learn(name, place, key, slot)
  }

  @inline(never)
  private mutating func learn(_ name: UnsafePointer<UInt8>, _ place: XmlPlace, _ key: UInt, _ slot: Int) -> XmlField {
    var bytes: [UInt8] = []
    var at = 0
    while unsafe name[at] != 0 {
      unsafe bytes.append(name[at])
      at += 1
    }
    let field = XmlNames.field(XmlNames.fold(bytes), at: place)
    keys[slot] = key
    fields[slot] = field
    return field
  }
}

/// The few speaker labels that a fragment repeats: each stands in the arena once.
struct LabelCache {
  private static let slots = 8
  private var ranges = [TextRange](repeating: .empty, count: slots)
  private var next = 0

  mutating func removeAll() {
    for index in ranges.indices { ranges[index] = .empty }
  }

  @inline(__always)
  mutating func range(of label: UnsafeBufferPointer<UInt8>, in arena: inout [UInt8]) -> TextRange {
    for range in ranges where range.count == UInt32(truncatingIfNeeded: label.count) && !range.isEmpty {
      if unsafe matches(label, arena, range) { return range }
    }
    let start = arena.count
    unsafe arena.append(contentsOf: label)
    let range = TextRange(start..<arena.count)
    ranges[next] = range
    next = (next + 1) % LabelCache.slots
    return range
  }

  /// The same for a label that already stands in the arena.
  mutating func range(at label: Range<Int>, in arena: [UInt8]) -> TextRange {
    for range in ranges where Int(range.count) == label.count && !range.isEmpty {
      if arena[range.indices].elementsEqual(arena[label]) { return range }
    }
    ranges[next] = TextRange(label)
    next = (next + 1) % LabelCache.slots
    return TextRange(label)
  }

  @inline(__always)
  private func matches(_ label: UnsafeBufferPointer<UInt8>, _ arena: [UInt8], _ range: TextRange) -> Bool {
    var at = Int(range.offset)
    for index in 0..<label.count {
      if unsafe label[index] != arena[at] { return false }
      at += 1
    }
    return true
  }
}
