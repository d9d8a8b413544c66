/// Finds the last place of a block where it may be cut: between two rows, and where asked between two conversations.
struct CsvCutter {
  let bytes: ByteView
  let range: Range<Int>
  let dialect: CsvDialect
  let idColumn: Int?
  /// Bytes between the places from which the cutter can look; small only in tests.
  var stride = 16 << 10

  /// Where the next block begins, and how many records stand before that.
  struct Cut: Equatable {
    var position: Int
    var records: Int
  }

  /// `range` begins at a record's start and is not the end of its source.
  /// - Returns: nil where the block holds no such place, so that more has to be read.
  func cut() -> Cut? {
    let checkpoints = QuoteScan(bytes, range: range, dialect: dialect, stride: stride).checkpoints
    var window = 1
    var last = checkpoints.count
    while last > 0 {
      let first = max(0, last - window)
      if let cut = lastCut(from: checkpoints[first], isFirst: first == 0) { return cut }
      last = first
      window *= 2
    }
    return nil
  }

  /// Looks from a checkpoint to the end of the block, so a window that held no cut is walked again by the next, larger one.
  private func lastCut(from checkpoint: QuoteScan.Checkpoint, isFirst: Bool) -> Cut? {
    let walker = RowWalker(bytes: bytes, end: range.upperBound, delimiter: dialect.delimiter)
    var records = checkpoint.records
    var start = checkpoint.position
    if !isFirst {
      let isBehindReturn = start > range.lowerBound && bytes[start - 1] == CsvDialect.carriageReturn
      if !checkpoint.isQuoted && isBehindReturn && bytes[start] == CsvDialect.lineFeed { return nil }
      guard let next = walker.rowStart(behind: start, isQuoted: checkpoint.isQuoted) else { return nil }
      let isRowStart = next == start
      start = next
      if !isRowStart { records += 1 }
    }
    var found: Cut?
    var previous = idColumn.flatMap { walker.cell(column: $0, ofRowAt: start) }
    if previous?.isEmpty == true { previous = nil }
    while let next = walker.nextRow(from: start) {
      records += 1
      guard let idColumn else {
        found = Cut(position: next, records: records)
        start = next
        continue
      }
      if let id = walker.cell(column: idColumn, ofRowAt: next) {
        if let previous, !areEqual(previous, id), !id.isEmpty { found = Cut(position: next, records: records) }
        if !id.isEmpty { previous = id }
      }
      start = next
    }
    return found
  }

  private func areEqual(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
    left.count == right.count && bytes.areEqual(left.lowerBound, right.lowerBound, count: left.count)
  }
}
