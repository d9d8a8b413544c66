import Record

/// `roles`, of a source or of the whole mapping.
extension SourceLoader {
  static func roles(_ node: MappingNode) throws(Problem) -> Mapping.Roles {
    let object = try node.object(of: MappingKeys.roles, "roles")
    var roles = Mapping.Roles()
    if let matches = object["match_agent_name"], try !matches.bool("match_agent_name") {
      throw matches.problem("match_agent_name can only be true: a label that is the agent's name is always the agent's")
    }
    roles.matchesAgentName = object["match_agent_name"] != nil
    if let unknown = object["unknown"] { roles.unknown = try unknown.word("unknown", Mapping.Roles.Unknown.self) }
    if let heuristic = object["heuristic"] {
      roles.heuristic = try heuristic.word("heuristic", Mapping.Roles.Heuristic.self)
    }
    if let by = object["by"] {
      let name = try by.string("by")
      guard ["channel", "label"].contains(name) else { throw by.problem("by must be channel or label") }
      roles.isByChannel = name == "channel"
    }
    if let others = object["others"] {
      let name = try others.string("others")
      guard let role = role(name) else { throw unknownRole(name, others) }
      roles.others = role
    }
    for (key, keyNode, value) in object["map"]?.members ?? [] {
      if let labels = value.items {
        guard role(key) != nil else { throw unknownRole(key, keyNode) }
        for label in labels { roles.map.append(ValueMapEntry(key: try label.string("a label"), value: key)) }
      } else {
        let name = try value.string("a role")
        guard role(name) != nil else { throw unknownRole(name, value) }
        roles.map.append(ValueMapEntry(key: key, value: name))
      }
    }
    return roles
  }

  static func role(_ name: String) -> Role? { Role.allCases.first { "\($0.name)" == name } }

  private static func unknownRole(_ name: String, _ node: MappingNode) -> Problem {
    let known = Role.allCases.map { "\($0.name)" }
    return node.problem(
      "unknown role \"\(name)\"\(Suggestion.text(for: name, among: known))",
      hint: "roles: \(known.joined(separator: ", "))")
  }
}
