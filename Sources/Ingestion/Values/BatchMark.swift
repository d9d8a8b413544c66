import Record

/// How much of a batch was filled at one moment, to go back to after a failure.
struct BatchMark {
  private let arena: Int
  private let conversations: Int
  private let turns: Int
  private let legs: Int
  private let extras: Int
  private let rejects: Int

  init(_ batch: borrowing Batch) {
    arena = batch.arena.count
    conversations = batch.conversations.count
    turns = batch.turns.count
    legs = batch.legs.count
    extras = batch.extras.count
    rejects = batch.rejects.count
  }

  /// Takes back what was appended since, but for the first `kept` conversations and what they hold.
  func restore(_ batch: inout Batch, conversations kept: Int = 0) {
    batch.conversations.removeLast(batch.conversations.count - conversations - kept)
    let last = kept > 0 ? batch.conversations.last : nil
    batch.turns.removeLast(batch.turns.count - max(turns, last.map { Int($0.turns.upperBound) } ?? turns))
    batch.legs.removeLast(batch.legs.count - max(legs, last.map { Int($0.legs.upperBound) } ?? legs))
    batch.extras.removeLast(batch.extras.count - max(extras, last.map { Int($0.extras.upperBound) } ?? extras))
    if kept == 0 {
      batch.arena.removeLast(batch.arena.count - arena)
      batch.rejects.removeLast(batch.rejects.count - rejects)
    }
  }
}

/// Line numbers of ascending offsets, without counting from the start each time.
struct LineCounter {
  private let bytes: [UInt8]
  private var at = 0
  private var current: Int

  init(bytes: [UInt8], firstLine: Int) {
    self.bytes = bytes
    current = firstLine
  }

  /// Line of an offset, which must not be before the one asked for last.
  mutating func line(at offset: Int) -> Int {
    while at < min(offset, bytes.count) {
      if bytes[at] == 10 { current += 1 }
      at += 1
    }
    return current
  }
}
