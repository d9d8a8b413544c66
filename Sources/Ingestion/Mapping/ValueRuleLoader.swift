import Record

/// What a rule's texts mean: columns in a table, paths in a record.
struct RuleContext {
  var format: Mapping.Format
  var namespaces: [String: String]?
  var defaults: Mapping.Defaults
  var hasDecimalComma = false
}

extension ValueRule {
  /// A column or path, a list of them (the first that is not empty), or an object.
  init(_ node: MappingNode, _ context: RuleContext) throws(Problem) {
    line = node.line
    nullValues = nil
    hasDecimalComma = context.hasDecimalComma
    if node.members == nil {
      sources = try ValueRule.sources(node, context)
      return
    }
    let object = try node.object(of: MappingKeys.value, "a field")
    if let from = object["from"] { sources = try ValueRule.sources(from, context) }
    if let join = object["join"] {
      sources = try ValueRule.sources(join, context)
      isJoined = true
    }
    constant = try object["const"].map { node throws(Problem) in try node.string("const") }
    if let parts = object["concat"] {
      for part in parts.items ?? [parts] { concat.append(try ValueRule.part(part, context)) }
    }
    try loadSteps(object, context)
    try loadTypes(object, context)
    if let when = object["when"] {
      var branch = try ValueRule.condition(when, object, node, context)
      // What is done to the value is the same whichever column it comes from, unless `else` says its own.
      var then = self
      (then.sources, then.constant, then.concat) = (branch.then.sources, nil, [])
      branch.then = then
      condition = [branch]
    }
    if let fallback = object["default"] { self.fallback = try fallback.string("default") }
    if let required = object["required"] { isRequired = try required.bool("required") }
    guard !sources.isEmpty || constant != nil || !concat.isEmpty || fallback != nil || !condition.isEmpty else {
      throw node.problem("the field has no value", hint: "give it from, const or concat")
    }
  }

  /// A part of `concat`: a text stands for itself, an object is a rule.
  private static func part(_ node: MappingNode, _ context: RuleContext) throws(Problem) -> ValueRule {
    if node.members != nil { return try ValueRule(node, context) }
    var rule = ValueRule()
    rule.constant = try node.string("a part of concat")
    return rule
  }

  private static func condition(
    _ when: MappingNode, _ object: [String: MappingNode], _ node: MappingNode, _ context: RuleContext
  ) throws(Problem) -> Condition {
    guard let (key, keyNode, value) = when.members?.first, when.members?.count == 1 else {
      throw when.problem("when must name one field and its value", hint: "such as when: { direction: inbound }")
    }
    guard let field = ConversationField(rawValue: key) else {
      throw keyNode.problem(
        "unknown field \"\(key)\"\(Suggestion.text(for: key, among: ConversationField.allCases.map(\.rawValue)))",
        hint: "when can look at \(Condition.fields.map(\.rawValue).joined(separator: ", "))")
    }
    guard Condition.fields.contains(field) else {
      throw keyNode.problem(
        "when can't look at \(key)", hint: "it can at \(Condition.fields.map(\.rawValue).joined(separator: ", "))")
    }
    guard let from = object["from"] else { throw node.problem("a field with when needs from") }
    var then = ValueRule()
    then.sources = try sources(from, context)
    var otherwise: ValueRule?
    if let other = object["else"] { otherwise = try ValueRule(other, context) }
    return Condition(field: field, value: try value.string("the value"), then: then, otherwise: otherwise)
  }

  static func sources(_ node: MappingNode, _ context: RuleContext) throws(Problem) -> [Source] {
    var found: [Source] = []
    for item in node.items ?? [node] {
      let text = try item.string("a column or path")
      switch text {
      case "$filename": found.append(.fileName)
      case "$path": found.append(.filePath)
      default: found.append(try source(text, item, context))
      }
    }
    return found
  }

