import Record

/// Small tables that give names to ids: users, queues, dispositions.
struct LookupTables: Sendable {
  struct Table: Sendable {
    var target: ConversationField
    var fields: [ConversationField]
    /// Values of `fields` by key.
    var rows: [[UInt8]: [[UInt8]]] = [:]
  }

  var tables: [Table] = []

  /// Reads one file into the table of a lookup.
  mutating func add(_ bytes: [UInt8], path: String, lookup: Mapping.Lookup, nullValues: [String]) {
    var table = Table(target: lookup.appliesTo, fields: lookup.values.map(\.field))
    var record = RecordReader(path: path, nullValues: nullValues)
    func take(_ key: ValueRule, _ values: [ValueRule]) {
      var id: [UInt8] = []
      guard record.read(key, into: &id) else { return }
      var row: [[UInt8]] = []
      for rule in values {
        var value: [UInt8] = []
        row.append(record.read(rule, into: &value) ? value : [])
      }
      if table.rows[id] == nil { table.rows[id] = row }
    }
    let isTable =
      bytes.first { $0 > 0x20 && $0 < 0x80 } != UInt8(ascii: "{")
      && bytes.first { $0 > 0x20 && $0 < 0x80 } != UInt8(ascii: "[")
    if isTable {
      var rows = DelimitedRows(bytes, 0..<bytes.count, delimiter: UInt8(ascii: ","), firstRow: 1)
      guard rows.next() else { return }
      let names = HeaderNames(rows.cells.indices.map { rows.string($0) })
      let key = lookup.key.bound(names.find)
      let values = lookup.values.map { $0.rule.bound(names.find) }
      while rows.next() {
        record.rows = rows
        take(key, values)
      }
    } else {
      let isArray = bytes.first { $0 > 0x20 && $0 < 0x80 } == UInt8(ascii: "[")
      var records = JsonRecords(bytes, 0..<bytes.count, path: isArray ? .items([]) : .values)
      while (try? records.next(into: &record.tree)) == true { take(lookup.key, lookup.values.map(\.rule)) }
    }
    tables.append(table)
  }

  func apply(to batch: inout Batch) {
    for table in tables {
      for index in batch.conversations.indices {
        guard let key = JoinRule.keys(table.target, batch, batch.conversations[index]).first, let row = table.rows[key]
        else {
          continue
        }
        for (field, value) in zip(table.fields, row) where !value.isEmpty { set(field, value, index, &batch) }
      }
    }
  }

  private func set(_ field: ConversationField, _ value: [UInt8], _ index: Int, _ batch: inout Batch) {
    let range = batch.append(value)
    switch field {
    case .agentID: batch.conversations[index].agentID = range
    case .agentName: batch.conversations[index].agentName = range
    case .team: batch.conversations[index].team = range
    case .queue: batch.conversations[index].queue = range
    case .customerID: batch.conversations[index].customerID = range
    case .customerName: batch.conversations[index].customerName = range
    case .disposition: batch.conversations[index].disposition = range
    case .language: batch.conversations[index].language = range
    default: break
    }
  }
}
