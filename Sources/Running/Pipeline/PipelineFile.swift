import Aggregation
import Console
import Record
import Yams

extension Pipeline {
  /// Every key that a pipeline file may hold, in the order of `sidetone init`.
  static let keys = [
    "inputs", "duplicates", "profile", "mapping", "rubric", "roster", "roles", "role_guess", "quality", "language",
    "coaching",
    "period", "timezone", "source_timezone", "privacy", "output", "excel", "html", "sqlite",
    "stages", "thresholds", "overrides", "notify", "history", "lanes",
  ]

  /// Reads a pipeline file. Throws `Failure` where it can't be opened, `Problems` with every complaint otherwise.
  public static func load(_ path: String) throws -> Pipeline {
    try parse(path: path, text: String(decoding: readWhole(path), as: UTF8.self))
  }

  /// Reads a pipeline file's text; `path` is for messages. Throws `Problems`.
  public static func parse(path: String, text: String) throws -> Pipeline {
    var file: YamlFile
    do { file = try YamlFile(path: path, text: text) } catch let problem as Problem { throw Problems([problem]) }
    var pipeline = Pipeline()
    pipeline.file = path
    for (key, node) in file.pairs(file.root, of: "the pipeline", known: keys) {
      pipeline.take(key, node, &file)
      pipeline.origins[key] = .file
    }
    if pipeline.inputs.isEmpty, file.problems.isEmpty {
      file.complain(file.root, "no inputs", hint: "add `inputs:` with files, folders or patterns")
    }
    if !file.problems.isEmpty { throw Problems(file.problems) }
    return pipeline
  }

  private mutating func take(_ key: String, _ node: Node, _ file: inout YamlFile) {
    switch key {
    case "inputs": inputs = file.texts(node, key)
    case "duplicates": takeDuplicates(node, &file)
    case "profile": profile = file.text(node, key).flatMap { $0 == "auto" ? nil : $0 }
    case "mapping": mapping = file.text(node, key)
    case "rubric": rubric = file.text(node, key).flatMap { $0 == "builtin" ? nil : $0 }
    case "roster": roster = file.text(node, key)
    case "roles": roles = file.settings(node, key)
    case "role_guess": roleGuess = file.text(node, key) ?? roleGuess
    case "quality": quality = file.settings(node, key)
    case "language": language = file.text(node, key) ?? language
    case "coaching": coaching = file.text(node, key)
    case "period": period = Self.period(node, &file) ?? period
    case "timezone": timezone = file.text(node, key)
    case "source_timezone": sourceTimezone = file.text(node, key)
    case "privacy": takePrivacy(node, &file)
    case "output": output = file.text(node, key)
    case "excel": excel = file.flag(node, key) ?? excel
    case "html": html = file.flag(node, key) ?? html
    case "sqlite": sqlite = file.text(node, key)
    case "stages": stages = Self.stages(node, &file) ?? stages
    case "thresholds": takeThresholds(node, &file)
    case "overrides": overrides = file.text(node, key)
    case "notify": notify = file.text(node, key)
    case "history": history = file.text(node, key)
    default: lanes = file.whole(node, key, in: 1...256)
    }
  }

  private mutating func takeDuplicates(_ node: Node, _ file: inout YamlFile) {
    guard node.mapping != nil else {
      lastStands = file.choice(node, "duplicates", among: ["first", "last"]) == "last"
      return
    }
    var variant: CopyPreference.Variant?
    var (keep, by): (String?, String?)
    for (key, node) in file.pairs(node, of: "duplicates", known: ["prefer", "keep", "by"]) {
      switch key {
      case "prefer":
        variant = file.choice(node, key, among: CopyPreference.Variant.allCases.map(\.rawValue))
          .flatMap { CopyPreference.Variant(rawValue: $0) }
      case "keep": keep = file.choice(node, key, among: ["first", "last", "latest"])
      default: by = file.text(node, key)
      }
    }
    if by != nil, keep != "latest" {
      file.complain(node, "by says what the latest is told by", hint: "add keep: latest, or leave by out")
    }
    lastStands = keep == "last"
    copies = CopyPreference(variant: variant, latestBy: keep == "latest" ? by ?? CopyPreference.lastUpdate : nil)
  }

  private static func period(_ node: Node, _ file: inout YamlFile) -> Period? {
    guard node.mapping != nil else {
      guard let text = file.text(node, "period") else { return nil }
      if let picked = try? PeriodRule.picked(text), picked.id != nil { return .picked(text) }
      return file.choice(node, "period", among: ["week", "month"]).map { $0 == "week" ? .week : .month }
    }
    var days: Int?
    var from: String?
    for (key, node) in file.pairs(node, of: "period", known: ["days", "from"]) {
      if key == "days" { days = file.whole(node, key, in: 1...366) } else { from = file.text(node, key) }
    }
    guard let days, let from else {
      file.complain(node, "a period of your own needs days and from", hint: "{days: 14, from: 2026-01-05}")
      return nil
    }
    return .days(days, from: from)
  }

  private mutating func takePrivacy(_ node: Node, _ file: inout YamlFile) {
    for (key, node) in file.pairs(
      node, of: "privacy", known: ["redact", "quotes", "customer_ids", "key_file", "key_env"])
    {
      switch key {
      case "redact": privacy.redact = file.flag(node, key) ?? true
      case "quotes": privacy.quotes = file.flag(node, key) ?? true
      case "customer_ids": privacy.hashCustomers = file.choice(node, key, among: ["keep", "hash"]) == "hash"
      case "key_file": privacy.keyFile = file.text(node, key)
      default: privacy.keyVariable = file.text(node, key)
      }
    }
    if privacy.hashCustomers, (privacy.keyVariable == nil) == (privacy.keyFile == nil) {
      file.complain(
        node, "customer_ids: hash needs either key_file or key_env", hint: "where the key of the hash is kept")
    }
  }

  private mutating func takeThresholds(_ node: Node, _ file: inout YamlFile) {
    for (key, node) in file.pairs(
      node, of: "thresholds", known: ["max_rejected", "expected_sources", "expected", "max_volume_drop", "max_age"])
    {
      switch key {
      case "max_rejected": thresholds.maxRejected = file.share(node, key)
      case "expected_sources": thresholds.expectedSources = file.texts(node, key)
      case "expected": takeExpected(node, &file)
      case "max_age":
        thresholds.maxAgeDays = file.days(node, key)
      default: thresholds.maxVolumeDrop = file.share(node, key)
      }
    }
  }

  private mutating func takeExpected(_ node: Node, _ file: inout YamlFile) {
    for (key, node) in file.pairs(node, of: "expected", known: ExpectedValue.Field.allCases.map(\.rawValue)) {
      guard let field = ExpectedValue.Field(rawValue: key) else { continue }
      thresholds.expected += file.texts(node, key).map { ExpectedValue(field, $0) }
    }
  }
}
