public import Record

/// How a label that no rule knows may be turned into a role. Whatever it does is flagged `roles_guessed`.
public enum RoleGuess: String, Sendable, CaseIterable {
  /// Not at all: who is unknown stays unknown.
  case none
  /// Where exactly two labels speak, the first to speak is the agent.
  case firstSpeakerIsAgent = "first_speaker_is_agent"
  /// Where exactly two labels speak, the one who says what agents say ("how can I help") is the agent.
  case words
}

/// What happens to a conversation in which something is wrong. The flag is set in every case.
public enum GateAction: String, Sendable, CaseIterable {
  /// Scored as it is, with its flag.
  case flag
  /// Put right where that can be done without guessing, else as `flag`.
  case repair
  /// Not scored; listed with its reason.
  case exclude
}

/// What to do about each finding of the quality gate.
public struct QualityPolicy: Sendable, Hashable {
  /// Agent and customer exchanged; repair exchanges them back.
  public var swappedRoles = GateAction.repair
  /// Only one of agent and customer speaks.
  public var oneSpeakerMissing = GateAction.exclude
  /// The same turn twice; repair drops the second.
  public var duplicatedTurns = GateAction.repair
  /// Turns that end before they start, start before the call, or last for hours; repair forgets their times.
  public var impossibleTimes = GateAction.repair
  /// The words are not in the rubric's language.
  public var otherLanguage = GateAction.exclude
  /// Fewer than `minimumTurns` messages or `minimumWords` words.
  public var tiny = GateAction.exclude
  /// Messages of agent and customer together.
  public var minimumTurns = 2
  /// Words of agent and customer together.
  public var minimumWords = 4
  /// Longest turn that is believed, in milliseconds.
  public var longestTurnMs: Int64 = 4 * 3_600_000
  /// Longest conversation that is believed, in milliseconds.
  public var longestConversationMs: Int64 = 7 * 24 * 3_600_000

  public init() {}
}

/// What normalization does beyond the defaults.
public struct NormalizeOptions: Sendable {
  /// Labels of the user's sources, asked before the built-in ones. A label may end in `*`. Case doesn't matter.
  public var roleLabels: [(label: String, role: Role)] = []
  /// Whether a label equal to the conversation's agent or customer name says the role.
  public var matchesNames = true
  public var roleGuess = RoleGuess.none
  public var quality = QualityPolicy()
  /// The rubric's language, a BCP 47 primary subtag. Words are checked for English only; other languages by the record's tag.
  public var language = "en"
  /// Redaction of turn texts.
  public var redacts = true
  /// Replaces customer ids by a keyed hash where set.
  public var customerKey: CustomerKey?
  public var roster: Roster?

  public init() {}

  /// The same for a look at which conversations there are: what only changes words is left out.
  public var forLooking: NormalizeOptions {
    var options = self
    options.redacts = false
    options.customerKey = nil
    return options
  }
}
