import Record

extension ByteView {
  /// Has rows read where they stand, in the arena of the batch that they are read into.
  ///
  /// - Parameters:
  ///   - end: one past the last byte that may be looked at.
  ///   - body: is given the bytes, how many there are in all, and the batch, whose arena is away meanwhile; returns texts that had
  ///     to be written anew, which then stand behind those bytes.
  static func overArena(
    of batch: inout Batch, to end: Int, _ body: (ByteView, Int, inout Batch) -> [UInt8]
  ) {
    var arena: [UInt8] = []
    swap(&arena, &batch.arena)
    let count = arena.count
    let appended = unsafe arena.withUnsafeMutableBufferPointer { buffer in
      body(unsafe ByteView(buffer, count: end), count, &batch)
    }
    arena.append(contentsOf: appended)
    swap(&arena, &batch.arena)
  }
}
