import Record

/// By what rows and conversations find each other: a field of each that must be the same.
struct JoinKey: Sendable, Hashable {
  var rowField = ConversationField.id
  var conversationField = ConversationField.id
  var normalization: MetadataIndex.Normalization = [.trim, .casefold]
  /// Two starts that are further apart (milliseconds) do not belong together; nil does not look.
  var toleranceMs: Int64?
  /// Whether a row that several conversations find is an error.
  var isOneToOne = false

  /// A value as it is compared.
  func normalized(_ key: [UInt8]) -> [UInt8] {
    var bytes = key
    if normalization.contains(.trim) {
      let range = ArenaText.trimmed(bytes, 0..<bytes.count)
      if range.count < bytes.count { bytes = Array(bytes[range]) }
    }
    if normalization.contains(.casefold) {
      for index in bytes.indices where (65...90).contains(bytes[index]) { bytes[index] |= 0x20 }
    }
    return bytes
  }
}

/// How the rows of one table of metadata are joined with conversations.
struct JoinRule: Sendable {
  /// Tried in this order; the first is the table's own.
  var keys = [JoinKey()]
  var repeats = PackedRows.Repeats.contradict
  /// The leg for whose agent a conversation of several counts; nil where rows are no legs.
  var primary: LegRules.Primary?
  var missing = Mapping.Join.Missing.warn
  /// Whether a row without conversation is a lost conversation (a call without transcript) or only a note (a survey).
  var rowsAreConversations = true
  /// A conversation that names its agent needs no partner; true where no mapping asks for one.
  var isGeneric = true

  init() {}

  /// The rule that a mapping makes for one of its sources.
  init(_ source: CompiledSource) {
    let mapping = source.mapping
    let name = source.source.name
    let joins = mapping.joins.filter { $0.from == name || $0.into == name }
    isGeneric = false
    rowsAreConversations = source.source.emits == .conversation
    if let join = joins.first { missing = join.missing }
    let wanted = joins.map { JoinRule.key($0, of: name) }
    if !wanted.isEmpty {
      keys = []
      for key in wanted where !keys.contains(key) { keys.append(key) }
    }
    let takesMany = joins.first.map { $0.from == name && $0.cardinality == .manyToOne } ?? false
    if let legs = source.source.legs {
      repeats = .collect
      primary = legs.primary
    } else if source.source.isGrouped {
      repeats = .collect
      primary = .longest
    } else if keys[0].toleranceMs != nil || keys[0].rowField != .id || takesMany {
      repeats = .collect
    } else if let dedupe = mapping.dedupe {
      repeats = dedupe.keepsLatest ? .keepLatest : .keepFirst
    }
  }

  private static func key(_ join: Mapping.Join, of source: String) -> JoinKey {
    let isFrom = join.from == source
    return JoinKey(
      rowField: isFrom ? join.left : join.right, conversationField: isFrom ? join.right : join.left,
      normalization: join.normalization, toleranceMs: join.toleranceMs, isOneToOne: join.cardinality == .oneToOne)
  }

  /// Values of a conversation's field.
  static func keys(_ field: ConversationField, _ batch: Batch, _ conversation: Conversation) -> [[UInt8]] {
    if field == .relatedIDs {
      let extras = batch.extras[Int(conversation.extras.lowerBound)..<Int(conversation.extras.upperBound)]
      return extras.filter { batch.arena[$0.key.indices].elementsEqual("related_id".utf8) }
        .map { Array(batch.arena[$0.value.indices]) }
    }
    let range = conversation.text(of: field)
    return range.isEmpty ? [] : [Array(batch.arena[range.indices])]
  }
}
