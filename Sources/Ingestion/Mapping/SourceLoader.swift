import Record

/// Reads one source of a mapping file.
struct SourceLoader {
  private(set) var source: Mapping.Source
  private let defaults: Mapping.Defaults

  init(name: String, line: Int, defaults: Mapping.Defaults) {
    source = Mapping.Source(name: name, line: line)
    self.defaults = defaults
  }

  var context: RuleContext {
    RuleContext(
      format: source.format, namespaces: source.namespaces, defaults: defaults,
      hasDecimalComma: source.csv.hasDecimalComma)
  }

  mutating func load(_ node: MappingNode) throws(Problem) -> Mapping.Source {
    let object = try node.object(of: MappingKeys.source, "source \"\(source.name)\"")
    if let reader = object["reader"] {
      source.reader = try reader.word("reader", TranscriptReader.self)
      source.format = source.reader?.isText == true ? .text : .json
      source.emits = .turns
    }
    if let format = object["format"] { source.format = try format.word("format", Mapping.Format.self) }
    if source.format == .xml { source.namespaces = [:] }
    if let xml = object["xml"] { try loadXml(xml) }
    if let csv = object["csv"] { try loadCsv(csv) }
    if let match = object["match"] { try loadMatch(match) }
    if let emits = object["emits"] { source.emits = try emits.word("emits", Mapping.Emits.self) }
    if let record = object["record"] { try loadRecord(record) }
    if let keep = object["keep_extras"] { source.keepsExtras = try keep.bool("keep_extras") }
    if let roles = object["roles"] { source.roles = try SourceLoader.roles(roles) }
    if let fields = object["fields"] { source.fields = try conversationFields(fields) }
    if let turns = object["turns"] { source.turns = try self.turns(turns) }
    if let turn = object["turn"] { source.turn = try turnRules(turn, "turn") }
    if let group = object["group_by"] { try loadGroup(group) }
    if let legs = object["legs"] { source.legs = try LegRules.load(legs, context) }
    if let order = object["order_by"] { try loadOrder(order) }
    let hasID = source.fields.contains { $0.field == .id || $0.field == .relatedIDs }
    if !hasID, source.reader == nil {
      throw node.problem("source \"\(source.name)\" has no conversation_id", hint: "add it under fields")
    }
    return source
  }

  private mutating func loadXml(_ node: MappingNode) throws(Problem) {
    let object = try node.object(of: MappingKeys.xml, "xml")
    if let allow = object["allow_doctype"] { source.allowsDoctype = try allow.bool("allow_doctype") }
    if let bad = object["on_bad_char"], try bad.string("on_bad_char") != "replace" {
      throw bad.problem("on_bad_char can only be replace")
    }
    let mode = try object["namespace_mode"].map { node throws(Problem) in try node.string("namespace_mode") } ?? "match"
    guard ["match", "ignore"].contains(mode) else { throw node.problem("namespace_mode must be match or ignore") }
    var namespaces: [String: String] = [:]
    for (prefix, _, uri) in object["namespaces"]?.members ?? [] { namespaces[prefix] = try uri.string("a namespace") }
    source.namespaces = mode == "ignore" ? nil : namespaces
  }

  private mutating func loadCsv(_ node: MappingNode) throws(Problem) {
    let object = try node.object(of: MappingKeys.csv, "csv")
    if let encoding = object["encoding"] { source.csv.encoding = try TableEncoding.load(encoding) }
    if let fallback = object["fallback_encoding"] {
      guard case .codePage(let page) = try TableEncoding.load(fallback) else {
        throw fallback.problem("fallback_encoding must be a code page of single bytes", hint: "such as windows-1252")
      }
      source.csv.fallback = page
    }
    if let delimiter = object["delimiter"] {
      let text = try delimiter.string("delimiter")
      if text != "auto" {
        guard let byte = text == "tab" ? 9 : text.utf8.first, text == "tab" || text.utf8.count == 1 else {
          throw delimiter.problem("delimiter must be one character, tab, or auto")
        }
        source.csv.delimiter = byte
      }
    }
    if let row = object["header_row"] {
      switch try row.string("header_row") {
      case "auto": break
      case "none": source.csv.headerRow = 0
      default: source.csv.headerRow = try row.int("header_row")
      }
    }
    if let footer = object["skip_footer"] {
      do throws(PatternError) {
        source.csv.skipFooter = try Pattern(footer.text ?? "")
      } catch {
        throw footer.problem("skip_footer: \(error.message)")
      }
    }
    if let decimal = object["decimal"] {
      let mark = try decimal.string("decimal")
      guard [",", "."].contains(mark) else { throw decimal.problem("decimal must be \",\" or \".\"") }
      source.csv.hasDecimalComma = mark == ","
    }
    if let header = object["repeat_header"], try header.string("repeat_header") != "skip" {
      throw header.problem("repeat_header can only be skip: a header in the middle of a file is never a record")
    }
  }

