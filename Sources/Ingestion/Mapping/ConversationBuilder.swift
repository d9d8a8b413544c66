import Record

/// Fills one conversation of a batch from a record, by the rules of a source.
struct ConversationBuilder {
  let fields: [(field: ConversationField, rule: ValueRule)]
  let defaults: Mapping.Defaults
  /// Zone of times without one, where neither rule nor mapping names it; minutes.
  let assumedOffset: Int?
  /// Order of day and month by column.
  let orders: [Int: DateOrder]
  private var value: [UInt8] = []

  /// What else the fields said.
  var end: Int64?
  private var endOffset: Int16 = 0
  var lastUpdate: Int64?
  var missing: ConversationField?

  init(
    _ fields: [(field: ConversationField, rule: ValueRule)], _ defaults: Mapping.Defaults, assumedOffset: Int?,
    orders: [Int: DateOrder] = [:]
  ) {
    // What depends on another field comes after all that don't.
    self.fields = fields.filter { $0.rule.condition.isEmpty } + fields.filter { !$0.rule.condition.isEmpty }
    self.defaults = defaults
    self.assumedOffset = assumedOffset
    self.orders = orders
  }

  mutating func build(_ record: RecordReader, into batch: inout Batch) -> Conversation {
    var conversation = Conversation()
    end = nil
    lastUpdate = nil
    missing = nil
    let extras = Int32(batch.extras.count)
    conversation.extras = extras..<extras
    for (field, rule) in fields {
      let rule = resolved(rule, conversation, batch)
      guard record.read(rule, into: &value) else {
        if rule.isRequired { missing = missing ?? field }
        continue
      }
      set(field, rule, &conversation, &batch)
    }
    if conversation.language.isEmpty, let language = defaults.language {
      conversation.language = batch.append(language.utf8)
    }
    if let end, conversation.startedAt != Conversation.noTime, conversation.durationMs == Conversation.noTime,
      end >= conversation.startedAt
    {
      conversation.durationMs = end - conversation.startedAt
    }
    // A row that is written at the end tells how long it took.
    if let end, conversation.startedAt == Conversation.noTime, conversation.durationMs != Conversation.noTime {
      conversation.startedAt = end - conversation.durationMs
      conversation.utcOffsetMinutes = endOffset
    }
    conversation.extras = extras..<Int32(batch.extras.count)
    return conversation
  }

  /// The branch that a `when` takes.
  private func resolved(_ rule: ValueRule, _ conversation: Conversation, _ batch: Batch) -> ValueRule {
    guard let condition = rule.condition.first else { return rule }
    // What `else` says may be another `when`.
    let range = conversation.text(of: condition.field)
    let holds = ArenaText.folded(batch.arena, range.indices) == condition.value.lowercased()
    if holds { return condition.then }
    return condition.otherwise.map { resolved($0, conversation, batch) } ?? ValueRule()
  }

  private mutating func set(
    _ field: ConversationField, _ rule: ValueRule, _ conversation: inout Conversation, _ batch: inout Batch
  ) {
    switch field {
    case .id: conversation.id = batch.append(value)
    case .channel: conversation.channel = batch.append(lowered())
    case .direction: conversation.direction = batch.append(lowered())
    case .agentID: conversation.agentID = batch.append(value)
    case .agentName: conversation.agentName = batch.append(value)
    case .team: conversation.team = batch.append(value)
    case .queue: conversation.queue = batch.append(value)
    case .customerID: conversation.customerID = batch.append(value)
    case .customerName: conversation.customerName = batch.append(value)
    case .language: conversation.language = batch.append(value)
    case .disposition: conversation.disposition = batch.append(value)
    case .status: if conversation.disposition.isEmpty { conversation.disposition = batch.append(value) }
    case .relatedIDs: appendExtra("related_id", &batch)
    case .textVariant: appendExtra(CopyPreference.variantKey, &batch)
    case .surveyTime: appendExtra("survey_time", &batch)
    case .start: setStart(rule, &conversation)
    case .end:
      let time = time(rule)
      end = time?.milliseconds
      endOffset = Int16(clamping: time?.offset ?? 0)
    case .lastUpdate: lastUpdate = time(rule)?.milliseconds
    case .duration: conversation.durationMs = duration(rule) ?? Conversation.noTime
    case .csat: setSatisfaction(rule, &conversation)
    case .earlierContacts:
      if let number = ArenaNumbers.integer(value, 0..<value.count) {
        conversation.earlierContacts = Int16(clamping: number)
      }
    }
  }

  private func lowered() -> [UInt8] { value.map { (65...90).contains($0) ? $0 | 0x20 : $0 } }

  private func appendExtra(_ key: String, _ batch: inout Batch) {
    batch.extras.append(Extra(key: batch.append(key.utf8), value: batch.append(value)))
  }

  private func duration(_ rule: ValueRule) -> Int64? {
    rule.unit.flatMap { DurationText.milliseconds(value, 0..<value.count, unit: $0) }
  }

  private func setStart(_ rule: ValueRule, _ conversation: inout Conversation) {
    guard let time = time(rule) else {
      conversation.flags.insert(.ambiguousTime)
      return
    }
    conversation.startedAt = time.milliseconds
    conversation.utcOffsetMinutes = Int16(clamping: time.offset)
    if time.isDoubtful { conversation.flags.insert(.ambiguousTime) }
  }

  /// The value as an instant: an offset of its own stands before the zone of the rule, the mapping, the run.
  func time(_ rule: ValueRule) -> (milliseconds: Int64, offset: Int, isDoubtful: Bool)? {
    ConversationBuilder.time(value, rule, defaults, assumedOffset, order(of: rule))
  }

  static func time(
    _ value: [UInt8], _ rule: ValueRule, _ defaults: Mapping.Defaults, _ assumedOffset: Int?, _ order: DateOrder
  ) -> (milliseconds: Int64, offset: Int, isDoubtful: Bool)? {
    for format in rule.formats {
      guard let parsed = format.parse(value, 0..<value.count, order: order) else { continue }
      if let offset = parsed.offsetMinutes { return (parsed.milliseconds, offset, false) }
      if let zone = rule.zone ?? defaults.zone {
        let (minutes, isDoubtful) = zone.offset(atWall: parsed.milliseconds)
        return (parsed.milliseconds - Int64(minutes) * 60_000, minutes, isDoubtful)
      }
      let minutes = assumedOffset ?? 0
      return (parsed.milliseconds - Int64(minutes) * 60_000, minutes, assumedOffset == nil)
    }
    return nil
  }

  private func order(of rule: ValueRule) -> DateOrder {
    for source in rule.sources {
      if case .cell(let index) = source, let order = orders[index], order != .unknown { return order }
    }
    return defaults.ambiguousDates
  }

  private func setSatisfaction(_ rule: ValueRule, _ conversation: inout Conversation) {
    guard let number = DurationText.thousandths(value, 0..<value.count) else { return }
    var thousandths = Double(number)
    if let scale = rule.scale {
      let share = (thousandths / 1000 - scale.from[0]) / (scale.from[1] - scale.from[0])
      thousandths = (scale.to[0] + share * (scale.to[1] - scale.to[0])) * 1000
    }
    conversation.csatThousandths = Int32(clamping: Int64(thousandths.rounded()))
  }
}
