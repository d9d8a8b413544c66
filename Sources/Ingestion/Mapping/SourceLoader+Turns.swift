import Record

/// `turns` and `turn` of a source.
extension SourceLoader {
  func turnRules(_ node: MappingNode, _ what: String) throws(Problem) -> Mapping.TurnRules {
    try rules(try node.object(of: MappingKeys.turn, what), node, what)
  }

  func turns(_ node: MappingNode) throws(Problem) -> Mapping.Turns {
    let object = try node.object(of: MappingKeys.turns, "turns")
    var turns = Mapping.Turns()
    if let cell = object["split_cell"] {
      turns.cell = try ValueRule(cell, context)
      if let line = object["line"] {
        do throws(PatternError) {
          turns.line = try Pattern(line.text ?? "")
        } catch {
          throw line.problem("line: \(error.message)")
        }
        guard turns.line?.names["text"] != nil else {
          throw line.problem("line has no group named text", hint: "(?<text>.*)")
        }
      }
      if let continuation = object["continuation"] {
        let name = try continuation.string("continuation")
        guard ["append", "skip"].contains(name) else {
          throw continuation.problem("continuation must be append or skip")
        }
        turns.appendsLines = name == "append"
      }
      return turns
    }
    guard let each = object["each"] else {
      throw node.problem(
        "turns needs each or split_cell",
        hint: "each: where turns stand in the record; split_cell: the value that holds a whole transcript")
    }
    let path = try each.string("each")
    do throws(TreePathError) {
      turns.each =
        source.format == .xml
        ? try TreePathParser.xml(path, namespaces: source.namespaces) : try TreePathParser.json(path)
    } catch {
      throw each.problem(error.message)
    }
    if let first = object["first"] { turns.first = try turnRules(first, "first") }
    turns.rules = try rules(object, node, "turns")
    return turns
  }

  private func rules(
    _ object: [String: MappingNode], _ node: MappingNode, _ what: String
  ) throws(Problem) -> Mapping.TurnRules {
    var rules = Mapping.TurnRules()
    for field in TurnField.allCases {
      guard let value = object[field.rawValue] else { continue }
      var rule = try ValueRule(value, context)
      if field == .at, rule.kind == .text { (rule.kind, rule.formats) = (.time, [.automatic]) }
      if [.start, .end, .length].contains(field), rule.kind == .text {
        (rule.kind, rule.unit) = (.duration, .milliseconds)
      }
      rules.fields.append((field, rule))
    }
    guard object["text"] != nil else {
      throw node.problem("\(what) has no text", hint: "say where it stands, such as text: body")
    }
    return rules
  }
}
