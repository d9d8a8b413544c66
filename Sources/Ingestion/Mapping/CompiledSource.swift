import Record

/// A source of a mapping made ready for one kind of file: columns looked up, roles merged. Shared by all lanes.
final class CompiledSource: Sendable {
  let mapping: Mapping
  let source: Mapping.Source
  let assumedOffset: Int?
  /// Where a table's cells end, and what its columns are called.
  let delimiter: UInt8
  let header: [String]
  let orders: [Int: DateOrder]
  let shape: XmlShape?
  let recordPath: TreePath?

  init(
    mapping: Mapping, source: Mapping.Source, assumedOffset: Int?, delimiter: UInt8 = UInt8(ascii: ","),
    header: [String] = [],
    orders: [Int: DateOrder] = [:], shape: XmlShape? = nil
  ) {
    let names = HeaderNames(header)
    var source = source
    if source.format == .csv {
      source.fields = source.fields.map { ($0.field, $0.rule.bound(names.find)) }
      if let turn = source.turn {
        source.turn = Mapping.TurnRules(fields: turn.fields.map { ($0.field, $0.rule.bound(names.find)) })
      }
      if let cell = source.turns?.cell { source.turns?.cell = cell.bound(names.find) }
      source.orderBy = source.orderBy.map { $0.bound(names.find) }
      if let order = source.legs?.order { source.legs?.order = order.bound(names.find) }
    }
    self.mapping = mapping
    self.source = source
    self.assumedOffset = assumedOffset
    self.delimiter = delimiter
    self.header = header
    self.orders = orders
    self.shape = shape
    recordPath = source.format == .xml ? try? TreePathParser.xml(source.record, namespaces: source.namespaces) : nil
  }

  /// Whether its conversations have no turns of their own: the small side of a join.
  var isMetadata: Bool {
    source.emits != .turns && source.turns == nil && source.turn == nil && source.reader == nil
  }

  /// Column of the conversation's id, by which rows of one conversation are kept together; nil for an id made of
  /// several.
  var idColumn: Int? {
    guard let rule = source.fields.first(where: { $0.field == .id })?.rule, rule.concat.isEmpty else { return nil }
    for source in rule.sources { if case .cell(let index) = source { return index } }
    return nil
  }

  func roleMap() -> RoleMap {
    var map = RoleMap(source.roles.map, mapping.roles.map, others: source.roles.others ?? mapping.roles.others)
    map.matchesAgentName = source.roles.matchesAgentName || mapping.roles.matchesAgentName
    map.guessesFirstIsAgent = [source.roles.heuristic, mapping.roles.heuristic].contains(.firstSpeakerIsAgent)
    map.refusesUnknown = [source.roles.unknown, mapping.roles.unknown].contains(.error)
    return map
  }
}
