/// A work unit's place in the canonical order: streams in their order, a stream's blocks in theirs.
struct UnitOrder: Sendable, Hashable, Comparable {
  var stream: Int
  var block: Int
  var isLastOfStream: Bool
  /// Index of the input that the unit is of; -1 where it can't be told.
  var file = -1
  /// Whether its scorecards come from the history.
  var isRecalled = false

  init(stream: Int, block: Int, isLastOfStream: Bool = false) {
    self.stream = stream
    self.block = block
    self.isLastOfStream = isLastOfStream
  }

  static func < (left: UnitOrder, right: UnitOrder) -> Bool {
    (left.stream, left.block) < (right.stream, right.block)
  }

  /// The place that comes next.
  var following: UnitOrder {
    isLastOfStream ? UnitOrder(stream: stream + 1, block: 0) : UnitOrder(stream: stream, block: block + 1)
  }

  /// The place as one number that grows with it.
  var number: UInt64 { UInt64(stream) << 32 | UInt64(block) }

  /// The same place, whatever is known of its being the last.
  var place: UnitOrder { UnitOrder(stream: stream, block: block) }
}
