import Record

/// Names that the running parser has met, by the address at which its dictionary keeps them: a turn's attributes cost
/// a
/// pointer comparison each, not a string's.
struct XmlNameCache {
  private static let slots = 256
  private var keys = [UInt](repeating: 0, count: slots)
  private var fields = [XmlField](repeating: .none, count: slots)

  private struct Word {
    var low: UInt64 = 0
    /// Zero where the slot is free.
    var high: UInt64 = 0
    var field = XmlField.none
  }
  private static let wordSlots = 128
  private var words = [Word](repeating: Word(), count: wordSlots)

  mutating func removeAll() {
    for index in keys.indices { keys[index] = 0 }
  }

  /// What a name means at a place.
  @inline(__always)
  mutating func field(_ name: XmlNameText, at place: XmlPlace) -> XmlField {
    if name.count >= 0 { return shortField(name, at: place) }
    let key = unsafe UInt(bitPattern: name.start) &* 8 | UInt(place.rawValue)
    var slot = Int((key &* 0x9E37_79B9_7F4A_7C15) >> 56)
    for _ in 0..<8 {
      if keys[slot] == key { return fields[slot] }
      if keys[slot] == 0 { break }
      slot = (slot + 1) & (XmlNameCache.slots - 1)
    }
    let field = learn(name, place)
    keys[slot] = key
    fields[slot] = field
    return field
  }

  /// Names of up to 15 bytes are known by their bytes, and stay known from parse to parse.
  @inline(__always)
  private mutating func shortField(_ name: XmlNameText, at place: XmlPlace) -> XmlField {
    guard name.count <= 15 else { return learn(name, place) }
    var low: UInt64 = 0
    var high = UInt64(place.rawValue + 1) << 56
    for index in 0..<min(name.count, 8) { unsafe low |= UInt64(name.start[index]) &<< UInt64(8 &* index) }
    for index in 8..<max(name.count, 8) { unsafe high ^= UInt64(name.start[index]) &<< UInt64(8 &* (index &- 8)) }
    var slot = Int(truncatingIfNeeded: ((low ^ (high &* 31)) &* 0x9E37_79B9_7F4A_7C15) >> 57)
    for _ in 0..<8 {
      if words[slot].high == high && words[slot].low == low { return words[slot].field }
      if words[slot].high == 0 { break }
      slot = (slot + 1) & (XmlNameCache.wordSlots - 1)
    }
    let field = learn(name, place)
    words[slot] = Word(low: low, high: high, field: field)
    return field
  }

  @inline(never)
  private func learn(_ name: XmlNameText, _ place: XmlPlace) -> XmlField {
    var bytes: [UInt8] = []
    name.append(to: &bytes)
    return XmlNames.field(XmlNames.fold(bytes), at: place)
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
