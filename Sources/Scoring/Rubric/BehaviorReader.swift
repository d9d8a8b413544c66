import Record

/// Reads the techniques and behaviors of a rubric file.
struct BehaviorReader {
  private static let techniqueKeys = ["id", "title", "weight", "summary", "behaviors", "comment"]
  private static let behaviorKeys = [
    "id", "title", "weight", "applies", "shown", "spoiled", "partly", "absence", "critical", "needs_timing", "measure",
    "observable", "opportunity_noun", "good", "why", "practice", "examples", "comment",
  ]

  static func technique(_ node: YamlNode) -> TechniqueSource {
    var technique = TechniqueSource(place: node.place)
    let members = node.members("technique", of: techniqueKeys)
    technique.id = id(members["id"], node, "technique")
    technique.title = members["title"]?.text("title") ?? technique.id
    technique.weight = weight(members["weight"])
    technique.summary = members["summary"]?.text("summary") ?? ""
    technique.behaviors = members["behaviors"]?.items.map(behavior) ?? []
    return technique
  }

  private static func id(_ node: YamlNode?, _ owner: YamlNode, _ what: String) -> String {
    guard let node else {
      owner.report("this \(what) has no id")
      return ""
    }
    let id = node.text("id")
    if !CueReader.isKebab(id) {
      node.report("\"\(id)\" is no kebab-case name", hint: "small letters, digits and single hyphens")
    }
    return id
  }

  private static func weight(_ node: YamlNode?) -> Double {
    guard let node else { return 1 }
    let value = node.number("weight")
    if value < 0 { node.report("a weight is 0 or more") }
    return max(0, value)
  }

  private static func behavior(_ node: YamlNode) -> BehaviorSource {
    var behavior = BehaviorSource(place: node.place)
    let members = node.members("behavior", of: behaviorKeys)
    behavior.id = id(members["id"], node, "behavior")
    behavior.title = members["title"]?.text("title") ?? behavior.id
    behavior.weight = weight(members["weight"])
    if let applies = members["applies"] {
      behavior.applies = self.applies(applies)
    } else {
      node.report(
        "behavior \"\(behavior.id)\" does not say when it applies",
        hint: "applies: {always: true}, {each: [cue]}, {once: [cue]} …")
    }
    behavior.shown = members["shown"].flatMap(window)
    behavior.spoiled = members["spoiled"].flatMap(window)
    behavior.partly = members["partly"].flatMap(window)
    behavior.absence = members["absence"]?.bool("absence") ?? false
    behavior.critical = members["critical"]?.bool("critical") ?? false
    behavior.needsTiming = members["needs_timing"]?.bool("needs_timing") ?? false
    behavior.measures = members["measure"]?.items.map(measure) ?? []
    behavior.observable = members["observable"]?.text("observable") ?? ""
    behavior.opportunityNoun = members["opportunity_noun"]?.text("opportunity_noun") ?? ""
    behavior.good = members["good"]?.text("good") ?? ""
    behavior.why = members["why"]?.text("why") ?? ""
    behavior.practice = members["practice"]?.text("practice") ?? ""
    if let examples = members["examples"] {
      let sides = examples.members("examples", of: ["met", "missed"])
      behavior.met = sides["met"]?.items.map { .init(text: $0.text("an example"), place: $0.place) } ?? []
      behavior.missed = sides["missed"]?.items.map { .init(text: $0.text("an example"), place: $0.place) } ?? []
    }
    if behavior.shown == nil, behavior.spoiled == nil, behavior.measures.isEmpty {
      node.report(
        "behavior \"\(behavior.id)\" has nothing to be judged by", hint: "give it shown:, spoiled: or measure:")
    }
    return behavior
  }

  private static func applies(_ node: YamlNode) -> BehaviorSource.Applies {
    var applies = BehaviorSource.Applies()
    let members = node.members("applies", of: ["always", "closes", "each", "once", "field", "who"])
    applies.always = members["always"]?.bool("always") ?? false
    applies.closes = members["closes"]?.bool("closes") ?? false
    applies.each = members["each"].map(CueReader.references) ?? []
    applies.once = members["once"].map(CueReader.references) ?? []
    applies.fields = members["field"].map(CueReader.references) ?? []
    for field in applies.fields where !["customer_name", "earlier_contacts"].contains(field.name) {
      node.report(
        "unknown field \"\(field.name)\"", hint: YamlNode.hint(field.name, ["customer_name", "earlier_contacts"]))
    }
    if let who = members["who"] { applies.who = CueReader.speaker(who) }
    return applies
  }

  private static func window(_ node: YamlNode) -> BehaviorSource.Window? {
    var window = BehaviorSource.Window(place: node.place)
    let members = node.members("window", of: ["cues", "within", "from", "before", "place"])
    window.cues = members["cues"].map(CueReader.references) ?? []
    if window.cues.isEmpty { node.report("this window names no cues") }
    if let within = members["within"] {
      if within.word == "anywhere" {
        window.within = .max
      } else {
        let turns = within.number("within")
        if turns < 1 { within.report("within counts agent turns, from 1, or is \"anywhere\"") }
        window.within = max(1, Int(turns))
      }
    }
    if let from = members["from"] {
      let word = from.text("from")
      if word != "same" && word != "next" { from.report("from is \"same\" or \"next\"") }
      window.fromSame = word == "same"
    }
    window.before = members["before"].map(CueReader.references) ?? []
    if let place = members["place"] { window.position = CueReader.position(place) }
    return window
  }

  /// `{name: dead-air, above: 20}`, or the short form `dead-air`.
  private static func measure(_ node: YamlNode) -> BehaviorSource.Measure {
    if let name = node.word { return .init(name: name, place: node.place) }
    var measure = BehaviorSource.Measure(name: "", place: node.place)
    for (key, keyNode, value) in node.members("measure") {
      switch key {
      case "name": measure.name = value.text("name")
      case "cue", "cues": measure.cues = CueReader.references(value)
      case "list", "lists": measure.lists = CueReader.references(value)
      default:
        let text = value.text(key)
        if let number = Double(text) { measure.numbers[key] = number } else { measure.texts[key] = text }
        _ = keyNode
      }
    }
    if measure.name.isEmpty { node.report("this measure has no name") }
    return measure
  }
}
