public import Record

/// The tables of rates, from the very numbers that the pages show: `agent_period.csv`, `team_period.csv` and, where a coaching
/// log was given, `coaching_effect.csv`.
public func periodTables(_ summary: Summary, excel: Bool = false) -> [(name: String, bytes: [UInt8])] {
  var agents = PeriodTable(columns: TableColumns.agentPeriod, excel: excel)
  var teams = PeriodTable(columns: TableColumns.teamPeriod, excel: excel)
  var coaching = PeriodTable(columns: TableColumns.coachingEffect, excel: excel)
  for (index, page) in summary.pages.enumerated() {
    let period = summary.periods[page.period].id
    for row in page.rows {
      teams.text(period)
      teams.text(page.team)
      teams.key(row, summary.rubric)
      teams.rates(row)
      teams.flag(row.change?.isClear, where: row.change != nil && row.isEnough)
      teams.end()
    }
    for agent in page.agents {
      for row in agent.rows {
        agents.text(period)
        agents.text(page.team)
        agents.id(agent.id)
        agents.key(row, summary.rubric)
        agents.rates(row)
        agents.flag(row.gap?.isClear, where: row.gap != nil && row.isEnough)
        agents.flag(row.change?.isClear, where: row.change != nil && row.isEnough)
        agents.share(row.expected)
        agents.difference(row.gap)
        agents.end()
      }
    }
    // The last page of a team has the whole of its coachings.
    let isLast = index + 1 == summary.pages.count || summary.pages[index + 1].team != page.team
    if isLast { for effect in page.coaching { coaching.append(effect, page.team, summary.rubric) } }
  }
  var tables = [("agent_period.csv", agents.bytes), ("team_period.csv", teams.bytes)]
  if summary.pages.contains(where: { !$0.coaching.isEmpty }) { tables.append(("coaching_effect.csv", coaching.bytes)) }
  return tables
}

/// Builds one table cell by cell. Rates and bounds have four decimals; what doesn't apply is an empty cell.
struct PeriodTable {
  private(set) var bytes: [UInt8]
  private let excel: Bool
  private var isFirst = true

  init(columns: [String], excel: Bool) {
    bytes = TableColumns.header(columns, excel: excel)
    self.excel = excel
  }

  private mutating func separate() {
    if !isFirst { bytes.append(0x2C) }
    isFirst = false
  }

  mutating func text(_ text: String) {
    separate()
    bytes += RowPieces.cell(text)
  }

  mutating func id(_ text: String) {
    separate()
    let source = Array(text.utf8)
    guard !source.isEmpty else { return }
    let asText = excel
    unsafe source.withUnsafeBufferPointer { buffer in
      bytes.extend(by: RowWriter.room(buffer.count)) { writer in
        unsafe writer.id(buffer.baseAddress.unsafelyUnwrapped, buffer.count, asText: asText)
      }
    }
  }

  mutating func count(_ value: Int) {
    separate()
    bytes.extend(by: 24) { $0.decimal(Int64(value)) }
  }

  mutating func share(_ value: Double?) {
    separate()
    guard let value, value.isFinite else { return }
    let rounded = Int64((value * 10_000).rounded())
    bytes.extend(by: 32) { $0.fixed(rounded, places: 4) }
  }

  mutating func flag(_ value: Bool?, where applies: Bool) {
    separate()
    guard applies, let value else { return }
    bytes += Array((value ? "true" : "false").utf8)
  }

  mutating func end() {
    bytes += TableColumns.lineEnd(excel: excel)
    isFirst = true
  }

  mutating func key(_ row: Summary.RateRow, _ rubric: RubricCatalog) {
    text(rubric.techniques[row.technique].id)
    text(row.behavior.map { rubric.behaviors[$0].id } ?? "")
  }

  mutating func rates(_ row: Summary.RateRow) {
    count(row.rate.calls)
    count(row.rate.opportunities)
    separate()
    bytes.extend(by: 32) { $0.halves(Int64(row.rate.metHalves)) }
    share(row.rate.value)
    share(row.rate.interval.low)
    share(row.rate.interval.high)
    share(row.shrunk)
    share(row.previous?.value)
    difference(row.change)
    flag(row.isEnough, where: true)
  }

  mutating func difference(_ difference: Summary.Difference?) {
    share(difference?.value)
    share(difference?.interval.low)
    share(difference?.interval.high)
  }

  mutating func append(_ effect: Summary.CoachingEffect, _ team: String, _ rubric: RubricCatalog) {
    text(team)
    id(effect.agentID)
    text(rubric.techniques[effect.technique].id)
    text(effect.date)
    text(effect.kind)
    count(effect.before?.opportunities ?? 0)
    share(effect.before?.value)
    count(effect.after?.opportunities ?? 0)
    share(effect.after?.value)
    difference(effect.change)
    count(effect.matesBefore?.opportunities ?? 0)
    share(effect.matesBefore?.value)
    count(effect.matesAfter?.opportunities ?? 0)
    share(effect.matesAfter?.value)
    difference(effect.effect)
    flag(effect.effect?.isClear, where: effect.effect != nil)
    end()
  }
}
