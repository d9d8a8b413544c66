import Record

/// Decodes tables with one row per utterance, rows of a conversation adjacent, in place.
///
/// What is told of a conversation comes from its first row; a change of agent within it makes legs.
struct UtteranceDecoder: InPlaceDecoder {
  let plan: TablePlan

  func decode(_ segment: Segment, into batch: inout Batch) {
    ByteView.overArena(of: &batch, to: segment.range.upperBound) { view, count, batch in
      var rows = UtteranceRows(view, segment: segment, plan: plan, arenaCount: count)
      rows.decode(into: &batch)
      return rows.texts.appended
    }
  }
}

/// The pass over one segment's rows.
private struct UtteranceRows {
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
  private var legs: LegTracker

  /// Where the cells stood that a conversation's rows have in common, in the row that was last parsed in full.
  private var sharedStart = 0
  private var sharedCount = 0
  private let sharedCells: Int

  private var current: Conversation?
  /// The current conversation's id as it stands in its first row.
  private var currentID = 0..<0
  private var origin: Int64?
  private var nextNumber: Int32 = 0
  /// Conversations in the batch, the current one included: where a reject stands among them.
  private var position = 0

  private let width: Int
  private let idColumn: Int
  private let textColumn: Int
  private let speakerColumn: Int
  private let startColumn: Int
  private let endColumn: Int
  private let turnColumn: Int

  init(_ bytes: ByteView, segment: Segment, plan: TablePlan, arenaCount: Int) {
    self.bytes = bytes
    self.plan = plan
    texts = RowTexts(bytes, segment: segment.range, arenaCount: arenaCount)
    parser = RowParser(bytes, range: segment.range, dialect: plan.dialect)
    self.segment = segment
    record = segment.number(at: 0)
    width = plan.layout.width
    cells = Array(repeating: .empty, count: width)
    metadata = ConversationCells(plan: plan, sourceName: segment.source.name)
    rejects = RowRejects(sourceName: segment.source.name)
    legs = LegTracker(layout: plan.layout)
    sharedCells = plan.layout.sharedPrefix
    idColumn = plan.layout[.id]
    textColumn = plan.layout[.text]
    speakerColumn = plan.layout[.speaker]
    startColumn = plan.layout[.startMs]
    endColumn = plan.layout[.endMs]
    turnColumn = plan.layout[.turn]
  }

  mutating func decode(into batch: inout Batch) {
    position = batch.conversations.count
    while !parser.isAtEnd {
      let isRepeated = row()
      if let isRepeated { add(isNewHead: !isRepeated, to: &batch) }
      index += 1
      record = segment.number(at: index)
    }
    finish(&batch)
    batch.rejects.append(contentsOf: rejects.rejects)
  }

  /// Reads a row into `cells`.
  /// - Returns: whether its leading cells are byte for byte those of the row before; nil where there is no row to use.
  @inline(__always)
  private mutating func row() -> Bool? {
    let start = parser.position
    parser.beginRow()
    var column = 0
    let isShared =
      sharedCount > 0 && start + sharedCount <= parser.end && bytes.areEqual(sharedStart, start, count: sharedCount)
    if isShared {
      column = sharedCells
      parser.position = start + sharedCount
    } else {
      parser.didUnescape = false
      sharedCount = 0
    }
    while true {
      let range = parser.cell()
      if column < width { cells[column] = TextRange(range) }
      column += 1
      if column == sharedCells && !parser.isRowDone && !parser.didUnescape {
        sharedStart = start
        sharedCount = parser.position - start
      }
      if parser.isRowDone { break }
    }
    if parser.isUnterminated { return skipUnterminated(from: start) }
    if column == width { return isShared }
    return hasRightWidth(column, start: start) ? isShared : nil
  }

  private mutating func skipUnterminated(from start: Int) -> Bool? {
    sharedCount = 0
    rejects.unterminated(record: record, position: position)
    parser.resume(behindLineAt: start)
    return nil
  }

