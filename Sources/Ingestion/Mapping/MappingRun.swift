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
  private var openMark: BatchMark?
  private let extras: RecordExtras
  /// The number of each record from `firstNumber` on, where rows were brought together and are not consecutive.
  var numbers: [Int]?
  var firstNumber = 1

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
    extras = RecordExtras(source)
  }

  /// Where a record stands in its file.
  private func place(_ number: Int, _ unit: String) -> String {
    let index = number - firstNumber
    let known = numbers.flatMap { $0.indices.contains(index) ? $0[index] : nil }
    return "\(name)#\(unit) \(known ?? number)"
  }

  mutating func reject(_ batch: inout Batch, number: Int, _ unit: String, _ reason: String, _ detail: String) {
    batch.rejects.append(
      Reject(
        sourceRef: place(number, unit), stage: .ingest, reason: reason, detail: detail,
        position: Int32(batch.conversations.count)))
  }

  /// Takes the record that stands in `record`.
  mutating func take(number: Int, _ unit: String, into batch: inout Batch) {
    if single != nil {
      takeTurn(number: number, unit, into: &batch)
      return
    }
    let mark = BatchMark(batch)
    var conversation = builder.build(record, into: &batch)
    extras.append(record, &conversation, &batch)
    if let time = builder.lastUpdate { extras.append(lastUpdate: time, &conversation, &batch) }
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
      if let item = each?.read(record) { turns.add(item, order: order(), to: &batch) }
    }
    record.node = node
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
    conversation.sourceRef = batch.append(place(number, unit).utf8)
    batch.conversations.append(conversation)
  }

  private func problem(_ conversation: Conversation, _ batch: Batch) -> (reason: String, detail: String)? {
    if let label = single == nil ? turns.unknownLabel(batch) : nil {
      return ("unknown_roles", MappingRun.unknownRole(label))
    }
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

  private static func unknownRole(_ label: String) -> String {
    "the mapping says unknown: error, and no map of roles has the speaker \(label); add it under roles: map"
  }

  static func isScientific(_ id: String) -> Bool {
    guard let mark = id.firstIndex(where: { $0 == "E" || $0 == "e" }), id.first?.isNumber == true else { return false }
    let tail = id[id.index(after: mark)...]
    return tail.hasPrefix("+") && tail.dropFirst().allSatisfy(\.isNumber)
      && id[..<mark].allSatisfy { $0.isNumber || $0 == "." || $0 == "," }
  }

  // MARK: One record a turn

  private mutating func takeTurn(number: Int, _ unit: String, into batch: inout Batch) {
    var mark = BatchMark(batch)
    var conversation = builder.build(record, into: &batch)
    let id = Array(batch.arena[conversation.id.indices])
    if let problem = problem(conversation, batch) {
      mark.restore(&batch)
      reject(&batch, number: number, unit, problem.reason, problem.detail)
      return
    }
    if open == nil || id != openID {
      mark.restore(&batch)
      finish(&batch)
      mark = BatchMark(batch)
      conversation = builder.build(record, into: &batch)
      extras.append(record, &conversation, &batch)
      openMark = mark
      conversation.sourceRef = batch.append(place(number, unit).utf8)
      open = conversation
      openID = id
      turns.begin(batch)
    } else {
      mark.restore(&batch)
    }
    if let item = single?.read(record) { turns.add(item, order: order(), to: &batch) }
  }

  /// What the turn that stands in `record` is put into order by.
  private func order() -> [[UInt8]] {
    source.source.orderBy.map { rule in
      var value: [UInt8] = []
      _ = record.read(rule, into: &value)
      return value
    }
  }

  /// Closes the conversation whose rows were being read.
  mutating func finish(_ batch: inout Batch) {
    guard var conversation = open else { return }
    open = nil
    turns.finish(&conversation, &batch)
    if let label = turns.unknownLabel(batch) {
      let place = batch.string(conversation.sourceRef)
      openMark?.restore(&batch)
      batch.reject(place, stage: .ingest, reason: "unknown_roles", detail: MappingRun.unknownRole(label))
      return
    }
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
