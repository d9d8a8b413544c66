/// Counts of two bytes each, nearly all of which stay small: half the memory, and half the lines of it to touch. What grows beyond
/// is carried in a table beside them.
struct NarrowCounts: Sendable {
  private var low: [UInt16] = []
  /// Multiples of 65,536, by place.
  private var carries: [Int: Int] = [:]

  var capacity: Int { low.capacity }

  subscript(place: Int) -> Int {
    let count = Int(low[place])
    return carries.isEmpty ? count : count + carries[place, default: 0] << 16
  }

  mutating func appendZeros(_ count: Int) { low.append(contentsOf: repeatElement(0, count: count)) }

  /// Adds a number that is not negative.
  @inline(__always)
  mutating func add(_ value: Int, at place: Int) {
    let sum = Int(low[place]) + value
    low[place] = UInt16(truncatingIfNeeded: sum)
    if sum >> 16 != 0 { carry(sum >> 16, at: place) }
  }

  private mutating func carry(_ multiples: Int, at place: Int) { carries[place, default: 0] += multiples }
}