  private static func source(_ text: String, _ node: MappingNode, _ context: RuleContext) throws(Problem) -> Source {
    do throws(TreePathError) {
      switch context.format {
      case .csv, .text: return .column(text)
      case .json: return .path(try TreePathParser.json(text))
      case .xml: return .path(try TreePathParser.xml(text, namespaces: context.namespaces))
      }
    } catch {
      throw node.problem("\"\(text)\": \(error.message)")
    }
  }

  private mutating func loadSteps(_ object: [String: MappingNode], _ context: RuleContext) throws(Problem) {
    if let node = object["regex"] {
      do throws(PatternError) {
        pattern = try Pattern(node.text ?? "")
      } catch {
        throw node.problem("regex: \(error.message)")
      }
    }
    if let node = object["pick"] {
      pick = try node.int("pick")
      if let pattern, let pick, pick < 0 || pick > pattern.groupCount {
        throw node.problem("pick \(pick) is no group of the regex, which has \(pattern.groupCount)")
      }
    }
    if let node = object["split"] {
      separator = try node.string("split")
      if pick == nil { throw node.problem("split needs pick", hint: "pick: 0 is the first part, pick: -1 the last") }
    }
    if let node = object["map"] { map = try ValueRule.map(node) }
    if let node = object["null_values"] { nullValues = try node.strings("null_values") }
  }

  static func map(_ node: MappingNode) throws(Problem) -> [ValueMapEntry] {
    guard let members = node.members else {
      throw node.problem(
        "map must be an object: value in the file to value wanted", hint: "such as map: { in: inbound, out: outbound }")
    }
    var entries: [ValueMapEntry] = []
    for (key, _, value) in members {
      guard let text = value.scalarText else { throw value.problem("a value of map must be a text") }
      entries.append(ValueMapEntry(key: key, value: text))
    }
    return entries
  }

  private mutating func loadTypes(_ object: [String: MappingNode], _ context: RuleContext) throws(Problem) {
    if let node = object["type"] { kind = try node.word("type", Kind.self) }
    if let node = object["unit"] {
      unit = try node.word("unit", DurationUnit.self)
      if object["type"] == nil { kind = .duration }
    }
    if kind == .duration, unit == nil {
      throw (object["type"] ?? object["unit"])?.problem(
        "a duration needs a unit", hint: "one of \(DurationUnit.allCases.map(\.rawValue).joined(separator: ", "))")
        ?? Problem("a duration needs a unit")
    }
    if let node = object["format"] {
      for name in try node.strings("format") { formats.append(try ValueRule.format(name, node)) }
      if object["type"] == nil { kind = .time }
    }
    if kind == .time, formats.isEmpty { formats = [.automatic] }
    if let node = object["tz"] ?? object["timezone"] { zone = try ValueRule.zone(node) }
    if let node = object["scale"] { scale = try ValueRule.scale(node) }
  }

  private static func format(_ name: String, _ node: MappingNode) throws(Problem) -> TimeFormat {
    do throws(TimePatternError) {
      return try TimeFormat(named: name)
    } catch {
      throw node.problem(
        "\"\(error.letter)\" in the time format \"\(name)\" is no field",
        hint: "put plain text into single quotes, or use iso8601, epoch_s, epoch_ms, epoch_us, excel_serial, auto")
    }
  }

  static func zone(_ node: MappingNode) throws(Problem) -> TimeZoneRule {
    let name = try node.string("timezone")
    do throws(Problem) {
      return try TimeZoneRule(named: name)
    } catch {
      throw node.problem(error.message, hint: error.hint)
    }
  }

  private static func scale(_ node: MappingNode) throws(Problem) -> Scale {
    let object = try node.object(of: MappingKeys.scale, "scale")
    func ends(_ key: String) throws(Problem) -> [Double] {
      let numbers = try object[key]?.strings("scale").compactMap { Double($0) } ?? []
      guard numbers.count == 2, key == "to" || numbers[0] != numbers[1] else {
        throw node.problem("scale needs two different numbers each for from and to")
      }
      return numbers
    }
    return Scale(from: try ends("from"), to: try ends("to"))
  }
}