  private mutating func loadMatch(_ node: MappingNode) throws(Problem) {
    let object = try node.object(of: MappingKeys.match, "match")
    if let path = object["path"] { source.match.path = Glob(try path.string("path")) }
    if let names = object["header_has"] { source.match.headerHas = try names.strings("header_has") }
    if let start = object["starts_with"] { source.match.startsWith = try start.string("starts_with") }
    if let root = object["root"] {
      let text = try root.string("root")
      if text.hasPrefix("{"), let close = text.firstIndex(of: "}") {
        source.match.root = (
          String(text[text.index(after: text.startIndex)..<close]), String(text[text.index(after: close)...])
        )
      } else {
        source.match.root = (nil, text)
      }
    }
    for path in try object["has"]?.strings("has") ?? [] {
      do throws(TreePathError) {
        source.match.has.append(try TreePathParser.json(path))
      } catch {
        throw node.problem("\"\(path)\": \(error.message)")
      }
    }
  }

  /// The record's path is checked here and split up when a file is read.
  private mutating func loadRecord(_ node: MappingNode) throws(Problem) {
    source.record = try node.string("record")
    switch source.format {
    case .json:
      guard JsonRecordPath.parse(source.record) != nil else {
        throw node.problem(
          "\"\(source.record)\" is no record path",
          hint: "expected $, $[*], $.key[*], $.a[*].b[*] or lines; what is in a record is for its fields")
      }
    case .xml:
      do throws(TreePathError) {
        _ = try TreePathParser.xml(source.record, namespaces: source.namespaces)
      } catch {
        throw node.problem("\"\(source.record)\": \(error.message)")
      }
    case .csv, .text: break
    }
  }

  /// Rows are one conversation where they have the same id, so that is what `group_by` has to name.
  private mutating func loadGroup(_ node: MappingNode) throws(Problem) {
    let name = try node.string("group_by")
    let id = source.fields.first { $0.field == .id }
    let sources = id?.rule.sources ?? []
    let wanted = try ValueRule.sources(node, context)
    guard name == ConversationField.id.rawValue || wanted.allSatisfy(sources.contains) else {
      throw node.problem(
        "group_by \(name) is not where conversation_id comes from", hint: "rows of one conversation share its id")
    }
    source.isGrouped = true
  }

  private mutating func loadOrder(_ node: MappingNode) throws(Problem) {
    guard source.turn != nil || source.turns?.each != nil else {
      throw node.problem(
        "order_by puts turns into order, and this source has none", hint: "for legs, see legs: order_by")
    }
    for item in node.items ?? [node] {
      var rule = ValueRule()
      rule.sources = try ValueRule.sources(item, context)
      source.orderBy.append(rule)
    }
  }

  private func conversationFields(_ node: MappingNode) throws(Problem) -> [(field: ConversationField, rule: ValueRule)]
  {
    guard let members = node.members else { throw node.problem("fields must be an object: a field to its value") }
    var fields: [(field: ConversationField, rule: ValueRule)] = []
    for (name, keyNode, value) in members {
      let field = try MappingLoader.field(named: name, keyNode)
      var rule = try ValueRule(value, context)
      if [.start, .end, .surveyTime, .lastUpdate].contains(field), rule.kind != .time {
        rule.kind = .time
        rule.formats = [.automatic]
      }
      if field == .duration, rule.kind != .duration {
        throw value.problem(
          "duration needs a unit",
          hint: "write duration: { from: \(value.text ?? "…"), unit: s }, or ms, min, hms and so on")
      }
      if field == .csat || field == .earlierContacts { rule.kind = .number }
      fields.append((field, rule))
    }
    return fields
  }
}
