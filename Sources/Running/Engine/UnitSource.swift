import Record

/// Gives work units to the lanes.
protocol UnitSource: Sendable {
  /// What a lane keeps between `claim` and `decode`: the unit's bytes and its buffers.
  associatedtype Block
  func makeBlock() -> Block
  /// Takes the next unit, in canonical order, and loads its bytes; nil at the end. Safe from any lane.
  func claim(_ block: inout Block) throws -> UnitOrder?
  /// Decodes the unit's conversations; no lock is held.
  func decode(_ order: UnitOrder, _ block: inout Block, into batch: inout Batch, _ sheet: inout ScoreSheet) throws
}

/// What a lane does with a unit's conversations between reading and writing; one a lane.
protocol UnitWork: Sendable {
  mutating func process(
    _ order: UnitOrder, _ batch: inout Batch, _ sheet: inout ScoreSheet, into output: inout UnitOutput) throws
}
