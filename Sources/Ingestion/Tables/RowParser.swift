/// Walks the rows of a table, cell by cell, in place.
///
/// Doubled quotes are undone by moving bytes within their cell, so that every cell is one run of the arena.
struct RowParser {
  let bytes: ByteView
  let end: Int
  let delimiter: UInt8
  private let delimiters: UInt64
  private static let lineFeeds = Swar.all(CsvDialect.lineFeed)
  private static let carriageReturns = Swar.all(CsvDialect.carriageReturn)

  /// Next byte to read.
  var position: Int
  /// Whether the cell read last ended its row.
  private(set) var isRowDone = false
  /// Whether a quote opened in this row is never closed, so that the row took all that follows.
  private(set) var isUnterminated = false
  /// Whether a cell was changed in place since this was last set to false.
  var didUnescape = false

  init(_ bytes: ByteView, range: Range<Int>, dialect: CsvDialect) {
    self.bytes = bytes
    position = range.lowerBound
    end = range.upperBound
    delimiter = dialect.delimiter
    delimiters = Swar.all(dialect.delimiter)
  }

  var isAtEnd: Bool { position >= end }

  /// Starts a row at `position`.
  mutating func beginRow() {
    isRowDone = false
    isUnterminated = false
  }

  /// Goes back to the line behind the one that begins at `start`.
  mutating func resume(behindLineAt start: Int) {
    var index = start
    while index < end && bytes[index] != CsvDialect.lineFeed && bytes[index] != CsvDialect.carriageReturn { index += 1 }
    finish(at: index)
  }

  /// Reads the next cell of the row.
  @inline(__always)
  mutating func cell() -> Range<Int> {
    if position < end && bytes[position] == CsvDialect.quote { return quotedCell() }
    let start = position
    let stop = plainEnd(from: start)
    finish(at: stop)
    return start..<stop
  }

  /// First delimiter or line end from `start` on.
  @inline(__always)
  private func plainEnd(from start: Int) -> Int {
    var index = start
    while index < end {
      let word = bytes.word(index)
      let hits =
        Swar.hits(word, delimiters) | Swar.hits(word, RowParser.lineFeeds) | Swar.hits(word, RowParser.carriageReturns)
      if hits != 0 { return min(index + Swar.index(hits), end) }
      index += 8
    }
    return end
  }

  /// Steps over the separator that ends a cell.
  @inline(__always)
  private mutating func finish(at stop: Int) {
    guard stop < end else {
      position = end
      isRowDone = true
      return
    }
    let byte = bytes[stop]
    position = stop + 1
    guard byte != delimiter else { return }
    isRowDone = true
    if byte == CsvDialect.carriageReturn && position < end && bytes[position] == CsvDialect.lineFeed { position += 1 }
  }

  private mutating func quotedCell() -> Range<Int> {
    let start = position + 1
    let close = bytes.first(CsvDialect.quote, from: start, to: end)
    guard close < end else { return unterminated(from: start) }
    let after = close + 1
    if after < end && bytes[after] == CsvDialect.quote { return doubledCell(from: start, firstQuote: close) }
    if after >= end || isSeparator(bytes[after]) {
      finish(at: min(after, end))
      return start..<close
    }
    return raggedCell(start: start, write: close, read: after)
  }

  /// A cell with `""` in it: the first of each pair stays, what follows moves down.
  private mutating func doubledCell(from start: Int, firstQuote: Int) -> Range<Int> {
    guard isClosed(from: firstQuote) else { return unterminated(from: start) }
    didUnescape = true
    var write = firstQuote + 1
    var read = firstQuote + 2
    while true {
      let quote = bytes.first(CsvDialect.quote, from: read, to: end)
      bytes.move(read..<quote, to: write)
      write += quote - read
      guard quote + 1 < end && bytes[quote + 1] == CsvDialect.quote else {
        return raggedCell(start: start, write: write, read: quote + 1)
      }
      bytes[write] = CsvDialect.quote
      write += 1
      read = quote + 2
    }
  }

  /// Whether a single quote follows the doubled ones; nothing may be changed in place before that is known.
  private func isClosed(from doubled: Int) -> Bool {
    var index = doubled + 2
    while true {
      let quote = bytes.first(CsvDialect.quote, from: index, to: end)
      guard quote < end else { return false }
      guard quote + 1 < end && bytes[quote + 1] == CsvDialect.quote else { return true }
      index = quote + 2
    }
  }

  private mutating func unterminated(from start: Int) -> Range<Int> {
    isUnterminated = true
    finish(at: end)
    return start..<end
  }

  /// What follows a closing quote belongs to the cell as it stands, up to the separator.
  private mutating func raggedCell(start: Int, write: Int, read: Int) -> Range<Int> {
    let stop = plainEnd(from: read)
    if stop > read {
      didUnescape = true
      bytes.move(read..<stop, to: write)
    }
    finish(at: stop)
    return start..<write + (stop - read)
  }

  @inline(__always)
  private func isSeparator(_ byte: UInt8) -> Bool {
    byte == delimiter || byte == CsvDialect.lineFeed || byte == CsvDialect.carriageReturn
  }
}
