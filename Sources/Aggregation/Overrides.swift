public import Record

/// Verdicts that people put in the machine's place: call, behavior, verdict, who, why, when.
///
/// Applied before counting, shown beside the machine's verdict, never silently.
public struct Overrides: Sendable, Hashable {
  /// One line of the file.
  public struct Entry: Sendable, Hashable {
    public var call: String
    /// Index into `RubricCatalog.behaviors`.
    public var behavior: Int
    public var verdict: Status
    public var who: String
    public var why: String
    public var when: String

    public init(call: String, behavior: Int, verdict: Status, who: String, why: String, when: String) {
      self.call = call
      self.behavior = behavior
      self.verdict = verdict
      self.who = who
      self.why = why
      self.when = when
    }
  }

  /// In the order of the file; where two lines speak of the same result, the later stands.
  public private(set) var entries: [Entry] = []
  /// Hash of a call's id → indices into `entries`.
  private var byCall: [UInt64: [Int]] = [:]

  public init() {}

  public init(_ entries: [Entry]) {
    self.entries = entries
    for (index, entry) in entries.enumerated() {
      let id = Array(entry.call.utf8)
      byCall[Mix.hash(id, 0..<id.count), default: []].append(index)
    }
  }

  public var isEmpty: Bool { entries.isEmpty }

  /// Reads `overrides.csv`. A behavior is named `technique/behavior`, or by its own id where no other technique has that.
  /// - Throws: a `Problem` with the line of an unknown behavior or verdict, or of an entry without who, why or when.
  public init(parsing bytes: [UInt8], file: String, catalog: RubricCatalog) throws(Problem) {
    let table = try SideTable(
      parsing: bytes, file: file, required: ["call", "behavior", "verdict", "who", "why", "when"])
    var entries: [Entry] = []
    for row in table.rows {
      for column in ["call", "who", "why", "when"] where table[row, column].isEmpty {
        throw table.problem(row, "\(column) is empty", hint: "an override needs its call, who, why and when")
      }
      let words = Status.allCases.filter { $0 != .insufficient }.map { "\($0.name)" }
      let word = table[row, "verdict"]
      guard let verdict = Status.allCases.first(where: { "\($0.name)" == word && words.contains(word) }) else {
        throw table.problem(
          row, "unknown verdict \"\(word)\"\(Suggestion.text(for: word, among: words))",
          hint: "verdicts: \(words.joined(separator: ", "))")
      }
      entries.append(
        Entry(
          call: table[row, "call"], behavior: try Overrides.behavior(table, row, catalog), verdict: verdict,
          who: table[row, "who"], why: table[row, "why"], when: table[row, "when"]))
    }
    self.init(entries)
  }

  private static func behavior(
    _ table: SideTable, _ row: SideTable.Row, _ catalog: RubricCatalog
  ) throws(Problem) -> Int {
    let name = table[row, "behavior"]
    let paths = catalog.behaviors.indices.map { catalog.path(ofBehavior: $0) }
    if let index = paths.firstIndex(of: name) { return index }
    let same = catalog.behaviors.indices.filter { catalog.behaviors[$0].id == name }
    if same.count == 1 { return same[0] }
    throw table.problem(
      row,
      same.isEmpty
        ? "unknown behavior \"\(name)\"\(Suggestion.text(for: name, among: paths))"
        : "behavior \"\(name)\" stands in several techniques", hint: "write technique/behavior")
  }

  /// Which entries stand for a conversation, the last of each behavior.
  func indices(_ arena: [UInt8], _ id: TextRange) -> [Int] {
    guard !byCall.isEmpty, let indices = byCall[Mix.hash(arena, id.indices)] else { return [] }
    let own = indices.filter { entries[$0].call.utf8.elementsEqual(arena[id.indices]) }
    return own.filter { index in !own.contains { $0 > index && entries[$0].behavior == entries[index].behavior } }
  }

  /// The sheet with the verdicts of people in it; the same sheet where none applies. `changed` hears of every entry that stands
  /// for a conversation of the batch, with the machine's result.
  func applied(
    to sheet: ScoreSheet, _ batch: Batch, _ catalog: RubricCatalog,
    changed: (Int, BehaviorResult, Conversation) -> Void = { _, _, _ in }
  ) -> ScoreSheet {
    guard !isEmpty else { return sheet }
    var result = sheet
    for (index, conversation) in batch.conversations.enumerated() {
      let own = indices(batch.arena, conversation.id)
      guard !own.isEmpty else { continue }
      for entry in own {
        let place = sheet.index(conversation: index, behavior: entries[entry].behavior)
        changed(entry, sheet.results[place], conversation)
        result.set(entries[entry], at: place)
      }
      result.rescore(index, catalog)
    }
    return result
  }
}

extension ScoreSheet {
  /// Puts a person's verdict where the machine's stood. Opportunities stay as counted, at least one where a verdict needs one.
  fileprivate mutating func set(_ entry: Overrides.Entry, at place: Int) {
    let reason = "overridden by \(entry.who) (machine: \(results[place].status.name))"
    if !reasons.contains(reason) { reasons.append(reason) }
    results[place].status = entry.verdict
    results[place].reason = UInt16(clamping: reasons.firstIndex(of: reason) ?? 0)
    let opportunities = max(1, results[place].opportunities)
    results[place].opportunities = entry.verdict.isJudged ? opportunities : 0
    switch entry.verdict {
    case .met: results[place].metHalves = 2 * opportunities
    case .partly: results[place].metHalves = opportunities
    default: results[place].metHalves = 0
    }
  }

  /// The score of a conversation from its results: the weighted mean of its applicable techniques, each the weighted mean of its
  /// applicable behaviors; at most the rubric's cap where a critical behavior was missed (`TECHNIQUES`, "From evidence to a score").
  fileprivate mutating func rescore(_ conversation: Int, _ catalog: RubricCatalog) {
    var sums = Array(repeating: (met: 0.0, weight: 0.0), count: catalog.techniques.count)
    var isCapped = false
    for (number, behavior) in catalog.behaviors.enumerated() {
      let result = results[index(conversation: conversation, behavior: number)]
      guard result.opportunities > 0 else { continue }
      let share = Double(result.metHalves) / Double(2 * Int(result.opportunities))
      sums[behavior.technique].met += behavior.weight * share
      sums[behavior.technique].weight += behavior.weight
      if behavior.isCritical && result.status == .missed { isCapped = true }
    }
    var (sum, weight, applicable) = (0.0, 0.0, Int32(0))
    for (technique, part) in zip(catalog.techniques, sums) where part.weight > 0 {
      applicable += 1
      sum += technique.weight * part.met / part.weight
      weight += technique.weight
    }
    cards[conversation].techniquesApplicable = applicable
    let score = weight > 0 ? (isCapped ? min(sum / weight, catalog.criticalCap) : sum / weight) : -1
    cards[conversation].score = weight > 0 ? Int32((score * 10_000).rounded()) : -1
  }
}
