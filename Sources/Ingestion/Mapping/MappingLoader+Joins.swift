import Record

/// `joins` and `lookups`.
extension MappingLoader {
  private func source(_ node: MappingNode?, _ owner: MappingNode, _ key: String) throws(Problem) -> Mapping.Source {
    guard let node else { throw owner.problem("\(key) is missing") }
    let name = try node.string(key)
    guard let source = mapping.sources.first(where: { $0.name == name }) else {
      let known = mapping.sources.map(\.name)
      throw node.problem(
        "there is no source \"\(name)\"\(Suggestion.text(for: name, among: known))",
        hint: "sources: \(known.joined(separator: ", "))")
    }
    return source
  }

  mutating func loadJoins(_ node: MappingNode) throws(Problem) {
    guard let items = node.items else { throw node.problem("joins must be a list") }
    for item in items {
      let object = try item.object(of: MappingKeys.join, "a join")
      var join = Mapping.Join(
        from: try source(object["from"], item, "from").name, into: try source(object["into"], item, "into").name)
      guard let on = object["on"] else { throw item.problem("on is missing", hint: "on: conversation_id") }
      if on.members == nil {
        join.left = try MappingLoader.field(on)
        join.right = join.left
      } else {
        let sides = try on.object(of: MappingKeys.joinOn, "on")
        guard let left = sides["left"], let right = sides["right"] else { throw on.problem("on needs left and right") }
        (join.left, join.right) = (try MappingLoader.field(left), try MappingLoader.field(right))
      }
      if let missing = object["missing"] { join.missing = try missing.word("missing", Mapping.Join.Missing.self) }
      if let cardinality = object["cardinality"] {
        join.cardinality = try cardinality.word("cardinality", Mapping.Join.Cardinality.self)
      }
      if let normalize = object["normalize"] { join.normalization = try MappingLoader.normalization(normalize) }
      if let within = object["within"] { join.toleranceMs = try MappingLoader.tolerance(within) }
      mapping.joins.append(join)
    }
  }

  private static func normalization(_ node: MappingNode) throws(Problem) -> MetadataIndex.Normalization {
    var found: MetadataIndex.Normalization = []
    for name in try node.strings("normalize") {
      switch name {
      case "trim": found.insert(.trim)
      case "casefold": found.insert(.casefold)
      default: throw node.problem("unknown normalization \"\(name)\"", hint: "expected trim or casefold")
      }
    }
    return found
  }

  private static func tolerance(_ node: MappingNode) throws(Problem) -> Int64 {
    let object = try node.object(of: MappingKeys.joinWithin, "within")
    if let field = object["field"], try MappingLoader.field(field) != .start {
      throw field.problem("only start can be compared")
    }
    guard let tolerance = object["tolerance"] else {
      throw node.problem("tolerance is missing", hint: "tolerance: 10min")
    }
    let text = Array(try tolerance.string("tolerance").utf8)
    guard let value = DurationText.milliseconds(text, 0..<text.count, unit: .words) else {
      throw tolerance.problem("tolerance must be a duration such as 10min")
    }
    return value
  }

  mutating func loadLookups(_ node: MappingNode) throws(Problem) {
    guard let members = node.members else { throw node.problem("lookups must be an object: a name to its table") }
    for (name, _, value) in members {
      let object = try value.object(of: MappingKeys.lookup, "a lookup")
      guard let match = object["match"], let key = object["key"], let values = object["value"],
        let target = object["applies_to"]
      else { throw value.problem("a lookup needs match, key, value and applies_to") }
      let path = try match.object(of: ["path"], "match")["path"]
      guard let path else { throw match.problem("path is missing") }
      let glob = try path.string("path")
      var format = Mapping.Format.json
      if let node = object["format"] {
        format = try node.word("format", Mapping.Format.self)
      } else if glob.contains(".csv") {
        format = .csv
      }
      let context = RuleContext(format: format, namespaces: nil, defaults: mapping.defaults)
      var lookup = Mapping.Lookup(
        name: name, path: Glob(glob), key: try ValueRule(key, context), values: [],
        appliesTo: try MappingLoader.field(target))
      for (field, keyNode, rule) in values.members ?? [] {
        lookup.values.append((try MappingLoader.field(named: field, keyNode), try ValueRule(rule, context)))
      }
      mapping.lookups.append(lookup)
    }
  }
}
