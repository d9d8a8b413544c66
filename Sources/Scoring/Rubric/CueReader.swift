import Record

/// Reads the cues of a rubric file.
struct CueReader {
  private static let keys = ["who", "says", "any", "not_negated", "except", "also", "if", "comment"]
  private static let conditionKeys = [
    "cue", "no_cue", "words", "question", "only", "place", "before", "not_before", "overlap", "echo",
    "capitals", "marks", "model",
  ]

  static func cue(_ id: String, _ key: YamlNode, _ node: YamlNode) -> CueSource {
    var cue = CueSource(place: key.place)
    cue.id = id
    if !isKebab(id) { key.report("\"\(id)\" is no kebab-case name", hint: "small letters, digits and single hyphens") }
    let members = node.members("cue \"\(id)\"", of: keys)
    if let who = members["who"] { cue.who = speaker(who) }
    cue.says = members["says"]?.text("says") ?? ""
    cue.any = members["any"]?.items.map(\.pattern) ?? []
    cue.except = members["except"]?.items.map(\.pattern) ?? []
    cue.also = members["also"].map(references) ?? []
    cue.notNegated = members["not_negated"]?.bool("not_negated") ?? false
    if let conditions = members["if"] { cue.conditions = self.conditions(conditions) }
    if cue.any.isEmpty && cue.also.isEmpty {
      let some = cue.conditions
      if some.only.isEmpty && some.words == nil && some.cue.isEmpty && some.model == nil && some.question == nil
        && some.overlap == nil
        && some.echo == nil && some.before == nil && some.capitals == nil && some.marks == nil
      {
        key.report(
          "cue \"\(id)\" has nothing that could make it fire",
          hint: "give it any:, also:, or if: with only, words, cue, question, overlap or model")
      }
    }
    return cue
  }

  static func references(_ node: YamlNode) -> [RubricSource.Reference] {
    node.items.map { .init(name: $0.text("a name"), place: $0.place) }
  }

  static func speaker(_ node: YamlNode) -> Speaker {
    switch node.text("who") {
    case "any", "both": return .any
    case "agent": return .agent
    case "customer": return .customer
    case let other:
      node.report("unknown speaker \"\(other)\"", hint: "expected agent, customer or any")
      return .any
    }
  }

  private static func conditions(_ node: YamlNode) -> CueSource.Conditions {
    var found = CueSource.Conditions()
    let members = node.members("if", of: conditionKeys)
    found.cue = members["cue"].map(references) ?? []
    found.noCue = members["no_cue"].map(references) ?? []
    found.only = members["only"].map(references) ?? []
    found.question = members["question"]?.bool("question")
    if let words = members["words"] { found.words = bounds(words) }
    if let place = members["place"] { found.place = position(place) }
    if let overlap = members["overlap"] { found.overlap = share(overlap) }
    found.before = members["before"].map(before)
    found.notBefore = members["not_before"].map(before)
    if let capitals = members["capitals"] { found.capitals = bounds(capitals) }
    if let marks = members["marks"] { found.marks = bounds(marks) }
    if let echo = members["echo"] { found.echo = bounds(echo) }
    if let model = members["model"] {
      let parts = model.members("model", of: ["name", "above"])
      found.model = .init(
        name: .init(name: parts["name"]?.text("name") ?? "", place: model.place),
        above: parts["above"]?.number("above") ?? 0)
    }
    return found
  }

  private static func before(_ node: YamlNode) -> CueSource.Before {
    let parts = node.members("before", of: ["who", "cue", "within"])
    let who = parts["who"].flatMap { $0.word == "other" ? nil : speaker($0) }
    if parts["cue"] == nil { node.report("before needs cue: the cues to look for") }
    return .init(
      who: who, cues: parts["cue"].map(references) ?? [], within: Int(parts["within"]?.number("within") ?? 1))
  }

  /// "<= 4", ">= 8", "3..10", "5".
  static func bounds(_ node: YamlNode) -> CueSource.Bounds? {
    let text = node.text("words").filter { $0 != " " }
    if text.hasPrefix("<="), let high = Int(text.dropFirst(2)) { return .init(low: 0, high: high) }
    if text.hasPrefix(">="), let low = Int(text.dropFirst(2)) { return .init(low: low, high: .max) }
    if text.hasPrefix("<"), let high = Int(text.dropFirst(1)) { return .init(low: 0, high: high - 1) }
    if text.hasPrefix(">"), let low = Int(text.dropFirst(1)) { return .init(low: low + 1, high: .max) }
    if let exact = Int(text) { return .init(low: exact, high: exact) }
    let ends = text.split(separator: ".", omittingEmptySubsequences: true)
    if text.utf8.contains(UInt8(ascii: ".")), ends.count == 2, let low = Int(ends[0]), let high = Int(ends[1]) {
      return .init(low: low, high: high)
    }
    node.report("\"\(text)\" is no range of words", hint: "write \"<= 4\", \">= 8\" or \"3..10\"")
    return nil
  }

  /// ">= 0.3".
  private static func share(_ node: YamlNode) -> Double? {
    let text = node.text("overlap").filter { $0 != " " && $0 != ">" && $0 != "=" }
    if let value = Double(text), value >= 0, value <= 1 { return value }
    node.report("overlap should be a share", hint: "write \">= 0.3\"")
    return nil
  }

  /// "first 2", "last 25%".
  static func position(_ node: YamlNode) -> CueSource.Position? {
    let parts = node.text("place").split(separator: " ")
    if parts.count == 2, parts[0] == "first" || parts[0] == "last" {
      let isShare = parts[1].hasSuffix("%")
      if let amount = Int(isShare ? parts[1].dropLast() : parts[1]), amount > 0, !isShare || amount <= 100 {
        return .init(isLast: parts[0] == "last", amount: amount, isShare: isShare)
      }
    }
    node.report("unknown place", hint: "write \"first 2\", \"last 2\", \"first 25%\" or \"last 25%\"")
    return nil
  }

  static func isKebab(_ id: String) -> Bool {
    !id.isEmpty && !id.hasPrefix("-") && !id.hasSuffix("-") && !id.contains("--")
      && id.utf8.allSatisfy { $0 == 45 || ($0 >= 48 && $0 <= 57) || ($0 >= 97 && $0 <= 122) }
  }
}
