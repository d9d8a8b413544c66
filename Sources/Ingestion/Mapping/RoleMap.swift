import Record

/// Which role a label of a source stands for, by the mapping's own table; a lane's cache makes it a lookup a label.
struct RoleMap {
  private let entries: [ValueMapEntry]
  /// For labels that nothing knows.
  let others: Role?
  var matchesAgentName = false
  var guessesFirstIsAgent = false
  var refusesUnknown = false
  private var known: [[UInt8]: Role] = [:]

  init(_ own: [ValueMapEntry], _ shared: [ValueMapEntry] = [], others: Role? = nil) {
    entries = own + shared
    self.others = others
  }

  /// Whether a label says by a word of its own who speaks, so that nothing has to be guessed.
  static func namesRole(_ label: [UInt8]) -> Bool {
    let folded = ArenaText.folded(label, 0..<label.count)
    return roleWords.contains { $0.words.contains { folded.contains($0) } }
  }

  /// The role that the words of a label name, for the draft of a mapping; nil where they name none or several.
  static func role(named label: String) -> Role? {
    let words = label.lowercased().split { !$0.isLetter }.map(String.init)
    let found = roleWords.filter { entry in words.contains { entry.words.contains($0) } }.map(\.role)
    // An automated agent and a customer's bot are bots.
    if found.contains(.bot) { return .bot }
    return found.count == 1 ? found[0] : nil
  }

  /// The label as a map may quote it: as it is where all its words are of roles, with `*` for a name behind one; nil where it
  /// may hold a person's name elsewhere.
  static func quotable(_ label: String) -> String? {
    let words = label.split(separator: " ").map(String.init)
    func isOfRole(_ word: String) -> Bool {
      word.lowercased().split { !$0.isLetter }.map(String.init).allSatisfy { part in
        companions.contains(part) || roleWords.contains { $0.words.contains(part) }
      } && word.count(where: \.isNumber) <= 2
    }
    if words.allSatisfy(isOfRole) { return label }
    guard let first = words.first, isOfRole(first), role(named: first) == role(named: label) else { return nil }
    return "\(first) *"
  }

  /// Words that stand beside those of roles.
  private static let companions: Set<String> = [
    "call", "center", "custom", "desk", "end", "human", "live", "party", "service", "speaker", "the", "virtual",
  ]

  private static let roleWords: [(role: Role, words: [String])] = [
    (
      .agent,
      [
        "agent", "admin", "advisor", "adviser", "employee", "internal", "operator", "rep", "representative", "staff",
        "support",
      ]
    ),
    (
      .customer,
      [
        "caller", "client", "contact", "customer", "external", "guest", "member", "patient", "requester", "user",
        "visitor",
      ]
    ),
    (.bot, ["assistant", "automated", "bot", "chatbot", "ivr"]),
    (.supervisor, ["supervisor"]),
    (.system, ["system"]),
  ]

  /// `.unknown` where the table says nothing: the next stage knows the usual labels.
  mutating func role(of label: [UInt8]) -> Role {
    if entries.isEmpty { return .unknown }
    if let role = known[label] { return role }
    let folded = String(decoding: label, as: UTF8.self).lowercased()
    let entry = entries.first { $0.key != "*" && $0.matches(folded) } ?? entries.first { $0.key == "*" }
    let role = entry.flatMap { SourceLoader.role($0.value) } ?? .unknown
    if known.count < 4096 { known[label] = role }
    return role
  }
}
