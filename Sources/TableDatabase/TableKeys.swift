import Record

/// What the database knows of the tables beside their columns: keys, references, and the indexes that questions need.
enum TableKeys {
  private struct Keys {
    /// Columns that are never empty and together unique: the primary key.
    var primary: [String] = []
    /// Columns that are together unique where an empty cell counts as a value of its own.
    var unique: [String] = []
    /// Columns, and the table whose primary key they are.
    var references: [(columns: [String], table: String)] = []
    var indexes: [[String]] = []
  }

  private static func keys(of table: String) -> Keys {
    switch table {
    case "calls": Keys(primary: ["conversation_id"], indexes: [["team", "agent_id"], ["started_at"]])
    case "scores":
      Keys(
        primary: ["conversation_id", "technique", "behavior"], references: [(["conversation_id"], "calls")],
        indexes: [["technique", "behavior", "status"]])
    case "evidence":
      Keys(
        references: [(["conversation_id"], "calls"), (["conversation_id", "technique", "behavior"], "scores")],
        indexes: [["conversation_id", "turn"], ["technique", "behavior", "polarity"]])
    case "not_scored": Keys(indexes: [["stage", "reason"]])
    case "agent_period":
      Keys(unique: ["period", "team", "agent_id", "technique", "behavior"], indexes: [["agent_id", "period"]])
    case "team_period": Keys(unique: ["period", "team", "technique", "behavior"])
    default: Keys()
    }
  }

  /// SQLite's type for a field's type in the data dictionary.
  static func type(of field: SchemaField) -> String {
    switch field.type {
    case "integer", "flag": "INTEGER"
    case "number", "share": "REAL"
    default: "TEXT"
    }
  }

  static func creation(of source: TableDatabase.Source) -> String {
    let keys = keys(of: source.name)
    var lines = source.columns.map { field in
      "\(quoted(field.name)) \(type(of: field))" + (keys.primary.contains(field.name) ? " NOT NULL" : "")
    }
    if !keys.primary.isEmpty { lines.append("PRIMARY KEY (\(list(keys.primary)))") }
    for reference in keys.references {
      lines.append("FOREIGN KEY (\(list(reference.columns))) REFERENCES \(quoted(reference.table))")
    }
    // A table that is its own index: half the size, and all of a conversation side by side.
    let isClustered = !keys.primary.isEmpty
    return "CREATE TABLE \(quoted(source.name)) (\n  \(lines.joined(separator: ",\n  "))\n)"
      + (isClustered ? " WITHOUT ROWID" : "")
  }

  static func indexes(of source: TableDatabase.Source) -> [String] {
    let keys = keys(of: source.name)
    var statements = keys.indexes.map { columns in
      "CREATE INDEX \(quoted("\(source.name)_by_\(columns.joined(separator: "_"))")) ON \(quoted(source.name)) (\(list(columns)))"
    }
    if !keys.unique.isEmpty {
      let columns = keys.unique.map { "ifnull(\(quoted($0)), '')" }.joined(separator: ", ")
      statements.append("CREATE UNIQUE INDEX \(quoted("\(source.name)_key")) ON \(quoted(source.name)) (\(columns))")
    }
    return statements
  }

  private static func list(_ columns: [String]) -> String { columns.map(quoted).joined(separator: ", ") }

  /// A name as SQL takes it whatever it is (`when` is a keyword).
  static func quoted(_ name: String) -> String { "\"\(name)\"" }
}
