import Record

/// Decodes tables with one row per call and the whole transcript in one cell, in place.
struct CallDecoder: InPlaceDecoder {
  let plan: TablePlan

  func decode(_ segment: Segment, into batch: inout Batch) {
    ByteView.overArena(of: &batch, to: segment.range.upperBound) { view, count, batch in
      var rows = CallRows(view, segment: segment, plan: plan, arenaCount: count)
      rows.decode(into: &batch)
      return rows.texts.appended
    }
  }
}

/// The pass over one segment's rows; also reads rows without transcripts, whose conversations have no turns.
private struct CallRows {
  var texts: RowTexts
  private let plan: TablePlan
  private let bytes: ByteView
  private var parser: RowParser
  private let segment: Segment
  private var index = 0
  private var record: Int
  private var cells: [TextRange]
  private var metadata: ConversationCells
  private var rejects: RowRejects
  private var position = 0

  init(_ bytes: ByteView, segment: Segment, plan: TablePlan, arenaCount: Int) {
    self.bytes = bytes
    self.plan = plan
    texts = RowTexts(bytes, segment: segment.range, arenaCount: arenaCount)
    parser = RowParser(bytes, range: segment.range, dialect: plan.dialect)
    self.segment = segment
    record = segment.number(at: 0)
    cells = Array(repeating: .empty, count: plan.layout.width)
    metadata = ConversationCells(plan: plan, sourceName: segment.source.name)
    rejects = RowRejects(sourceName: segment.source.name)
  }

  mutating func decode(into batch: inout Batch) {
    while !parser.isAtEnd {
      position = batch.conversations.count
      if readRow() { add(to: &batch) }
      index += 1
      record = segment.number(at: index)
    }
    batch.rejects.append(contentsOf: rejects.rejects)
  }

  private mutating func readRow() -> Bool {
    let start = parser.position
    parser.beginRow()
    var column = 0
    var hasMore = false
    repeat {
      let range = parser.cell()
      if column < cells.count {
        cells[column] = TextRange(range)
      } else if !range.isEmpty {
        hasMore = true
      }
      column += 1
    } while !parser.isRowDone
    if parser.isUnterminated {
      rejects.unterminated(record: record, position: position)
      parser.resume(behindLineAt: start)
      return false
    }
    if column == 1 && CellValue.trimmed(bytes, cells[0].indices).isEmpty { return false }
    if column < cells.count || hasMore {
      rejects.wrongWidth(record: record, position: position, found: column, expected: cells.count)
      return false
    }
    return true
  }

  private mutating func add(to batch: inout Batch) {
    let layout = plan.layout
    texts.didRepair = false
    let id = CellValue.withoutExcelWrapping(bytes, CellValue.trimmed(bytes, cells[layout[.id]].indices))
    if isHeader() { return }
    if id.isEmpty { return rejects.noID(record: record, position: position, column: layout.header[layout[.id]]) }
    if CellValue.isScientific(bytes, id) {
      return rejects.scientificID(record: record, position: position, value: bytes.string(id))
    }
    var conversation = metadata.conversation(cells, record: record, texts: &texts, extras: &batch.extras)
    let first = Int32(batch.turns.count)
    let transcript = layout[.transcript]
    if transcript >= 0 {
      var splitter = CellTranscript(bytes, cells[transcript].indices)
      splitter.split(
        agent: bytes.string(name(.agentName)), customer: bytes.string(name(.customerName)), texts: &texts,
        into: &batch.turns)
      if batch.turns.count == Int(first) {
        return rejects.noTurns(record: record, position: position, column: layout.header[transcript])
      }
    }
    conversation.turns = first..<Int32(batch.turns.count)
    if texts.didRepair && !plan.isCodePage { conversation.flags.insert(.encodingRepaired) }
    batch.conversations.append(conversation)
  }

  private func name(_ column: Column) -> Range<Int> {
    plan.layout.has(column) ? CellValue.trimmed(bytes, cells[plan.layout[column]].indices) : 0..<0
  }

  private func isHeader() -> Bool {
    zip(cells, plan.layout.header).allSatisfy { bytes.string(CellValue.trimmed(bytes, $0.indices)) == $1 }
  }
}
