import Record

/// Walks over the rows of a table of utterances and looks at nothing but their ids: a tenth of what decoding costs.
///
/// It sees at least as many runs of rows as the decoder sees conversations, so that no hash twice means that all rows of each
/// conversation are adjacent. Where it can't tell whether the decoder would see the same, it gives up.
struct IDLook {
  /// One hash a run of rows with the same id; nil where only decoding tells.
  static func hashes(_ segment: Segment, in bytes: inout [UInt8]) -> [UInt64]? {
    guard case .inPlace(let any) = segment.source.plan.decoding, let decoder = any as? UtteranceDecoder else {
      return nil
    }
    return unsafe bytes.withUnsafeMutableBufferPointer { buffer in
      let view = unsafe ByteView(buffer, count: segment.range.upperBound)
      return IDLook(view, segment.range, decoder.plan).hashes(from: segment.range.lowerBound)
    }
  }

  private let bytes: ByteView
  private let end: Int
  private let walker: RowWalker
  private let column: Int
  private let header: [UInt8]
  /// Whether a row may end at something else than a line feed.
  private let hasReturns: Bool

  private init(_ bytes: ByteView, _ range: Range<Int>, _ plan: TablePlan) {
    self.bytes = bytes
    end = range.upperBound
    walker = RowWalker(bytes: bytes, end: range.upperBound, delimiter: plan.dialect.delimiter)
    column = plan.layout[.id]
    header = plan.headerBytes
    hasReturns = bytes.first(CsvDialect.carriageReturn, from: range.lowerBound, to: range.upperBound) < range.upperBound
  }

  private func hashes(from start: Int) -> [UInt64]? {
    var hashes: [UInt64] = []
    var at = start
    var last = at..<at
    while at < end {
      guard let next = nextRow(from: at) else { return nil }
      defer { at = next }
      guard let cell = walker.cell(column: column, ofRowAt: at) ?? lastCell(at, next) else {
        // Too short a row: none of a conversation, and it does not end one.
        continue
      }
      if cell.count == last.count, bytes.areEqual(cell.lowerBound, last.lowerBound, count: cell.count) { continue }
      last = cell
      let id = CellValue.trimmed(bytes, cell)
      if id.isEmpty || isHeader(at..<next) { continue }
      guard isPlain(id) else { return nil }
      hashes.append(unsafe Fingerprint.xxh64(UnsafeRawBufferPointer(bytes.buffer(id))))
    }
    return hashes
  }

  /// The last row may have no line end, and the id may be its last cell.
  private func lastCell(_ start: Int, _ next: Int) -> Range<Int>? {
    guard next == end, column == 0 else { return nil }
    return start..<next
  }

  /// Where the next row begins, or the end; nil where a quote is not closed.
  private func nextRow(from start: Int) -> Int? {
    if !hasReturns { return nextLine(from: start) }
    if let next = walker.nextRow(from: start) { return next }
    return bytes.count(of: CsvDialect.quote, in: start..<end) % 2 == 0 ? end : nil
  }

  /// The same where rows end at line feeds: visits quotes only, as `RowWalker` visits cells.
  private func nextLine(from start: Int) -> Int? {
    var at = start
    while true {
      let line = bytes.first(CsvDialect.lineFeed, from: at, to: end)
      let quote = bytes.first(CsvDialect.quote, from: at, to: line)
      if quote == line { return min(line + 1, end) }
      at = quote + 1
      guard quote == start || bytes[quote - 1] == walker.delimiter else { continue }
      while true {
        let close = bytes.first(CsvDialect.quote, from: at, to: end)
        guard close < end else { return nil }
        at = close + 1
        guard at < end, bytes[at] == CsvDialect.quote else { break }
        at += 1
      }
    }
  }

  private func isHeader(_ row: Range<Int>) -> Bool {
    row.count == header.count && bytes.array(row) == header
  }

  /// Whether the decoder takes the id as it stands.
  private func isPlain(_ id: Range<Int>) -> Bool {
    bytes.first(CsvDialect.quote, from: id.lowerBound, to: id.upperBound) == id.upperBound
      && CellValue.withoutExcelWrapping(bytes, id) == id && !CellValue.isNull(bytes, id)
  }
}

extension IngestFeed {
  /// Whether rows of a conversation may stand apart in some table of utterances; false is certain, true wants decoding.
  ///
  /// Reads tables only, and of these only the ids.
  public static func mayBeScattered(_ inputs: [String], options: IngestOptions) throws -> Bool {
    var options = options
    options.looksAtIDs = true
    let feed = try IngestFeed(inputs: inputs, options: options)
    var block = IngestBlock()
    do {
      while try feed.claim(&block) != nil {
        guard feed.look(&block) else { return true }
      }
    } catch is IngestError {
      return true
    }
    return feed.hasScattered
  }
}
