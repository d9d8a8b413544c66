public import Record

/// Rows of the conversation-grained tables, rendered batch by batch: a lane renders, the caller appends the bytes in order.
///
/// Whatever repeats (ids of techniques, behaviors and rules, words for a status) is rendered once, at the start; a row is a
/// few copies of bytes.
public struct TableRows: Sendable {
  /// Rows of `calls.csv`.
  public var calls = ByteSink()
  /// Rows of `scores.csv`.
  public var scores = ByteSink()
  /// Rows of `evidence.csv`.
  public var evidence = ByteSink()
  /// Rows of `not_scored.csv`.
  public var notScored = ByteSink()

  let catalog: RubricCatalog
  let options: AggregateOptions
  let pieces: RowPieces
  var scratch = ConversationScratch()

  public init(catalog: RubricCatalog, options: AggregateOptions) {
    self.catalog = catalog
    self.options = options
    pieces = RowPieces(catalog: catalog, excel: options.excel)
  }

  /// Name and header line of each table whose rows this renders, in the order of the properties.
  public static func headers(excel: Bool) -> [(name: String, header: [UInt8])] {
    [
      ("calls.csv", TableColumns.header(TableColumns.calls, excel: excel)),
      ("scores.csv", TableColumns.header(TableColumns.scores, excel: excel)),
      ("evidence.csv", TableColumns.header(TableColumns.evidence, excel: excel)),
      ("not_scored.csv", TableColumns.header(TableColumns.notScored, excel: excel)),
    ]
  }

  /// Empties the buffers and keeps their memory.
  public mutating func removeAll() {
    calls.removeAll()
    scores.removeAll()
    evidence.removeAll()
    notScored.removeAll()
  }

  /// Appends the rows of a batch, in the batch's order.
  public mutating func render(_ batch: Batch, _ scored: ScoreSheet) {
    let sheet = options.overrides.applied(to: scored, batch, catalog)
    let reasons = Blob(RowPieces.cells(sheet.reasons))
    for index in batch.conversations.indices {
      scratch.load(index, batch, sheet, excel: options.excel)
      appendCall(index, batch, sheet)
      appendScores(index, sheet, reasons)
      appendEvidence(index, batch, sheet)
    }
    for reject in batch.rejects { append(reject) }
  }

  /// Appends the row of one record that was not scored.
  public mutating func append(_ reject: Reject) {
    var line: [UInt8] = []
    line += RowPieces.cell(reject.sourceRef) + [0x2C]
    line += RowPieces.cell("\(reject.stage.name)") + [0x2C]
    line += RowPieces.cell(reject.reason) + [0x2C]
    line += RowPieces.cell(reject.detail) + TableColumns.lineEnd(excel: options.excel)
    notScored.bytes.append(contentsOf: line)
  }
}

/// What is rendered once for all rows; one object, so that handing it on is one reference.
final class RowPieces: Sendable {
  /// `,technique,behavior,` a behavior.
  let behaviors: Blob
  /// `,technique,behavior,not_applicable,,,,` and the line end, a behavior.
  let notApplicable: Blob
  /// The rule's id as a cell.
  let rules: Blob
  /// `met,`: by `Status.rawValue`.
  let statuses: Blob
  let polarities: Blob
  let roles: Blob
  let lineEnd: [UInt8]

  init(catalog: RubricCatalog, excel: Bool) {
    let lineEnd = TableColumns.lineEnd(excel: excel)
    let comma = UInt8(ascii: ",")
    let behaviors = catalog.behaviors.map { behavior in
      [comma] + RowPieces.cell(catalog.techniques[behavior.technique].id) + [comma] + RowPieces.cell(behavior.id) + [
        comma
      ]
    }
    self.behaviors = Blob(behaviors)
    notApplicable = Blob(behaviors.map { $0 + Array("not_applicable,,,,".utf8) + lineEnd })
    rules = Blob(RowPieces.cells(catalog.rules))
    statuses = Blob(Status.allCases.map { Array("\($0.name),".utf8) })
    polarities = Blob(Polarity.allCases.map { Array("\($0.name),".utf8) })
    roles = Blob(Role.allCases.map { Array("\($0.name)".utf8) })
    self.lineEnd = lineEnd
  }

  static func cells(_ texts: [String]) -> [[UInt8]] { texts.map(cell) }

  /// One text as a cell of its own.
  static func cell(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8)
    var cell: [UInt8] = []
    unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let source = buffer.baseAddress else { return }
      cell.extend(by: RowWriter.room(buffer.count)) { writer in unsafe writer.text(source, buffer.count) }
    }
    return cell
  }
}

extension [UInt8] {
  /// Appends what `body` writes, at most `room` bytes, without zeroing them first.
  @inline(__always)
  mutating func extend(by room: Int, _ body: (inout RowWriter) -> Void) {
    if capacity - count < room { reserveCapacity(Swift.max(capacity * 2, count + room)) }
    append(addingCapacity: room) { (span: inout OutputSpan<UInt8>) in
      unsafe span.withUnsafeMutableBufferPointer { buffer, filled in
        var writer = unsafe RowWriter(buffer.baseAddress.unsafelyUnwrapped + filled)
        body(&writer)
        filled += writer.count
      }
    }
  }
}
