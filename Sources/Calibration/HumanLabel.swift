public import Record

/// What a grader, or the machine, says of one behavior in one conversation or turn.
public enum Verdict: String, Sendable, CaseIterable {
  case met, partly, missed
  case notApplicable = "not_applicable"
  /// Of a turn: the behavior's or cue's evidence stands in it, whether or not it was called for.
  case present, absent

  /// Whether it says that the behavior was shown.
  public var isPositive: Bool { self == .met || self == .partly || self == .present }
}

/// One line of a file of human labels.
public struct HumanLabel: Sendable, Hashable {
  /// The conversation's id, as in the export.
  public var conversation: String
  /// The turn's number, as in the export, or nil for the conversation as a whole.
  public var turn: Int?
  /// `technique/behavior`, or the id of a cue where a turn is labelled.
  public var behavior: String
  public var verdict: Verdict
  /// Who labelled; empty where the file doesn't say.
  public var grader: String
  /// Line in the file, from 1.
  public var line: Int
  /// Whether it is a verdict put in the machine's place, given because the machine's looked wrong: counted apart from labels
  /// that were given without looking.
  public var isOverride = false

  /// An override as a label.
  public init(override verdict: Verdict, of behavior: String, in conversation: String, by grader: String) {
    self.conversation = conversation
    self.behavior = behavior
    self.verdict = verdict
    self.grader = grader
    line = 0
    isOverride = true
  }

  /// Reads a file with the columns conversation, turn (may be empty), behavior, verdict, grader (may be missing).
  ///
  /// - Parameter names: behaviors (and cues) that exist.
  /// - Throws: `Problem` with the line for an unknown behavior or verdict, a turn that is no number, or two labels of one
  ///   grader for the same thing.
  public static func read(_ bytes: [UInt8], file: String, names: [String]) throws(Problem) -> [HumanLabel] {
    let table = try SideTable(
      parsing: bytes, file: file, required: ["conversation", "behavior", "verdict"], optional: ["turn", "grader"])
    var seen: [String: Int] = [:]
    let known = Set(names)
    var labels: [HumanLabel] = []
    for row in table.rows {
      let label = try HumanLabel(row, table, known: known, names: names)
      let key = "\(label.conversation)\u{0}\(label.turn ?? -1)\u{0}\(label.behavior)\u{0}\(label.grader)"
      if let first = seen.updateValue(row.line, forKey: key) {
        throw table.problem(row, "labelled before by the same grader on line \(first)", hint: "keep one of the two")
      }
      labels.append(label)
    }
    return labels
  }

  private init(_ row: SideTable.Row, _ table: SideTable, known: Set<String>, names: [String]) throws(Problem) {
    conversation = table[row, "conversation"]
    behavior = table[row, "behavior"]
    grader = table[row, "grader"]
    line = row.line
    guard known.contains(behavior) else {
      throw table.problem(
        row, "unknown behavior \"\(behavior)\"\(Suggestion.text(for: behavior, among: names))",
        hint: "`sidetone rubric check` lists the rubric's behaviors")
    }
    let word = table[row, "verdict"]
    guard let verdict = Verdict(rawValue: word.lowercased()) else {
      throw table.problem(
        row, "unknown verdict \"\(word)\"", hint: "one of \(Verdict.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    self.verdict = verdict
    let number = table[row, "turn"]
    guard number.isEmpty || Int(number) != nil else {
      throw table.problem(row, "turn \"\(number)\" is no number", hint: "leave it empty for the whole conversation")
    }
    turn = Int(number)
  }
}
