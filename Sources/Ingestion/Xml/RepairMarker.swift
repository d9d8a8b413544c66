import Record

/// Marks the conversations whose own bytes were read in another encoding, and no neighbor of theirs.
struct RepairMarker {
  private let name: [UInt8]
  /// Where such bytes stand, ascending.
  private let offsets: [Int]
  private var next = 0

  init(_ name: [UInt8], _ offsets: [Int]) {
    self.name = name
    self.offsets = offsets
  }

  /// Marks what was decoded of a window; windows must come in order.
  ///
  /// - Parameters:
  ///   - first: the first conversation of the batch that is the window's.
  ///   - window: begins at a record's start tag.
  ///   - firstNumber: that record's number, with which its conversation's reference ends.
  mutating func mark(
    _ batch: inout Batch, from first: Int, _ bytes: [UInt8], _ window: Range<Int>, firstNumber: Int
  ) {
    while next < offsets.count, offsets[next] < window.lowerBound { next += 1 }
    var (number, at) = (firstNumber, first)
    guard next < offsets.count, offsets[next] < window.upperBound else { return }
    var following = XmlScan.nextStart(of: name, in: bytes, from: window.lowerBound + 1, to: window.upperBound)
    while next < offsets.count, offsets[next] < window.upperBound {
      while let found = following, found <= offsets[next] {
        following = XmlScan.nextStart(of: name, in: bytes, from: found + 1, to: window.upperBound)
        number += 1
      }
      while at < batch.conversations.count, RepairMarker.number(of: batch.conversations[at], batch) < number { at += 1 }
      if at < batch.conversations.count, RepairMarker.number(of: batch.conversations[at], batch) == number {
        batch.conversations[at].flags.insert(.encodingRepaired)
      }
      next += 1
    }
  }

  /// The digits at the reference's end.
  private static func number(of conversation: Conversation, _ batch: Batch) -> Int {
    let digits = batch.arena[conversation.sourceRef.indices].reversed().prefix { $0 >= 0x30 && $0 <= 0x39 }
    return digits.reversed().reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }
}
