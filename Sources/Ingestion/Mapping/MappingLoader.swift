import Record

/// Reads a mapping file into a `Mapping`; the first mistake ends it, with its line and the way out.
struct MappingLoader {
  private var mapping = Mapping()

  static func load(_ text: String, file: String) throws(Problem) -> Mapping {
    var loader = MappingLoader()
    loader.mapping.file = file
    try loader.load(try MappingNode.parse(text, file: file))
    return loader.mapping
  }

  private mutating func load(_ root: MappingNode) throws(Problem) {
    let object = try root.object(of: MappingKeys.mapping, "the mapping")
    guard let version = object["version"] else {
      throw root.problem("version is missing", hint: "begin with version: 1")
    }
    guard try version.int("version") == 1 else { throw version.problem("only version 1 is known") }
    mapping.name = try object["name"].map { node throws(Problem) in try node.string("name") } ?? ""
    mapping.title = try object["title"].map { node throws(Problem) in try node.string("title") } ?? ""
    if let node = object["defaults"] { try loadDefaults(node) }
    if let node = object["limits"] { try loadLimits(node) }
    if let node = object["archives"] { try loadArchives(node) }
    if let node = object["roles"] { mapping.roles = try SourceLoader.roles(node) }
    guard let sources = object["sources"], let members = sources.members, !members.isEmpty else {
      throw root.problem("sources is missing", hint: "name at least one source")
    }
    for (name, keyNode, value) in members {
      var loader = SourceLoader(name: name, line: keyNode.line, defaults: mapping.defaults)
      mapping.sources.append(try loader.load(value))
    }
    if let node = object["joins"] { try loadJoins(node) }
    if let node = object["lookups"] { try loadLookups(node) }
    if let node = object["dedupe"] { try loadDedupe(node) }
    if let node = object["on_error"] { try loadErrors(node) }
  }

  private mutating func loadDefaults(_ node: MappingNode) throws(Problem) {
    let object = try node.object(of: MappingKeys.defaults, "defaults")
    if let zone = object["timezone"] { mapping.defaults.zone = try ValueRule.zone(zone) }
    if let language = object["language"] { mapping.defaults.language = try language.string("language") }
    if let values = object["null_values"] { mapping.defaults.nullValues = try values.strings("null_values") }
    if let order = object["ambiguous_dates"] {
      guard let value = DateOrder(rawValue: try order.string("ambiguous_dates")) else {
        throw order.problem("ambiguous_dates must be error, us or eu")
      }
      mapping.defaults.ambiguousDates = value
    }
  }

  private mutating func loadLimits(_ node: MappingNode) throws(Problem) {
    for (key, value) in try node.object(of: MappingKeys.limits, "limits").sorted(by: { $0.key < $1.key }) {
      let number = key.hasSuffix("bytes") ? try value.byteCount(key) : Int64(try value.int(key))
      guard number > 0 else { throw value.problem("\(key) must be more than 0") }
      if key == "xml_depth", number > 256 {
        throw value.problem("xml_depth can be 256 at most", hint: "the XML parser goes no deeper")
      }
      mapping.limits[key] = number
    }
  }

  private mutating func loadArchives(_ node: MappingNode) throws(Problem) {
    let object = try node.object(of: MappingKeys.archives, "archives")
    if let name = object["passphrase_env"] { mapping.passphraseVariable = try name.string("passphrase_env") }
    if let globs = object["ignore"] { mapping.ignored = try globs.strings("ignore").map { Glob($0) } }
  }

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

  private mutating func loadJoins(_ node: MappingNode) throws(Problem) {
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

  static func field(_ node: MappingNode) throws(Problem) -> ConversationField {
    try node.word("field", ConversationField.self)
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

  private mutating func loadLookups(_ node: MappingNode) throws(Problem) {
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

  static func field(named name: String, _ node: MappingNode) throws(Problem) -> ConversationField {
    if let field = ConversationField(rawValue: name) { return field }
    let known = ConversationField.allCases.map(\.rawValue)
    throw node.problem(
      "unknown field \"\(name)\"\(Suggestion.text(for: name, among: known))",
      hint: "fields: \(known.joined(separator: ", "))")
  }

  private mutating func loadDedupe(_ node: MappingNode) throws(Problem) {
    let object = try node.object(of: MappingKeys.dedupe, "dedupe")
    let keep = try object["keep"].map { node throws(Problem) in try node.string("keep") } ?? "latest"
    guard ["latest", "first"].contains(keep) else { throw node.problem("keep must be latest or first") }
    if let key = object["key"] {
      let names = try key.strings("key")
      guard names == ["conversation_id"] || names == ["source", "conversation_id"] else {
        throw key.problem("key can only be conversation_id, or [source, conversation_id]")
      }
    }
    if let by = object["by"], try MappingLoader.field(by) != .lastUpdate { throw by.problem("by must be last_update") }
    mapping.dedupe = Mapping.Dedupe(keepsLatest: keep == "latest")
  }

  private mutating func loadErrors(_ node: MappingNode) throws(Problem) {
    let object = try node.object(of: MappingKeys.onError, "on_error")
    if let record = object["record"], try record.string("record") != "quarantine" {
      throw record.problem("record can only be quarantine", hint: "to end a run at its first reject, give --strict")
    }
    if let file = object["file"], try file.string("file") != "continue" {
      throw file.problem("file can only be continue", hint: "to end a run at its first reject, give --strict")
    }
    mapping.errors.maximumBadShare = try MappingLoader.share(object["max_bad_ratio"], "max_bad_ratio")
    mapping.errors.toleratedBadShare = try MappingLoader.share(object["exit_nonzero_above"], "exit_nonzero_above") ?? 0
  }

  private static func share(_ node: MappingNode?, _ what: String) throws(Problem) -> Double? {
    guard let node else { return nil }
    guard let value = Double(try node.string(what)), (0...1).contains(value) else {
      throw node.problem("\(what) must be between 0 and 1")
    }
    return value
  }
}
