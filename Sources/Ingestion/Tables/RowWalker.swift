/// Steps over cells and rows as `RowParser` does, but changes nothing: what the cutter looks with.
struct RowWalker {
  let bytes: ByteView
  let end: Int
  let delimiter: UInt8

  /// A cell as it stands, without its outer quotes.
  struct Cell {
    var raw: Range<Int>
    /// Where the next cell or row begins.
    var next: Int
    var endsRow: Bool
    /// False where the bytes ran out before the cell's separator.
    var isWhole: Bool
  }

  func cell(at start: Int) -> Cell {
    guard start < end && bytes[start] == CsvDialect.quote else {
      return separator(raw: start..<start, from: start, isPlain: true)
    }
    var index = start + 1
    while true {
      let quote = bytes.first(CsvDialect.quote, from: index, to: end)
      guard quote < end else { return Cell(raw: start + 1..<end, next: end, endsRow: true, isWhole: false) }
      if quote + 1 < end && bytes[quote + 1] == CsvDialect.quote {
        index = quote + 2
      } else {
        return separator(raw: start + 1..<quote, from: quote + 1, isPlain: false)
      }
    }
  }

  private func separator(raw: Range<Int>, from start: Int, isPlain: Bool) -> Cell {
    var index = start
    while index < end {
      let byte = bytes[index]
      if byte == delimiter || byte == CsvDialect.lineFeed || byte == CsvDialect.carriageReturn { break }
      index += 1
    }
    let range = isPlain ? start..<index : raw
    guard index < end else { return Cell(raw: range, next: end, endsRow: true, isWhole: false) }
    if bytes[index] == delimiter { return Cell(raw: range, next: index + 1, endsRow: false, isWhole: true) }
    let isPair =
      bytes[index] == CsvDialect.carriageReturn && index + 1 < end && bytes[index + 1] == CsvDialect.lineFeed
    return Cell(raw: range, next: index + (isPair ? 2 : 1), endsRow: true, isWhole: true)
  }

  /// Start of the row behind the one that begins at `start`, or nil where the bytes end before it.
  func nextRow(from start: Int) -> Int? {
    var index = start
    while true {
      let cell = cell(at: index)
      guard cell.isWhole else { return nil }
      index = cell.next
      if cell.endsRow { return index < end ? index : nil }
    }
  }

  /// The cell in a column of the row at `start`, or nil where the bytes end before its separator or the row is too short.
  func cell(column: Int, ofRowAt start: Int) -> Range<Int>? {
    var index = start
    for number in 0... {
      let cell = cell(at: index)
      guard cell.isWhole else { return nil }
      if number == column { return cell.raw }
      if cell.endsRow { return nil }
      index = cell.next
    }
    return nil
  }

  /// The first start of a row behind a place within a row, which may be within quotes.
  func rowStart(behind position: Int, isQuoted: Bool) -> Int? {
    var index = position
    if isQuoted {
      while true {
        let quote = bytes.first(CsvDialect.quote, from: index, to: end)
        guard quote < end else { return nil }
        guard quote + 1 < end && bytes[quote + 1] == CsvDialect.quote else {
          index = quote + 1
          break
        }
        index = quote + 2
      }
    }
    // The rest of a cell, up to its separator; quotes in it are plain characters unless a separator stands before them.
    if index > 0 && index == position && !isQuoted && isSeparator(bytes[index - 1]) {
      return bytes[index - 1] == delimiter ? nextRow(from: index) : (index < end ? index : nil)
    }
    let rest = separator(raw: index..<index, from: index, isPlain: false)
    guard rest.isWhole else { return nil }
    return rest.endsRow ? (rest.next < end ? rest.next : nil) : nextRow(from: rest.next)
  }

  private func isSeparator(_ byte: UInt8) -> Bool {
    byte == delimiter || byte == CsvDialect.lineFeed || byte == CsvDialect.carriageReturn
  }
}
