import Record

/// Fills a conversation from the cells of its first row.
struct ConversationCells {
  let plan: TablePlan
  let refPrefix: [UInt8]
  private var extraKeys: [TextRange] = []

  init(plan: TablePlan, sourceName: String) {
    self.plan = plan
    refPrefix = Array("\(sourceName)#row ".utf8)
  }

  mutating func conversation(
    _ cells: [TextRange], record: Int, texts: inout RowTexts, extras: inout [Extra]
  ) -> Conversation {
    var result = Conversation()
    result.id = field(.id, cells, &texts)
    result.sourceRef = texts.sourceRef(prefix: refPrefix, record: record)
    result.channel = field(.channel, cells, &texts)
    result.direction = field(.direction, cells, &texts)
    result.queue = field(.queue, cells, &texts)
    result.team = field(.team, cells, &texts)
    result.agentID = field(.agentID, cells, &texts)
    result.agentName = field(.agentName, cells, &texts)
    result.customerID = field(.customerID, cells, &texts)
    result.customerName = field(.customerName, cells, &texts)
    result.language = field(.language, cells, &texts)
    result.disposition = field(.disposition, cells, &texts)
    setTimes(&result, cells, &texts)
    setNumbers(&result, cells, texts.bytes)
    addExtras(&result, cells, &texts, &extras)
    return result
  }

  @inline(__always)
  private func field(_ column: Column, _ cells: [TextRange], _ texts: inout RowTexts) -> TextRange {
    let index = plan.layout[column]
    return index < 0 ? .empty : texts.field(cells[index].indices)
  }

  private func setTimes(_ result: inout Conversation, _ cells: [TextRange], _ texts: inout RowTexts) {
    guard let time = startTime(cells, &texts) else { return }
    if let offset = time.offsetMinutes {
      result.startedAt = time.milliseconds
      result.utcOffsetMinutes = Int16(clamping: offset)
    } else {
      let offset = plan.assumedOffset ?? 0
      result.startedAt = time.milliseconds - Int64(offset) * 60_000
      result.utcOffsetMinutes = Int16(clamping: offset)
      if plan.assumedOffset == nil { result.flags.insert(.ambiguousTime) }
    }
  }

  private func startTime(_ cells: [TextRange], _ texts: inout RowTexts) -> CellTime.Value? {
    let bytes = texts.bytes
    let date = plan.layout[.startDate]
    let clock = plan.layout[.startTime]
    if date >= 0, clock >= 0,
      var day = CellTime.parse(bytes, CellValue.trimmed(bytes, cells[date].indices)),
      let time = TurnClock.clockTime(bytes, CellValue.trimmed(bytes, cells[clock].indices))
    {
      day.milliseconds += time
      return day
    }
    let index = plan.layout.has(.startedAt) ? plan.layout[.startedAt] : date
    return index < 0 ? nil : CellTime.parse(bytes, CellValue.trimmed(bytes, cells[index].indices))
  }

  private func setNumbers(_ result: inout Conversation, _ cells: [TextRange], _ bytes: ByteView) {
    let duration = plan.layout[.duration]
    if duration >= 0 {
      let range = CellValue.trimmed(bytes, cells[duration].indices)
      let isClock = bytes.first(UInt8(ascii: ":"), from: range.lowerBound, to: range.upperBound) < range.upperBound
      var origin: Int64?
      let value = isClock ? TurnClock.clockTime(bytes, range) : plan.durationUnit.read(bytes, range, origin: &origin)
      result.durationMs = value ?? Conversation.noTime
    }
    let csat = plan.layout[.csat]
    if csat >= 0, let value = CellValue.thousandths(bytes, CellValue.trimmed(bytes, cells[csat].indices)) {
      result.csatThousandths = Int32(clamping: value)
    }
    let earlier = plan.layout[.earlierContacts]
    if earlier >= 0, let value = CellValue.integer(bytes, cells[earlier].indices) {
      result.earlierContacts = Int16(clamping: value)
    }
  }

  private mutating func addExtras(
    _ result: inout Conversation, _ cells: [TextRange], _ texts: inout RowTexts, _ extras: inout [Extra]
  ) {
    guard !plan.extraColumns.isEmpty else { return }
    if extraKeys.isEmpty {
      extraKeys = plan.extraColumns.map { texts.append(plan.layout.header[$0].utf8) }
    }
    let first = extras.count
    for (key, column) in zip(extraKeys, plan.extraColumns) {
      let value = texts.field(cells[column].indices)
      if !value.isEmpty { extras.append(Extra(key: key, value: value)) }
    }
    result.extras = Int32(first)..<Int32(extras.count)
  }
}
