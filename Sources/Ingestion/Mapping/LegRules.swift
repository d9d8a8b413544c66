import Record

/// How the legs of a conversation become one: their order, and the one for whose agent it counts.
struct LegRules: Sendable {
  enum Primary: Sendable {
    case longest, first, last
    /// The first leg with this value in this field (letters' case does not matter).
    case matching(ConversationField, String)
  }

  /// What legs are put into order by; nil for their start.
  var order: ValueRule?
  var primary = Primary.longest

  /// Name of the extra that carries a leg's place until legs are merged.
  static let orderExtra = "leg_order"

  static func load(_ node: MappingNode, _ context: RuleContext) throws(Problem) -> LegRules {
    let object = try node.object(of: MappingKeys.legs, "legs")
    var legs = LegRules()
    if let order = object["order_by"] { legs.order = try ValueRule(order, context) }
    guard let primary = object["primary"] else { return legs }
    if primary.members != nil {
      legs.primary = try matching(primary)
      return legs
    }
    switch try primary.string("primary") {
    case "longest": legs.primary = .longest
    case "first": legs.primary = .first
    case "last": legs.primary = .last
    default: throw primary.problem("primary must be longest, first, last or { where: { field: value } }")
    }
    return legs
  }

  private static func matching(_ node: MappingNode) throws(Problem) -> Primary {
    guard let wanted = try node.object(of: ["where"], "primary")["where"], let member = wanted.members?.first,
      wanted.members?.count == 1
    else { throw node.problem("where must name one field and its value", hint: "primary: { where: { team: East } }") }
    let field = try MappingLoader.field(named: member.key, member.keyNode)
    guard ValueRule.Condition.fields.contains(field) else {
      throw member.keyNode.problem("a leg can't be picked by \(member.key)")
    }
    return .matching(field, try member.value.string("the value").lowercased())
  }
}

extension Conversation {
  /// A text field by its name in a mapping; empty for what is no text.
  func text(of field: ConversationField) -> TextRange {
    switch field {
    case .id: id
    case .channel: channel
    case .direction: direction
    case .queue: queue
    case .team: team
    case .agentID: agentID
    case .agentName: agentName
    case .customerID: customerID
    case .customerName: customerName
    case .language: language
    case .disposition, .status: disposition
    case .relatedIDs, .start, .end, .duration, .csat, .surveyTime, .lastUpdate, .textVariant, .earlierContacts: .empty
    }
  }
}
