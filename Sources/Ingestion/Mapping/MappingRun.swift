import Record

/// What decoding one segment by a mapping goes through: the open conversation, its turns, its metadata.
struct MappingRun {
  let source: CompiledSource
  let name: String
  var record: RecordReader
  private var builder: ConversationBuilder
  private var turns: TurnBuilder
  private var each: TurnReader?
  private var first: TurnReader?
  private var single: TurnReader?
  /// The conversation whose rows or records are being read, by its id.
  private var open: Conversation?
  private var openID: [UInt8] = []

  init(_ source: CompiledSource, name: String) {
    self.source = source
    self.name = name
    let mapping = source.mapping
    record = RecordReader(path: name, nullValues: mapping.defaults.nullValues)
    builder = ConversationBuilder(
      source.source.fields, mapping.defaults, assumedOffset: source.assumedOffset, orders: source.orders)
    turns = TurnBuilder(roles: source.roleMap())
    func reader(_ rules: Mapping.TurnRules?) -> TurnReader? {
      rules.map { TurnReader($0, mapping.defaults, assumedOffset: source.assumedOffset) }
    }
    each = reader(source.source.turns?.rules)
    first = reader(source.source.turns?.first)
    single = reader(source.source.turn)
  }

  mutating func reject(_ batch: inout Batch, number: Int, _ unit: String, _ reason: String, _ detail: String) {
    batch.rejects.append(
      Reject(
        sourceRef: "\(name)#\(unit) \(number)", stage: .ingest, reason: reason, detail: detail,
        position: Int32(batch.conversations.count)))
  }

  /// Takes the record that stands in `record`.
  mutating func take(number: Int, _ unit: String, extras: [Int], into batch: inout Batch) {
    if single != nil {
      takeTurn(number: number, unit, into: &batch)
      return
    }
    let mark = BatchMark(batch)
    var conversation = builder.build(record, into: &batch)
    appendExtras(extras, &conversation, &batch)
    appendLastUpdate(&conversation, &batch)
    turns.begin(batch)
    if let reader = source.source.reader {
      var transcript = JsonTranscript(turns: turns, isByChannel: source.source.roles.isByChannel)
      transcript.read(reader, record.tree, record.node, &conversation, &batch)
      turns = transcript.turns
    }
    takeTurns(conversation, into: &batch)
    turns.finish(&conversation, &batch)
    close(conversation, number: number, unit, mark, into: &batch)
  }

  private mutating func takeTurns(_ conversation: Conversation, into batch: inout Batch) {
    guard let rules = source.source.turns else { return }
    if let cell = rules.cell {
      var text: [UInt8] = []
      if record.read(cell, into: &text) {
        LabeledText(pattern: rules.line, appendsLines: rules.appendsLines).read(text, 0..<text.count, &turns, &batch)
      }
      return
    }
    if let item = first?.read(record) { turns.add(item, to: &batch) }
    guard let path = rules.each else { return }
    let node = record.node
    for child in path.select(record.tree, from: node) {
      record.node = child
      if let item = each?.read(record) { turns.add(item, to: &batch) }
    }
    record.node = node
  }

  private func appendExtras(_ columns: [Int], _ conversation: inout Conversation, _ batch: inout Batch) {
    guard let rows = record.rows else { return }
    for column in columns where column < rows.cells.count {
      let range = ArenaText.trimmed(rows.text, rows.cells[column])
      if range.isEmpty { continue }
      batch.extras.append(
        Extra(key: batch.append(source.header[column].utf8), value: batch.append(rows.text[range])))
    }
    conversation.extras = conversation.extras.lowerBound..<Int32(batch.extras.count)
  }

  /// Kept in milliseconds: of repeated deliveries the latest counts.
  private func appendLastUpdate(_ conversation: inout Conversation, _ batch: inout Batch) {
    guard let time = builder.lastUpdate else { return }
    let key = batch.append("last_update".utf8)
    let start = batch.arena.count
    ArenaNumbers.append(decimal: Int(time), to: &batch.arena)
    batch.extras.append(Extra(key: key, value: TextRange(start..<batch.arena.count)))
    conversation.extras = conversation.extras.lowerBound..<Int32(batch.extras.count)
  }

  private mutating func close(
    _ conversation: Conversation, number: Int, _ unit: String, _ mark: BatchMark, into batch: inout Batch
  ) {
    var conversation = conversation
    if let problem = problem(conversation, batch) {
      mark.restore(&batch)
      reject(&batch, number: number, unit, problem.reason, problem.detail)
      return
    }
    conversation.sourceRef = batch.append("\(name)#\(unit) \(number)".utf8)
    batch.conversations.append(conversation)
  }

  private func problem(_ conversation: Conversation, _ batch: Batch) -> (reason: String, detail: String)? {
    if let missing = builder.missing {
      return (
        "missing_\(missing == .id ? "id" : "field")",
        "the record has no \(missing.rawValue), which the mapping requires"
      )
    }
    if conversation.id.isEmpty, conversation.extras.isEmpty || source.source.fields.contains(where: { $0.field == .id })
    {
      return ("missing_id", "the record has no conversation id")
    }
    let id = batch.string(conversation.id)
    if MappingRun.isScientific(id) {
      return (
        "unrecoverable_id", "the id \(id) was damaged by a spreadsheet; export the file again and do not open it there"
      )
    }
    return nil
  }

  static func isScientific(_ id: String) -> Bool {
    guard let mark = id.firstIndex(where: { $0 == "E" || $0 == "e" }), id.first?.isNumber == true else { return false }
    let tail = id[id.index(after: mark)...]
    return tail.hasPrefix("+") && tail.dropFirst().allSatisfy(\.isNumber)
      && id[..<mark].allSatisfy { $0.isNumber || $0 == "." || $0 == "," }
  }

  // MARK: One record a turn

  private mutating func takeTurn(number: Int, _ unit: String, into batch: inout Batch) {
    let mark = BatchMark(batch)
    let conversation = builder.build(record, into: &batch)
    let id = Array(batch.arena[conversation.id.indices])
    if let problem = problem(conversation, batch) {
      mark.restore(&batch)
      reject(&batch, number: number, unit, problem.reason, problem.detail)
      return
    }
    if open == nil || id != openID {
      finish(&batch)
      var begun = conversation
      begun.sourceRef = batch.append("\(name)#\(unit) \(number)".utf8)
      open = begun
      openID = id
      turns.begin(batch)
    } else {
      mark.restore(&batch)
    }
    if let item = single?.read(record) { turns.add(item, to: &batch) }
  }

  /// Closes the conversation whose rows were being read.
  mutating func finish(_ batch: inout Batch) {
    guard var conversation = open else { return }
    open = nil
    turns.finish(&conversation, &batch)
    batch.conversations.append(conversation)
  }

  // MARK: Text files

  /// A text transcript is one conversation.
  mutating func takeText(_ bytes: [UInt8], _ range: Range<Int>, into batch: inout Batch) {
    let mark = BatchMark(batch)
    record.rows = nil
    record.tree.removeAll()
    var conversation = builder.build(record, into: &batch)
    turns.begin(batch)
    TextTranscript.read(source.source.reader ?? .labeledText, bytes, range, &turns, &batch)
    turns.finish(&conversation, &batch)
    close(conversation, number: 1, "record", mark, into: &batch)
  }
}
