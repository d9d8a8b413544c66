/// The words that matter around a number, all in one table: what each of them says, by `key`.
struct ScreenWords: Sendable {
  struct Classes: OptionSet {
    let rawValue: UInt8
    static let month = Classes(rawValue: 1)
    static let street = Classes(rawValue: 2)
    static let streetStart = Classes(rawValue: 4)
    static let notStreet = Classes(rawValue: 8)
    static let the = Classes(rawValue: 16)
    static let box = Classes(rawValue: 32)
  }

  private static let slotCount = 1024
  private var keys = [UInt64](repeating: 0, count: slotCount)
  private var classes = [UInt8](repeating: 0, count: slotCount)

  init() {
    let lists = RedactionLists.shared
    add(lists.months.keys, .month)
    add(lists.streets.keys + lists.streetsToo.keys, .street)
    add(lists.streetStarts.keys, .streetStart)
    add(lists.notStreets.keys, .notStreet)
    for (word, kind) in [("the", Classes.the), ("box", .box)] {
      add([Array(word.utf8).key(0, word.utf8.count)], kind)
    }
  }

  private mutating func add(_ words: [UInt64], _ kind: Classes) {
    for key in words {
      var slot = Self.slot(key)
      while keys[slot] != 0, keys[slot] != key { slot = (slot + 1) & (Self.slotCount - 1) }
      keys[slot] = key
      classes[slot] |= kind.rawValue
    }
  }

  @inline(__always)
  private static func slot(_ key: UInt64) -> Int { Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) &>> 54) }

  @inline(__always)
  func classes(of key: UInt64) -> Classes {
    var slot = Self.slot(key)
    while case let found = keys[slot], found != 0 {
      if found == key { return Classes(rawValue: classes[slot]) }
      slot = (slot + 1) & (Self.slotCount - 1)
    }
    return []
  }
}
