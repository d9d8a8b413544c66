import Record

/// What a command says of itself: ArgumentParser's `--experimental-dump-help`, version 0.
struct CommandHelp {
  /// One argument, option or flag.
  struct Argument {
    /// As they are typed: `-o`, `--output`; empty for a positional argument.
    var names: [String]
    /// Name of the value; nil for a flag.
    var value: String?
    var abstract: String
    var discussion: String
    var standard: String?
    var isOptional: Bool
    var isRepeating: Bool
  }

  /// The words that call it: `sidetone`, `run`.
  var words: [String]
  var abstract: String
  var discussion: String
  var arguments: [Argument]
  var subcommands: [CommandHelp]

  /// `sidetone-run`.
  var pageName: String { words.joined(separator: "-") }

  /// The command and all below it.
  var all: [CommandHelp] { [self] + subcommands.flatMap(\.all) }

  /// Nil where a member that must be there is missing.
  init?(_ json: JsonValue, parents: [String]) {
    guard let name = json["commandName"]?.string else { return nil }
    let words = parents + [name]
    self.words = words
    abstract = json["abstract"]?.string ?? ""
    discussion = json["discussion"]?.string ?? ""
    arguments = (json["arguments"]?.elements ?? []).filter { $0["shouldDisplay"]?.bool ?? true }.map(Argument.init)
    // Every command has a help command of its own, which needs no page.
    subcommands = (json["subcommands"]?.elements ?? [])
      .filter { $0["commandName"]?.string != "help" && $0["shouldDisplay"]?.bool ?? true }
      .compactMap { CommandHelp($0, parents: words) }
  }
}

extension CommandHelp.Argument {
  init(_ json: JsonValue) {
    let kind = json["kind"]?.string ?? ""
    names = (json["names"]?.elements ?? []).compactMap { name in
      name["name"]?.string.map { (name["kind"]?.string == "long" ? "--" : "-") + $0 }
    }
    value = kind == "flag" ? nil : json["valueName"]?.string ?? "value"
    abstract = json["abstract"]?.string ?? ""
    discussion = json["discussion"]?.string ?? ""
    standard = json["defaultValue"]?.string
    isOptional = json["isOptional"]?.bool ?? false
    isRepeating = json["isRepeating"]?.bool ?? false
  }
}
