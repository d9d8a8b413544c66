import Record

/// What several rows of one conversation share; reused from one conversation to the next.
struct ConversationScratch: Sendable {
  /// The conversation's id as a cell, and sixteen bytes behind it for `RowWriter.padded`.
  private(set) var id: [UInt8] = []
  private(set) var idCount = 0
  /// First item of evidence a behavior (index into the sheet), −1 where none; then a chain through `next`.
  private(set) var first: [Int32] = []
  private(set) var last: [Int32] = []
  /// By the item's place in the conversation's evidence.
  private(set) var next: [Int32] = []
  private var touched: [Int] = []

  mutating func load(_ index: Int, _ batch: Batch, _ sheet: ScoreSheet, excel: Bool) {
    id.removeAll(keepingCapacity: true)
    let range = batch.conversations[index].id
    unsafe batch.arena.withUnsafeBufferPointer { arena in
      guard let base = arena.baseAddress else { return }
      id.extend(by: RowWriter.room(Int(range.count))) { writer in
        unsafe writer.id(base + Int(range.offset), Int(range.count), asText: excel)
      }
    }
    idCount = id.count
    id.append(contentsOf: repeatElement(0, count: 16))
    chain(sheet.cards[index], sheet)
  }

  private mutating func chain(_ card: Scorecard, _ sheet: ScoreSheet) {
    if first.count < sheet.behaviorCount {
      first = Array(repeating: -1, count: sheet.behaviorCount)
      last = first
    }
    for behavior in touched { first[behavior] = -1 }
    touched.removeAll(keepingCapacity: true)
    let start = Int(card.evidence.lowerBound)
    let count = card.evidence.count
    if next.count < count { next = Array(repeating: -1, count: max(count, next.count * 2)) }
    for place in 0..<count {
      let behavior = Int(sheet.evidence[start + place].behavior)
      next[place] = -1
      if first[behavior] < 0 {
        first[behavior] = Int32(place)
        touched.append(behavior)
      } else {
        next[Int(last[behavior])] = Int32(place)
      }
      last[behavior] = Int32(place)
    }
  }
}

extension RowWriter {
  /// Appends the conversation's id. Needs fifteen bytes of space behind it.
  @inline(__always)
  mutating func id(of scratch: ConversationScratch) {
    unsafe scratch.id.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return }
      unsafe padded(base, scratch.idCount)
    }
  }
}
