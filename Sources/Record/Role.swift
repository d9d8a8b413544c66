/// Who speaks in a turn. Only `agent` is scored and only `customer` gives opportunities.
public enum Role: UInt8, Sendable, CaseIterable {
  case unknown, agent, customer, bot, system, supervisor

  /// The word for it in NDJSON and CSV.
  public var name: StaticString {
    switch self {
    case .unknown: "unknown"
    case .agent: "agent"
    case .customer: "customer"
    case .bot: "bot"
    case .system: "system"
    case .supervisor: "supervisor"
    }
  }
}

/// What a turn is. Only messages are read for evidence.
public enum TurnKind: UInt8, Sendable, CaseIterable {
  case message, event, note, attachment

  /// The word for it in NDJSON.
  public var name: StaticString {
    switch self {
    case .message: "message"
    case .event: "event"
    case .note: "note"
    case .attachment: "attachment"
    }
  }
}
