import Aggregation
import Console
import Record
import Reporting
import Synchronization

/// Writes what stands once in a run, the period tables and the pages: lanes share the teams, and what one team's pages say is
/// gone from memory when they are written.
final class PageOutput: Sendable {
  private struct State {
    /// With the rows of the teams before `next`, but for those that are written.
    var rows: PeriodRows
    var next = 0
    var waiting: [Int: PeriodRows] = [:]
    /// By place in the outline; without the agents' rows.
    var pages: [Summary.TeamPage]
  }

  private let draft: SummaryDraft
  private let report: Report
  private let folder: String
  private let empty: PeriodRows
  private let state: Mutex<State>
  private let tables: [OpenFile]

  /// Throws `Failure`, or a `Problem` where no call falls into the period that was asked for.
  init(_ tally: Tally, _ settings: StageSettings, _ folder: String, lanes: Int) throws {
    draft = try SummaryDraft(tally, lanes: lanes)
    report = Report(draft.outline, options: settings.report)
    self.folder = folder
    let rows = PeriodRows(draft.outline, excel: settings.aggregate.excel)
    empty = rows.emptied()
    tables = try rows.tables.map { try OpenFile(writing: "\(folder)/\($0.name)") }
    state = Mutex(State(rows: rows, pages: draft.outline.pages))
  }

  /// Throws `Failure`, or what stopped the run.
  func write(lanes: Int, stop: StopFlag) throws {
    let next = Atomic(0)
    let count = draft.teams.count
    try Lanes.run(max(1, min(lanes, count)), stop: stop) { _ in
      while !stop.isStopping, case let team = next.wrappingAdd(1, ordering: .relaxed).oldValue, team < count {
        try self.write(team)
      }
    }
    let (tail, rest, pages) = state.withLock { ($0.rows.take(), $0.rows.rest, $0.pages) }
    for (table, bytes) in zip(tables, tail) { try table.descriptor.write(bytes) }
    for (name, bytes) in rest { try writeWhole("\(folder)/\(name)", bytes) }
    var summary = draft.outline
    summary.pages = pages
    try write(report.index(summary))
  }

  private func write(_ team: Int) throws {
    var pages = draft.pages(ofTeam: team)
    var rows = empty
    rows.append(pages[...])
    for (index, page) in zip(draft.teams[team], pages) { try write(report.files(ofPage: index, page)) }
    for page in pages.indices {
      for agent in pages[page].agents.indices { pages[page].agents[agent].rows = [] }
    }
    let (own, light) = (rows, pages)
    try state.withLock { state in
      state.pages.replaceSubrange(draft.teams[team], with: light)
      state.waiting[team] = own
      while let rows = state.waiting.removeValue(forKey: state.next) {
        state.rows.append(rows)
        state.next += 1
        for (table, bytes) in zip(tables, state.rows.take()) { try table.descriptor.write(bytes) }
      }
    }
  }

  private func write(_ files: [(path: String, bytes: [UInt8])]) throws {
    for (path, bytes) in files {
      if path.contains("/") { try Folders.make(OutputFolder.split("\(folder)/\(path)").parent, mode: 0o750) }
      try writeWhole("\(folder)/\(path)", bytes)
    }
  }
}
