import Record

/// How the rows of one table of metadata are joined with conversations.
struct JoinRule: Sendable {
  /// The field of the rows, and the field of the conversations, that must be the same.
  var rowField = ConversationField.id
  var conversationField = ConversationField.id
  var normalization: MetadataIndex.Normalization = [.trim, .casefold]
  var repeats = PackedRows.Repeats.contradict
  /// The leg for whose agent a conversation of several counts; nil where rows are no legs.
  var primary: Mapping.Legs.Primary?
  var missing = Mapping.Join.Missing.warn
  var toleranceMs: Int64?
  /// Whether a row without conversation is a lost conversation (a call without transcript) or only a note (a survey).
  var rowsAreConversations = true
  /// A conversation that names its agent needs no partner; true where no mapping asks for one.
  var isGeneric = true

  init() {}

  /// The rule that a mapping makes for one of its sources.
  init(_ source: CompiledSource) {
    let mapping = source.mapping
    let name = source.source.name
    isGeneric = false
    rowsAreConversations = source.source.emits == .conversation
    if let join = mapping.joins.first(where: { $0.from == name || $0.into == name }) {
      let isFrom = join.from == name
      rowField = isFrom ? join.left : join.right
      conversationField = isFrom ? join.right : join.left
      normalization = join.normalization
      missing = join.missing
      toleranceMs = join.toleranceMs
    }
    if let legs = source.source.legs {
      repeats = .collect
      primary = legs.primary
    } else if toleranceMs != nil || rowField != .id {
      repeats = .collect
    } else if mapping.dedupe?.keepsLatest == true {
      repeats = .keepLatest
    }
  }

  /// Values of a conversation's field.
  static func keys(_ field: ConversationField, _ batch: Batch, _ conversation: Conversation) -> [[UInt8]] {
    let range: TextRange
    switch field {
    case .id: range = conversation.id
    case .agentID: range = conversation.agentID
    case .agentName: range = conversation.agentName
    case .customerID: range = conversation.customerID
    case .customerName: range = conversation.customerName
    case .queue: range = conversation.queue
    case .team: range = conversation.team
    case .relatedIDs:
      let extras = batch.extras[Int(conversation.extras.lowerBound)..<Int(conversation.extras.upperBound)]
      return extras.filter { batch.arena[$0.key.indices].elementsEqual("related_id".utf8) }
        .map { Array(batch.arena[$0.value.indices]) }
    default: return []
    }
    return range.isEmpty ? [] : [Array(batch.arena[range.indices])]
  }
}
