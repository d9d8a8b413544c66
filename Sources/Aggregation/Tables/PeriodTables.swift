public import Record

/// The tables of rates, from the very numbers that the pages show: `agent_period.csv`, `team_period.csv`; where a coaching log was
/// given, `coaching_effect.csv`; where overrides were given, `overrides_applied.csv`.
public func periodTables(_ summary: Summary, excel: Bool = false) -> [(name: String, bytes: [UInt8])] {
  var rows = PeriodRows(summary, excel: excel)
  var start = 0
  while start < summary.pages.count {
    let team = summary.pages[start...].prefix { $0.team == summary.pages[start].team }
    rows.append(team)
    start = team.endIndex
  }
  return rows.tables + rows.rest
}

/// The rows of these tables, team by team; a summary's outline is enough to begin with.
public struct PeriodRows: Sendable {
  /// `agent_period.csv` and `team_period.csv`: the header and the rows so far.
  public var tables: [(name: String, bytes: [UInt8])] {
    [("agent_period.csv", agents.bytes), ("team_period.csv", teams.bytes)]
  }
  /// The tables that few runs have, whole once all teams were appended.
  public var rest: [(name: String, bytes: [UInt8])] {
    var tables: [(name: String, bytes: [UInt8])] = []
    if hasCoaching { tables.append(("coaching_effect.csv", coaching.bytes)) }
    if !outline.overrides.isEmpty { tables.append(("overrides_applied.csv", overrides(outline, excel: excel))) }
    return tables
  }

  private var agents: PeriodTable
  private var teams: PeriodTable
  private var coaching: PeriodTable
  private var hasCoaching = false
  private let keys: RowKeys
  private let outline: Summary
  private let excel: Bool

  public init(_ outline: Summary, excel: Bool) {
    agents = PeriodTable(columns: TableColumns.agentPeriod, excel: excel)
    teams = PeriodTable(columns: TableColumns.teamPeriod, excel: excel)
    coaching = PeriodTable(columns: TableColumns.coachingEffect, excel: excel)
    keys = RowKeys(outline.rubric)
    self.outline = outline
    self.excel = excel
  }

  /// The same without any row, nor headers: for rows that go behind others.
  public func emptied() -> PeriodRows {
    var rows = self
    rows.agents.removeAll()
    rows.teams.removeAll()
    rows.coaching.removeAll()
    rows.hasCoaching = false
    return rows
  }

  /// Takes the bytes of `tables` out: they are written, and the next ones go behind them.
  public mutating func take() -> [[UInt8]] {
    defer {
      agents.removeAll()
      teams.removeAll()
    }
    return [agents.bytes, teams.bytes]
  }

  /// Appends what `emptied` rows have got since.
  public mutating func append(_ other: PeriodRows) {
    agents.append(other.agents)
    teams.append(other.teams)
    coaching.append(other.coaching)
    hasCoaching = hasCoaching || other.hasCoaching
  }

  /// Appends the rows of one team's pages.
  public mutating func append(_ pages: ArraySlice<Summary.TeamPage>) {
    for page in pages {
      appendTeam(page)
      appendAgents(page)
      if !page.coaching.isEmpty { hasCoaching = true }
    }
    // The last page of a team has the whole of its coachings.
    guard let last = pages.last else { return }
    for effect in last.coaching { Aggregation.append(effect, of: last.team, outline.rubric, to: &coaching) }
  }

  private mutating func appendTeam(_ page: Summary.TeamPage) {
    let prefix = teams.prefix([outline.periods[page.period].id, page.team])
    for row in page.rows {
      teams.append(prefix, keys[row]) { writer in
        writer.rates(row)
        writer.flag(row.isEnough ? row.change?.isClear : nil)
        writer.byte(0x2C)
        writer.halves(Int64(row.rate.repeatHalves))
      }
    }
  }

  private mutating func appendAgents(_ page: Summary.TeamPage) {
    for agent in page.agents {
      let prefix = agents.prefix([outline.periods[page.period].id, page.team], id: agent.id)
      for row in agent.rows {
        agents.append(prefix, keys[row]) { writer in
          writer.rates(row)
          writer.flag(row.isEnough ? row.gap?.isClear : nil)
          writer.byte(0x2C)
          writer.flag(row.isEnough ? row.change?.isClear : nil)
          writer.byte(0x2C)
          writer.share(row.expected)
          writer.difference(row.gap)
          writer.halves(Int64(row.rate.repeatHalves))
        }
      }
    }
  }
}

