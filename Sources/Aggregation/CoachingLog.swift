public import Record

/// Who was coached in what and when: the log that a team lead keeps, read from a CSV (agent, technique, date, kind).
public struct CoachingLog: Sendable, Hashable {
  /// One coaching.
  public struct Entry: Sendable, Hashable {
    public var agent: String
    /// Id of a technique in the rubric.
    public var technique: String
    /// Days since 1970-01-01.
    public var day: Int
    public var kind: String

    public init(agent: String, technique: String, day: Int, kind: String) {
      self.agent = agent
      self.technique = technique
      self.day = day
      self.kind = kind
    }
  }

  public var entries: [Entry] = []

  public init() {}

  /// Reads the log.
  /// - Throws: a `Problem` with the line of a technique that the rubric doesn't have or of a date that is none.
  public init(parsing bytes: [UInt8], file: String, catalog: RubricCatalog) throws(Problem) {
    let table = try SideTable(
      parsing: bytes, file: file, required: ["technique", "date"], optional: ["agent_id", "agent", "kind"])
    guard table.columns.contains("agent_id") || table.columns.contains("agent") else {
      throw Problem(file: file, line: 1, "column \"agent_id\" is missing", hint: "needed: agent_id, technique, date")
    }
    let known = catalog.techniques.map(\.id)
    for row in table.rows {
      let technique = table[row, "technique"]
      guard known.contains(technique) else {
        throw table.problem(
          row, "unknown technique \"\(technique)\"\(Suggestion.text(for: technique, among: known))",
          hint: "techniques: \(known.joined(separator: ", "))")
      }
      let date = table[row, "date"]
      guard date.utf8.count == 10, let time = IsoTime(Array(date.utf8)) else {
        throw table.problem(row, "\"\(date)\" is no date (expected YYYY-MM-DD)")
      }
      entries.append(
        Entry(
          agent: table[row, "agent_id"].isEmpty ? table[row, "agent"] : table[row, "agent_id"], technique: technique,
          day: Int(CivilTime.floorDivide(time.milliseconds, CivilTime.millisecondsPerDay).quotient),
          kind: table[row, "kind"]))
    }
  }
}
