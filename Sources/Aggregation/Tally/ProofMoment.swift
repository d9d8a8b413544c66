import Record

extension ProofShelf {
  /// A moment that could prove a point. Its texts stand one behind the other in an arena: that of the shelf, once it has a place.
  struct Moment: Sendable {
    var quality: Int32 = 0
    var agent: Int32 = 0
    var hash: UInt64 = 0
    var turn: Int32 = 0
    var startMs = Turn.noTime
    var id = TextRange.empty
    var sourceRef = TextRange.empty
    var customer = TextRange.empty
    var words = TextRange.empty
    /// Bytes of the arena from the id's first on that this moment may fill, and the next one in its place.
    var room: Int32 = 0

    var bytes: Int { Int(id.count + sourceRef.count + customer.count + words.count) }

    /// Says that the texts, which stand one behind the other, begin elsewhere.
    mutating func move(to start: Int) {
      id.offset = UInt32(start)
      sourceRef.offset = id.offset + id.count
      customer.offset = sourceRef.offset + sourceRef.count
      words.offset = customer.offset + customer.count
    }
  }

  /// Where a moment goes, and what it finds there.
  struct Seat {
    /// Index into `moments`.
    var place: Int
    /// What the moment that left had of the arena.
    var offset = 0
    var room: Int32 = 0
  }
}
