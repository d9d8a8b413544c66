/// How one value is taken from a record: where it stands, and what is done to it. Declarative, a closed set of steps.
///
/// Steps in order: the first source that is not empty (or the constant, or the parts put together) → null values →
/// `regex`
/// and `pick` → `split` and `pick` → `map` → `type` → `default`.
struct ValueRule: Sendable, Hashable {
  enum Source: Sendable, Hashable {
    /// A CSV column by name, not looked up yet.
    case column(String)
    /// A CSV column by its place from 0; what `column` becomes once the header is known.
    case cell(Int)
    /// A path into a JSON or XML record.
    case path(TreePath)
    /// The file's own name without folders.
    case fileName
    /// The file's path, with the archive member.
    case filePath
    case missing
  }

  enum Kind: String, Sendable, CaseIterable {
    case text, time, duration, number, html
    case boolean = "bool"
  }

  /// `when: {field: value}` decides between two rules.
  struct Condition: Sendable, Hashable {
    /// What can be asked for: texts.
    static let fields: [ConversationField] = [
      .direction, .channel, .queue, .team, .disposition, .status, .agentID, .agentName, .customerID, .language,
    ]
    var field: ConversationField
    var value: String
    var then: ValueRule
    var otherwise: ValueRule?
  }

  /// A linear scale, as for school grades: `from` and `to` are the two ends.
  struct Scale: Sendable, Hashable {
    var from: [Double]
    var to: [Double]
  }

  var sources: [Source] = []
  /// Further sources behind each other (date and time in two columns), with a blank between.
  var isJoined = false
  var constant: String?
  var concat: [ValueRule] = []
  var pattern: Pattern?
  /// Group of `pattern`, or index of a part of `split` (negative from the end).
  var pick: Int?
  var separator: String?
  var map: [ValueMapEntry] = []
  var nullValues: [String]?
  var kind = Kind.text
  var formats: [TimeFormat] = []
  var unit: DurationUnit?
  var zone: TimeZoneRule?
  var scale: Scale?
  /// Numbers are written `1.234,5`.
  var hasDecimalComma = false
  var fallback: String?
  var isRequired = false
  /// Boxed, since a rule can't hold itself.
  var condition: [Condition] = []
  /// Line in the mapping file.
  var line = 0

  /// Names of the columns that the rule reads.
  var columns: [String] {
    sources.compactMap { if case .column(let name) = $0 { name } else { nil } } + concat.flatMap(\.columns)
      + condition.flatMap { $0.then.columns + ($0.otherwise?.columns ?? []) }
  }

  /// The rule with its columns looked up; those that the file lacks are missing.
  func bound(_ find: (String) -> Int?) -> ValueRule {
    var rule = self
    rule.sources = sources.map { source in
      guard case .column(let name) = source else { return source }
      return find(name).map { .cell($0) } ?? .missing
    }
    rule.concat = concat.map { $0.bound(find) }
    for index in rule.condition.indices {
      rule.condition[index].then = condition[index].then.bound(find)
      rule.condition[index].otherwise = condition[index].otherwise.map { $0.bound(find) }
    }
    return rule
  }
}

/// One line of a `map`: `*` stands for anything, `Agent *` for anything that starts so; letters' case does not matter.
struct ValueMapEntry: Sendable, Hashable {
  var key: String
  var value: String

  func matches(_ folded: String) -> Bool {
    if key == "*" { return true }
    let wanted = key.lowercased()
    if wanted.hasSuffix("*") { return folded.hasPrefix(wanted.dropLast()) }
    return folded == wanted
  }
}
