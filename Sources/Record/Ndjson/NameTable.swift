import Glibc

/// Finds names by their bytes where they stand: no `String` is made of a behavior that a line names.
struct NameTable: Sendable {
  private var names: [UInt8] = []
  private var starts: [Int] = [0]
  /// Index of a name plus one, by hash; twice as many places as names at least.
  private var slots: [UInt32]

  /// Of equal names the last is found.
  init(_ list: [String]) {
    var places = 16
    while places < list.count * 2 { places *= 2 }
    slots = [UInt32](repeating: 0, count: places)
    for (index, name) in list.enumerated() {
      let bytes = Array(name.utf8)
      names.append(contentsOf: bytes)
      starts.append(names.count)
      unsafe bytes.withUnsafeBufferPointer { bytes in
        var slot = unsafe Self.hash(bytes) & (places - 1)
        while slots[slot] != 0, unsafe !matches(Int(slots[slot]) - 1, bytes) { slot = (slot + 1) & (places - 1) }
        slots[slot] = UInt32(index) + 1
      }
    }
  }

  func index(of bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var slot = unsafe Self.hash(bytes) & (slots.count &- 1)
    while slots[slot] != 0 {
      let index = Int(slots[slot]) &- 1
      if unsafe matches(index, bytes) { return index }
      slot = (slot &+ 1) & (slots.count &- 1)
    }
    return nil
  }

  private func matches(_ index: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = starts[index]
    guard starts[index &+ 1] &- start == bytes.count, let other = bytes.baseAddress else { return false }
    return unsafe names.withUnsafeBytes {
      unsafe memcmp($0.baseAddress.unsafelyUnwrapped + start, other, bytes.count) == 0
    }
  }

  /// Of the length and the last sixteen bytes, where names of one rubric differ most; any name may collide with another.
  private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    let raw = UnsafeRawBufferPointer(bytes)
    var mixed = UInt64(bytes.count) &* 0x9E37_79B9_7F4A_7C15
    if raw.count >= 8 {
      let last = unsafe raw.loadUnaligned(fromByteOffset: raw.count &- 8, as: UInt64.self)
      let before = unsafe raw.loadUnaligned(fromByteOffset: max(0, raw.count &- 16), as: UInt64.self)
      mixed = (mixed ^ UInt64(littleEndian: last)) &* 0x9FB2_1C65_1E98_DF25
      mixed = (mixed ^ mixed &>> 29 ^ UInt64(littleEndian: before)) &* 0x9E37_79B9_7F4A_7C15
    } else {
      for at in bytes.indices { unsafe mixed = (mixed ^ UInt64(bytes[at])) &* 0x9FB2_1C65_1E98_DF25 }
    }
    return Int(truncatingIfNeeded: mixed &>> 33)
  }
}