/// The audit table: every override beside the machine's verdict; `applied` is false where its call was not in the input.
private func overrides(_ summary: Summary, excel: Bool) -> [UInt8] {
  var table = PeriodTable(columns: TableColumns.overridesApplied, excel: excel)
  for item in summary.overrides {
    let behavior = summary.rubric.behaviors[item.behavior]
    let key = table.prefix([], id: item.call)
    let rest = table.prefix([
      summary.rubric.techniques[behavior.technique].id, behavior.id, item.machine, item.verdict, item.who, item.why,
      item.when,
    ])
    table.append(key, rest) { $0.flag(!item.machine.isEmpty) }
  }
  return table.bytes
}

private func append(
  _ effect: Summary.CoachingEffect, of team: String, _ rubric: RubricCatalog, to table: inout PeriodTable
) {
  let key = table.prefix([team], id: effect.agentID)
  let rest = table.prefix([rubric.techniques[effect.technique].id, effect.date, effect.kind])
  table.append(key, rest) { writer in
    writer.rate(effect.before)
    writer.rate(effect.after)
    writer.difference(effect.change)
    writer.rate(effect.matesBefore)
    writer.rate(effect.matesAfter)
    writer.difference(effect.effect)
    writer.flag(effect.effect?.isClear)
  }
}

/// `technique,behavior,` of every row, rendered once.
private struct RowKeys: Sendable {
  private let techniques: [[UInt8]]
  private let behaviors: [[UInt8]]

  init(_ rubric: RubricCatalog) {
    let techniques = rubric.techniques.map { RowPieces.cell($0.id) + [0x2C] }
    self.techniques = techniques.map { $0 + [0x2C] }
    behaviors = rubric.behaviors.map { techniques[$0.technique] + RowPieces.cell($0.id) + [0x2C] }
  }

  subscript(row: Summary.RateRow) -> [UInt8] { row.behavior.map { behaviors[$0] } ?? techniques[row.technique] }
}

/// Builds one table row by row. Rates and bounds have four decimals; what doesn't apply is an empty cell.
struct PeriodTable: Sendable {
  private(set) var bytes: [UInt8]
  private let excel: Bool

  init(columns: [String], excel: Bool) {
    bytes = TableColumns.header(columns, excel: excel)
    self.excel = excel
  }

  mutating func removeAll() { bytes.removeAll() }

  mutating func append(_ other: PeriodTable) { bytes += other.bytes }

  /// Renders what many rows begin with: texts, and ids behind them.
  func prefix(_ texts: [String], id: String? = nil) -> [UInt8] {
    var out: [UInt8] = []
    for text in texts { out += RowPieces.cell(text) + [0x2C] }
    guard let id else { return out }
    let source = Array(id.utf8)
    let asText = excel
    unsafe source.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      out.extend(by: RowWriter.room(buffer.count)) { writer in unsafe writer.id(base, buffer.count, asText: asText) }
    }
    return out + [0x2C]
  }

  /// Appends one row: a prefix, then the numbers that `body` writes (each cell behind the first begins with its comma).
  mutating func append(_ prefix: [UInt8], _ key: [UInt8], _ body: (inout RowWriter) -> Void) {
    let lineEnd = TableColumns.lineEnd(excel: excel)
    bytes.extend(by: prefix.count + key.count + 640) { writer in
      writer.raw(prefix)
      writer.raw(key)
      body(&writer)
      writer.raw(lineEnd)
    }
  }
}

extension RowWriter {
  mutating func count(_ value: Int) {
    decimal(Int64(value))
    byte(0x2C)
  }

  /// A number in four decimals and its comma; the comma alone for nil.
  mutating func share(_ value: Double?, last: Bool = false) {
    if let value, value.isFinite { fixed(Int64((value * 10_000).rounded()), places: 4) }
    if !last { byte(0x2C) }
  }

  mutating func difference(_ difference: Summary.Difference?, last: Bool = false) {
    share(difference?.value)
    share(difference?.interval.low)
    share(difference?.interval.high, last: last)
  }

  mutating func flag(_ value: Bool?) {
    guard let value else { return }
    for character in (value ? "true" : "false").utf8 { byte(character) }
  }

  mutating func rates(_ row: Summary.RateRow) {
    count(row.rate.calls)
    count(row.rate.opportunities)
    halves(Int64(row.rate.metHalves))
    byte(0x2C)
    share(row.rate.value)
    share(row.rate.interval.low)
    share(row.rate.interval.high)
    share(row.shrunk)
    share(row.previous?.value)
    difference(row.change)
    flag(row.isEnough)
    byte(0x2C)
  }

  mutating func rate(_ rate: Summary.Rate?) {
    count(rate?.opportunities ?? 0)
    share(rate?.value)
  }
}
