import Record

/// Reads a mapping file into a `Mapping`; the first mistake ends it, with its line and the way out.
struct MappingLoader {
  var mapping = Mapping()

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
    guard try version.int("version") == 1 else {
      throw version.problem("only version 1 is known", hint: "write version: 1")
    }
    mapping.name = try object["name"].map { node throws(Problem) in try node.string("name") } ?? ""
    mapping.title = try object["title"].map { node throws(Problem) in try node.string("title") } ?? ""
    if let node = object["defaults"] { try loadDefaults(node) }
    if let node = object["limits"] { try loadLimits(node) }
    if let node = object["archives"] { try loadArchives(node) }
    if let node = object["roles"] { mapping.roles = try SourceLoader.roles(node) }
    guard let sources = object["sources"] else {
      throw root.problem("sources is missing", hint: "name at least one source")
    }
    guard let members = sources.members, !members.isEmpty else {
      throw sources.problem(
        "sources must be an object: a name to its source",
        hint: "such as sources: { calls: { format: csv, fields: { conversation_id: call_id } } }")
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

  static func field(_ node: MappingNode) throws(Problem) -> ConversationField {
    try node.word("field", ConversationField.self)
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
    guard ["latest", "first"].contains(keep) else {
      throw (object["keep"] ?? node).problem("keep must be latest or first")
    }
    if let key = object["key"] {
      let names = try key.strings("key")
      guard names == ["conversation_id"] || names == ["source", "conversation_id"] else {
        throw key.problem("key can only be conversation_id, or [source, conversation_id]")
      }
    }
    if let by = object["by"], try MappingLoader.field(by) != .lastUpdate { throw by.problem("by must be last_update") }
    let variant = try object["prefer"].map { node throws(Problem) in
      try node.word("prefer", CopyPreference.Variant.self)
    }
    mapping.dedupe = Mapping.Dedupe(keepsLatest: keep == "latest", variant: variant)
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
