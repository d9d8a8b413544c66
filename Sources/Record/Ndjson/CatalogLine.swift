extension RubricCatalog {
  /// `technique/behavior`, the name of a behavior wherever it stands alone.
  public func path(ofBehavior index: Int) -> String {
    "\(techniques[behaviors[index].technique].id)/\(behaviors[index].id)"
  }

  /// Appends the catalog as an NDJSON line (`"kind":"rubric"`), with its newline.
  public func append(to sink: inout ByteSink) {
    sink.appendLine(
      "rubric",
      [
        .init("name", .string(name)), .init("version", .string(version)), .init("hash", .string(hash)),
        .init("minimum_opportunities", .number("\(minimumOpportunities)")),
        .init("stock_phrase_limit", .number("\(stockPhraseLimit)")),
        .init("critical_cap", .number("\(criticalCap)")),
        .init("techniques", .array(techniques.map(\.json))), .init("behaviors", .array(behaviors.map(\.json))),
        .init("rules", .array(rules.map { .string($0) })),
      ])
  }

  init(line: JsonValue) throws(JsonFault) {
    guard let name = line["name"]?.string, let hash = line["hash"]?.string else {
      throw JsonFault(offset: 0, message: "a rubric line needs name and hash")
    }
    let techniques = line["techniques"]?.elements.compactMap { Technique(json: $0) } ?? []
    let behaviors = line["behaviors"]?.elements.compactMap { Behavior(json: $0, techniques: techniques.count) } ?? []
    guard techniques.count == line["techniques"]?.elements.count, behaviors.count == line["behaviors"]?.elements.count
    else { throw JsonFault(offset: 0, message: "a rubric line has a technique or behavior without id or place") }
    self.init(
      name: name, version: line["version"]?.string ?? "", hash: hash, techniques: techniques, behaviors: behaviors,
      rules: line["rules"]?.elements.compactMap(\.string) ?? [],
      minimumOpportunities: line["minimum_opportunities"]?.int ?? 10,
      stockPhraseLimit: line["stock_phrase_limit"]?.double ?? 0.5,
      criticalCap: line["critical_cap"]?.double ?? 0.5)
  }
}

extension RubricCatalog.Technique {
  fileprivate var json: JsonValue {
    .object([
      .init("id", .string(id)), .init("title", .string(title)), .init("weight", .number("\(weight)")),
      .init("summary", .string(summary)),
    ])
  }

  fileprivate init?(json: JsonValue) {
    guard let id = json["id"]?.string else { return nil }
    self.init(
      id: id, title: json["title"]?.string ?? id, weight: json["weight"]?.double ?? 1,
      summary: json["summary"]?.string ?? "")
  }
}

extension RubricCatalog.Behavior {
  fileprivate var json: JsonValue {
    .object([
      .init("id", .string(id)), .init("title", .string(title)), .init("technique", .number("\(technique)")),
      .init("weight", .number("\(weight)")), .init("critical", .bool(isCritical)),
      .init("needs_timing", .bool(needsTiming)), .init("observable", .string(observable)),
      .init("opportunity_noun", .string(opportunityNoun)), .init("good", .string(good)), .init("why", .string(why)),
      .init("practice", .string(practice)),
    ])
  }

  fileprivate init?(json: JsonValue, techniques: Int) {
    guard let id = json["id"]?.string, let technique = json["technique"]?.int, (0..<techniques).contains(technique)
    else { return nil }
    self.init(
      id: id, title: json["title"]?.string ?? id, technique: technique, weight: json["weight"]?.double ?? 1,
      isCritical: json["critical"]?.bool ?? false, needsTiming: json["needs_timing"]?.bool ?? false,
      observable: json["observable"]?.string ?? "", opportunityNoun: json["opportunity_noun"]?.string ?? "",
      good: json["good"]?.string ?? "", why: json["why"]?.string ?? "", practice: json["practice"]?.string ?? "")
  }
}
