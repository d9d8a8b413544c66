import Record

/// What a record says beyond the mapping's fields, kept with its conversation where the source says `keep_extras`.
struct RecordExtras {
  private let header: [String]
  private let columns: [Int]
  private let keepsMembers: Bool
  /// Names at the record's own level that rules read.
  private let used: Set<[UInt8]>
  private let legOrder: ValueRule?

  init(_ source: CompiledSource) {
    header = source.header
    legOrder = source.source.legs?.order
    let rules = source.source.fields.map(\.rule) + (source.source.turn?.fields.map(\.rule) ?? [])
    let sources = rules.flatMap(RecordExtras.sources)
    let cells = Set(sources.compactMap { if case .cell(let index) = $0 { index } else { nil } })
    let isTable = source.source.format == .csv
    columns = isTable && source.source.keepsExtras ? source.header.indices.filter { !cells.contains($0) } : []
    keepsMembers = !isTable && source.source.keepsExtras
    used = Set(sources.compactMap { if case .path(let path) = $0 { RecordExtras.name(path) } else { nil } })
  }

  private static func sources(_ rule: ValueRule) -> [ValueRule.Source] {
    rule.sources + rule.concat.flatMap(sources)
      + rule.condition.flatMap { sources($0.then) + ($0.otherwise.map(sources) ?? []) }
  }

  /// The member or child that a path begins with.
  private static func name(_ path: TreePath) -> [UInt8]? {
    guard !path.isAbsolute, let first = path.steps.first else { return nil }
    switch first.axis {
    case .child(let name, _), .attribute(let name, _): return name
    default: return nil
    }
  }

  func append(_ record: RecordReader, _ conversation: inout Conversation, _ batch: inout Batch) {
    if let rows = record.rows {
      for column in columns where column < rows.cells.count {
        let range = ArenaText.trimmed(rows.text, rows.cells[column])
        if !range.isEmpty { append(header[column].utf8, rows.text[range], &conversation, &batch) }
      }
    } else if keepsMembers {
      appendMembers(record.tree, record.node, &conversation, &batch)
    }
    guard let legOrder else { return }
    var value: [UInt8] = []
    if record.read(legOrder, into: &value) {
      append(LegRules.orderExtra.utf8, value[...], &conversation, &batch)
    }
  }

  /// Members and children of the record itself that hold a plain value.
  private func appendMembers(_ tree: Tree, _ node: Int, _ conversation: inout Conversation, _ batch: inout Batch) {
    guard tree.nodes.indices.contains(node) else { return }
    var value: [UInt8] = []
    var at = node + 1
    while at < tree.end(node) {
      defer { at = tree.next(at) }
      let item = tree.nodes[at]
      if item.kind == .text || item.name.isEmpty || used.contains(Array(tree.bytes[item.name.indices])) { continue }
      if item.kind == .element, !tree.children(at).isEmpty { continue }
      value.removeAll(keepingCapacity: true)
      guard tree.text(at, into: &value) else { continue }
      let range = ArenaText.trimmed(value, 0..<value.count)
      if !range.isEmpty { append(tree.bytes[item.name.indices], value[range], &conversation, &batch) }
    }
  }

  /// Kept in milliseconds: of repeated deliveries the latest counts.
  func append(lastUpdate time: Int64, _ conversation: inout Conversation, _ batch: inout Batch) {
    var digits: [UInt8] = []
    ArenaNumbers.append(decimal: Int(time), to: &digits)
    append("last_update".utf8, digits[...], &conversation, &batch)
  }

  private func append(
    _ key: some Sequence<UInt8>, _ value: ArraySlice<UInt8>, _ conversation: inout Conversation, _ batch: inout Batch
  ) {
    batch.extras.append(Extra(key: batch.append(key), value: batch.append(value)))
    conversation.extras = conversation.extras.lowerBound..<Int32(batch.extras.count)
  }
}