  /// A row with too many or too few cells: blank lines are none, empty cells beyond the last column are let pass.
  private mutating func hasRightWidth(_ found: Int, start: Int) -> Bool {
    sharedCount = 0
    if found == 1 && CellValue.trimmed(bytes, cells[0].indices).isEmpty { return false }
    if found > width && onlyDelimiters(found: found, start: start) { return true }
    rejects.wrongWidth(record: record, position: position, found: found, expected: width)
    return false
  }

  private func onlyDelimiters(found: Int, start: Int) -> Bool {
    var index = parser.position
    while index > start && (bytes[index - 1] == CsvDialect.lineFeed || bytes[index - 1] == CsvDialect.carriageReturn) {
      index -= 1
    }
    for _ in width..<found {
      guard index > start, bytes[index - 1] == plan.dialect.delimiter else { return false }
      index -= 1
    }
    return true
  }

  @inline(__always)
  private mutating func add(isNewHead: Bool, to batch: inout Batch) {
    if isNewHead || current == nil {
      guard beginOrContinue(&batch) else { return }
    }
    let start = startColumn < 0 ? nil : plan.startClock.read(bytes, cells[startColumn].indices, origin: &origin)
    let end = endColumn < 0 ? nil : plan.endClock.read(bytes, cells[endColumn].indices, origin: &origin)
    var number = nextNumber
    if turnColumn >= 0, let value = CellValue.integer(bytes, cells[turnColumn].indices) {
      number = Int32(clamping: value)
    }
    nextNumber &+= 1
    batch.turns.append(
      Turn(
        text: texts.text(cells[textColumn].indices),
        label: speakerColumn < 0 ? .empty : texts.text(cells[speakerColumn].indices),
        startMs: start ?? Turn.noTime, endMs: end ?? Turn.noTime, number: number))
    legs.count()
  }

  /// A row whose leading cells are new: mostly that of another conversation.
  /// - Returns: false where the row is none of a conversation.
  private mutating func beginOrContinue(_ batch: inout Batch) -> Bool {
    let id = CellValue.withoutExcelWrapping(bytes, CellValue.trimmed(bytes, cells[idColumn].indices))
    if current != nil, id.count == currentID.count,
      bytes.areEqual(currentID.lowerBound, id.lowerBound, count: id.count)
    {
      let start = startColumn < 0 ? nil : plan.startClock.read(bytes, cells[startColumn].indices, origin: &origin)
      legs.change(cells, at: start ?? Turn.noTime, texts: &texts)
      return true
    }
    finish(&batch)
    if id.isEmpty {
      rejects.noID(record: record, position: position, column: plan.layout.header[idColumn])
      return false
    }
    if id.count == plan.layout.header[idColumn].utf8.count && isHeader() { return false }
    if CellValue.isScientific(bytes, id) {
      rejects.scientificID(record: record, position: position, value: bytes.string(id))
      return false
    }
    var next = metadata.conversation(cells, record: record, texts: &texts, extras: &batch.extras)
    next.turns = Int32(batch.turns.count)..<Int32(batch.turns.count)
    origin = plan.startClock == .times && next.startedAt != Conversation.noTime ? next.startedAt : nil
    nextNumber = 0
    legs.begin(next)
    position = batch.conversations.count + 1
    current = next
    currentID = id
    return true
  }

  /// Whether the row is the header again, as where exports were put one behind the other.
  private func isHeader() -> Bool {
    zip(cells, plan.layout.header).allSatisfy { bytes.string(CellValue.trimmed(bytes, $0.indices)) == $1 }
  }

  private mutating func finish(_ batch: inout Batch) {
    guard var done = current else { return }
    done.turns = done.turns.lowerBound..<Int32(batch.turns.count)
    legs.finish(&done, into: &batch.legs)
    if texts.didRepair && !plan.isCodePage { done.flags.insert(.encodingRepaired) }
    texts.didRepair = false
    batch.conversations.append(done)
    current = nil
  }
}
