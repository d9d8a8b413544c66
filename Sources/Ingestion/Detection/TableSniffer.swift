/// What was made of a table's first rows.
struct TableGuess: Sendable {
  var dialect: CsvDialect
  var layout: TableLayout
  /// Bytes up to and with the header row.
  var headBytes: Int
  /// Number of the first row behind it, from 1.
  var firstRecord: Int
  /// The header row as it stands, for finding it again where exports were concatenated.
  var headerBytes: [UInt8]
  /// Cells of the first rows behind the header.
  var sampleRows: [[String]]
  var why: String
}

/// Finds the delimiter and the header row of a table from its first bytes.
enum TableSniffer {
  static let sampleRows = 50
  static let headerRows = 20

  /// - Parameter sample: the table's start in UTF-8; its last row may be cut.
  /// - Returns: nil where no row of the sample reads as a header of something known.
  static func guess(_ sample: [UInt8]) -> TableGuess? {
    var start = sample.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var declared: UInt8?
    var skipped = 0
    if let (delimiter, next) = separatorLine(sample, from: start) {
      declared = delimiter
      start = next
      skipped = 1
    }
    let candidates = declared.map { [$0] } ?? CsvDialect.candidates
    let guesses = candidates.compactMap { guess(sample, from: start, delimiter: $0, isDeclared: declared != nil) }
    guard var best = guesses.max(by: { $0.score < $1.score })?.guess else { return nil }
    best.firstRecord += skipped
    return best
  }

  /// Excel's first line `sep=;`.
  private static func separatorLine(_ sample: [UInt8], from start: Int) -> (UInt8, Int)? {
    let end =
      sample[start...].firstIndex { $0 == CsvDialect.lineFeed || $0 == CsvDialect.carriageReturn } ?? sample.count
    var line = Array(sample[start..<end])
    if line.first == CsvDialect.quote { line.removeFirst() }
    let isQuoted = line.count < end - start
    guard line.count >= 5, String(decoding: line.prefix(4), as: UTF8.self).lowercased() == "sep=" else { return nil }
    guard line.count == 5 || (isQuoted && line.count == 6 && line[5] == CsvDialect.quote) else { return nil }
    var next = end
    if next < sample.count && sample[next] == CsvDialect.carriageReturn { next += 1 }
    if next < sample.count && sample[next] == CsvDialect.lineFeed { next += 1 }
    return (line[4], next)
  }

  private static func guess(
    _ sample: [UInt8], from start: Int, delimiter: UInt8, isDeclared: Bool
  ) -> (guess: TableGuess, score: Int)? {
    let dialect = CsvDialect(delimiter: delimiter)
    let rows = rows(sample, from: start, dialect: dialect)
    for (number, row) in rows.enumerated().prefix(headerRows) where row.cells.count >= 2 {
      guard let layout = TableLayout(header: row.cells.map(trimmed)) else { continue }
      let behind = rows.dropFirst(number + 1)
      let agreeing = behind.count { $0.cells.count == row.cells.count }
      let why = "header row \(number + 1) names \(layout.header[layout[.id]])"
      let guess = TableGuess(
        dialect: dialect, layout: layout, headBytes: row.range.upperBound, firstRecord: number + 2,
        headerBytes: Array(sample[row.range]), sampleRows: behind.map(\.cells), why: why)
      return (guess, agreeing * 100 / max(behind.count, 1) * 100 + min(row.cells.count, 99))
    }
    return nil
  }

  private struct Row {
    var cells: [String]
    var range: Range<Int>
  }

  private static func rows(_ sample: [UInt8], from start: Int, dialect: CsvDialect) -> [Row] {
    var copy = sample
    copy.append(contentsOf: repeatElement(0, count: ByteView.padding))
    return unsafe copy.withUnsafeMutableBufferPointer { buffer in
      let view = unsafe ByteView(buffer, count: sample.count)
      var parser = RowParser(view, range: start..<sample.count, dialect: dialect)
      var rows: [Row] = []
      while !parser.isAtEnd && rows.count < sampleRows {
        let first = parser.position
        var cells: [String] = []
        parser.beginRow()
        repeat { cells.append(view.string(parser.cell())) } while !parser.isRowDone && cells.count < 4096
        rows.append(Row(cells: cells, range: first..<parser.position))
      }
      // The last row may be cut by the sample's end.
      if rows.count > 1 && parser.isAtEnd && sample.count >= Sniffer.sampleBytes { rows.removeLast() }
      return rows
    }
  }

  private static func trimmed(_ text: String) -> String {
    var scalars = text.unicodeScalars[...]
    while let first = scalars.first, first.properties.isWhitespace || first == "\u{FEFF}" { scalars.removeFirst() }
    while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
    return String(scalars)
  }
}
