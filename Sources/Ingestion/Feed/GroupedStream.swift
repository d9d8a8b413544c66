import Glibc
import Record

/// A table, or JSON with a turn a record, whose conversations' rows are not adjacent: its rows are first written to a file without a name, by the hash of
/// their id, and then come back part by part with the rows of each conversation together.
///
/// Memory is that of one part and a buffer each. Rows keep their numbers. Within a part conversations stand in the order of
/// their first rows.
final class GroupedStream: BlockStream, @unchecked Sendable {
  private let source: Source
  private let bytes: any ByteSource
  private let options: IngestOptions
  private let splitting: Splitting
  private var parts: RowParts?
  private var next = 0
  private let size: Int64

  /// What rows are, and where each tells its conversation's id.
  private enum Splitting {
    case rows(CsvDialect, idColumn: Int)
    case lines(CompiledSource)
  }

  /// - Returns: nil where the source has no rows with an id in each.
  init?(_ source: Source, bytes: any ByteSource, size: Int64, options: IngestOptions) {
    switch source.plan.cutting {
    case .rows(let dialect, .some(let idColumn)): splitting = .rows(dialect, idColumn: idColumn)
    case .json(let json):
      guard let group = json.group else { return nil }
      splitting = .lines(group)
    default: return nil
    }
    self.source = source
    self.bytes = bytes
    self.options = options
    self.size = size
  }

  func fill(_ block: inout IngestBlock) -> Bool {
    do throws(SourceFault) {
      if parts == nil { parts = try spill(&block) }
      guard let parts else { return true }
      while next < parts.count {
        let rows = try parts.rows(of: next)
        next += 1
        if rows.isEmpty { continue }
        append(rows, to: &block)
        break
      }
      return next >= parts.count
    } catch {
      block.rejects.append(
        Reject(sourceRef: source.name, stage: .ingest, reason: error.reason, detail: error.detail))
      return true
    }
  }

  /// Reads the whole table once. The pieces are hashed here, as the blocks are gone afterwards.
  private func spill(_ block: inout IngestBlock) throws(SourceFault) -> RowParts {
    var plan = source.plan
    switch plan.cutting {
    case .rows(let dialect, _): plan.cutting = .rows(dialect, idColumn: nil)
    case .json(var json):
      json.group = nil
      plan.cutting = .json(json)
    default: break
    }
    let rowSource = Source(file: source.file, name: source.name, plan: plan)
    let stream = RecordStream(rowSource, start: [], isAtEnd: false, bytes: bytes, options: options)
    let parts = try RowParts(count: Int(size >> 22) + 1, folder: options.temporaryFolder)
    var piece = IngestBlock()
    var isLast = false
    while !isLast {
      piece.removeAll()
      isLast = stream.fill(&piece)
      piece.hashPieces()
      block.rejects.append(contentsOf: piece.rejects)
      for segment in piece.segments { try spill(segment, piece.bytes, into: parts) }
    }
    try parts.flush()
    return parts
  }

  private func spill(_ segment: Segment, _ bytes: [UInt8], into parts: RowParts) throws(SourceFault) {
    switch splitting {
    case .rows(let dialect, let idColumn): try spill(segment, bytes, dialect, idColumn, into: parts)
    case .lines(let group): try spill(segment, bytes, group, into: parts)
    }
  }

  /// Lines that name no conversation go where all such go: the decoder says what is wrong with each.
  private func spill(
    _ segment: Segment, _ bytes: [UInt8], _ group: CompiledSource, into parts: RowParts
  ) throws(SourceFault) {
    var record = RecordReader(path: source.name, nullValues: group.mapping.defaults.nullValues)
    var start = segment.range.lowerBound
    var number = segment.firstRecord
    while start < segment.range.upperBound {
      let end = bytes[start..<segment.range.upperBound].firstIndex(of: CsvDialect.lineFeed) ?? segment.range.upperBound
      if start < end {
        let id = JsonCutting.id(bytes, start..<end, of: group, &record) ?? []
        let hash = Fingerprint.xxh64(id)
        let line = Array(bytes[start..<end])
        try unsafe line.withUnsafeBufferPointer { row throws(SourceFault) in
          try unsafe parts.add(row, number: number, idHash: hash)
        }
      }
      start = end + 1
      number += 1
    }
  }

  private func spill(
    _ segment: Segment, _ bytes: [UInt8], _ dialect: CsvDialect, _ idColumn: Int, into parts: RowParts
  ) throws(SourceFault) {
    var bytes = bytes
    bytes.append(contentsOf: repeatElement(0, count: ByteView.padding))
    var fault: SourceFault?
    unsafe bytes.withUnsafeMutableBufferPointer { buffer in
      let view = unsafe ByteView(buffer, count: segment.range.upperBound)
      let walker = RowWalker(bytes: view, end: segment.range.upperBound, delimiter: dialect.delimiter)
      var start = segment.range.lowerBound
      var number = segment.firstRecord
      while start < segment.range.upperBound, fault == nil {
        let end = walker.nextRow(from: start) ?? segment.range.upperBound
        let id = walker.cell(column: idColumn, ofRowAt: start).map { CellValue.trimmed(view, $0) } ?? start..<start
        do throws(SourceFault) {
          let hash = unsafe Fingerprint.xxh64(UnsafeRawBufferPointer(view.buffer(id)))
          try unsafe parts.add(view.buffer(start..<end), number: number, idHash: hash)
        } catch {
          fault = error
        }
        start = end
        number += 1
      }
    }
    if let fault { throw fault }
  }

  /// One part as a segment, rows of a conversation together.
  private func append(_ rows: [RowParts.Row], to block: inout IngestBlock) {
    var order: [UInt64: Int] = [:]
    for row in rows where order[row.idHash] == nil { order[row.idHash] = order.count }
    let sorted = rows.indices.sorted {
      let (left, right) = (order[rows[$0].idHash] ?? 0, order[rows[$1].idHash] ?? 0)
      return left == right ? $0 < $1 : left < right
    }
    let start = block.bytes.count
    var numbers: [Int] = []
    for index in sorted {
      block.bytes.append(contentsOf: rows[index].bytes)
      if let last = rows[index].bytes.last, last != CsvDialect.lineFeed, last != CsvDialect.carriageReturn {
        block.bytes.append(CsvDialect.lineFeed)
      }
      numbers.append(rows[index].number)
    }
    let lined = Source(file: source.file, name: source.name, plan: source.plan.onLines)
    block.segments.append(
      Segment(
        source: lined, range: start..<block.bytes.count, firstRecord: numbers.first ?? 1, isFirst: next == 1,
        isLast: false, numbers: numbers))
  }
}
