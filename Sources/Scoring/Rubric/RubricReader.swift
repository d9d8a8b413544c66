import Record
import Yams

/// Reads a rubric and the files it includes.
struct RubricReader {
  /// Gives the bytes of a file by its path, or nil where there is none.
  typealias Files = (String) -> [UInt8]?

  private static let keys = [
    "rubric", "name", "version", "language", "limits", "include", "lists", "cues", "techniques", "comment",
  ]
  private var source = RubricSource()
  private let files: Files
  private let diagnostics: RubricDiagnostics
  private var places: [String: RubricPlace] = [:]

  static func read(_ path: String, files: @escaping Files, diagnostics: RubricDiagnostics) -> RubricSource {
    var reader = RubricReader(files: files, diagnostics: diagnostics)
    reader.source.place = RubricPlace(file: path, line: 1, column: 1)
    reader.file(path, from: nil, isMain: true)
    return reader.source
  }

  private init(files: @escaping Files, diagnostics: RubricDiagnostics) {
    self.files = files
    self.diagnostics = diagnostics
  }

  private mutating func file(_ path: String, from: YamlNode?, isMain: Bool) {
    if source.files.contains(path) { return }
    source.files.append(path)
    guard let bytes = files(path) else {
      let missing = Problem(file: path, "no such file", hint: "check the path")
      if let from { from.report("no such file \"\(path)\"") } else { diagnostics.add(missing) }
      return
    }
    do {
      guard let node = try Yams.compose(yaml: String(decoding: bytes, as: UTF8.self)) else { return }
      top(YamlNode(node: node, file: path, diagnostics: diagnostics), path, isMain: isMain)
    } catch let error as YamlError {
      diagnostics.add(Self.problem(error, path))
    } catch {
      diagnostics.add(Problem(file: path, "not readable as YAML"))
    }
  }

  private static func problem(_ error: YamlError, _ path: String) -> Problem {
    let hint = "a pattern with any of : # { } [ ] , & * ! | > ' % @ needs double quotes around it"
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return Problem(file: path, line: mark.line, column: mark.column, "not valid YAML: \(problem)", hint: hint)
    case .duplicatedKeysInMapping(let duplicates, let context):
      let names = duplicates.joined(separator: ", ")
      return Problem(file: path, line: context.mark.line, column: context.mark.column, "a key stands twice: \(names)")
    default: return Problem(file: path, "not valid YAML: \(error)")
    }
  }

  private mutating func top(_ node: YamlNode, _ path: String, isMain: Bool) {
    let members = node.members("rubric", of: Self.keys)
    if isMain {
      if let form = members["rubric"], form.text("rubric") != "1" {
        form.report("unknown form of rubric", hint: "this reads rubric: 1")
      }
      source.name = members["name"]?.text("name") ?? ""
      source.version = members["version"]?.text("version") ?? ""
      source.language = members["language"]?.text("language") ?? "en"
      if let limits = members["limits"] { self.limits(limits) }
    }
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    for include in members["include"]?.items ?? [] {
      let name = include.text("include")
      file(folder.isEmpty ? name : folder + "/" + name, from: include, isMain: false)
    }
    for (name, key, value) in members["lists"]?.members("lists") ?? [] {
      define("list", name, key)
      if !CueReader.isKebab(name) { key.report("\"\(name)\" is no kebab-case name") }
      source.lists.append(.init(name: name, place: key.place, entries: value.items.map(\.pattern)))
    }
    for (id, key, value) in members["cues"]?.members("cues") ?? [] {
      define("cue", id, key)
      source.cues.append(CueReader.cue(id, key, value))
    }
    for item in members["techniques"]?.items ?? [] { add(BehaviorReader.technique(item), item) }
  }

  private mutating func add(_ technique: TechniqueSource, _ node: YamlNode) {
    // A technique may be spread over several files; its behaviors join.
    if let known = source.techniques.firstIndex(where: { $0.id == technique.id }) {
      source.techniques[known].behaviors += technique.behaviors
    } else {
      source.techniques.append(technique)
    }
    for behavior in technique.behaviors {
      define("behavior", technique.id + "/" + behavior.id, node, at: behavior.place)
    }
  }

  private mutating func define(_ kind: String, _ name: String, _ node: YamlNode, at place: RubricPlace? = nil) {
    let place = place ?? node.place
    if let first = places[kind + " " + name] {
      diagnostics.add(place, "\(kind) \"\(name)\" stands twice", hint: "first at \(first.file):\(first.line)")
    }
    places[kind + " " + name] = place
  }

  private mutating func limits(_ node: YamlNode) {
    let members = node.members("limits", of: ["minimum_opportunities", "stock_phrase", "critical_cap", "window"])
    if let value = members["minimum_opportunities"] {
      source.limits.minimumOpportunities = Int(value.number("minimum_opportunities"))
    }
    if let value = members["stock_phrase"] { source.limits.stockPhrase = value.number("stock_phrase") }
    if let value = members["critical_cap"] { source.limits.criticalCap = value.number("critical_cap") }
    if let value = members["window"] { source.limits.window = max(1, Int(value.number("window"))) }
  }
}
