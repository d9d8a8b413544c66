/// One conversation of a batch: its metadata as byte ranges, and which of the batch's turns are its own.
///
/// A missing text field is `TextRange.empty`; missing numbers and times have their own sentinels, named beside them.
public struct Conversation: Sendable {
  /// The source's own id of the call or chat, kept as text (19-digit ids exist).
  public var id = TextRange.empty
  /// Where the record was read: `outer.zip!/inner.csv#row 812`.
  public var sourceRef = TextRange.empty
  public var channel = TextRange.empty
  /// inbound, outbound, internal, or empty.
  public var direction = TextRange.empty
  public var queue = TextRange.empty
  public var team = TextRange.empty
  /// The agent whom the score is for: the leg chosen as primary.
  public var agentID = TextRange.empty
  public var agentName = TextRange.empty
  public var customerID = TextRange.empty
  public var customerName = TextRange.empty
  /// BCP 47, as the source gives it; empty where it says nothing.
  public var language = TextRange.empty
  public var disposition = TextRange.empty
  /// Wall-clock start in milliseconds since 1970-01-01T00:00:00Z, or `noTime`.
  public var startedAt = Conversation.noTime
  /// Offset of the source's clock from UTC at `startedAt`, in minutes; 0 where unknown.
  public var utcOffsetMinutes: Int16 = 0
  /// Milliseconds, or `noTime`.
  public var durationMs = Conversation.noTime
  /// Satisfaction in thousandths of the source's own unit (4.5 is 4500), or `Int32.min`.
  public var csatThousandths = Int32.min
  /// Earlier contacts of the same customer about it, where the source knows; -1 where it doesn't.
  public var earlierContacts: Int16 = -1
  /// Warnings that later stages count and show; see `Flags`.
  public var flags: Flags = []
  /// The conversation's turns in `Batch.turns`, in order of time.
  public var turns: Range<Int32> = 0..<0
  /// Its legs in `Batch.legs`; empty where one agent took the whole call.
  public var legs: Range<Int32> = 0..<0
  /// Its unmapped or additional columns in `Batch.extras`.
  public var extras: Range<Int32> = 0..<0

  /// Stands for a time that the source does not give.
  public static let noTime = Int64.min

  public init() {}

  /// Things about a conversation that a reader of its score should know. Bits are stable; names are in `Flags.names`.
  public struct Flags: OptionSet, Sendable, Hashable {
    public let rawValue: UInt32
    @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }

    public static let swappedRoles = Flags(rawValue: 1 << 0)
    public static let rolesGuessed = Flags(rawValue: 1 << 1)
    public static let oneSpeakerMissing = Flags(rawValue: 1 << 2)
    public static let duplicatedTurns = Flags(rawValue: 1 << 3)
    public static let missingTimes = Flags(rawValue: 1 << 4)
    public static let impossibleTimes = Flags(rawValue: 1 << 5)
    public static let otherLanguage = Flags(rawValue: 1 << 6)
    public static let tiny = Flags(rawValue: 1 << 7)
    public static let ambiguousTime = Flags(rawValue: 1 << 8)
    public static let reorderedTurns = Flags(rawValue: 1 << 9)
    public static let encodingRepaired = Flags(rawValue: 1 << 10)
    public static let truncatedSource = Flags(rawValue: 1 << 11)
    public static let unmatchedJoin = Flags(rawValue: 1 << 12)
    public static let updated = Flags(rawValue: 1 << 13)
    public static let redacted = Flags(rawValue: 1 << 14)

    /// Name of each bit, in bit order, as it stands in `calls.csv` and in NDJSON `warnings`.
    public static let names: [StaticString] = [
      "swapped_roles", "roles_guessed", "one_speaker_missing", "duplicated_turns", "missing_times",
      "impossible_times", "other_language", "tiny", "ambiguous_time", "reordered_turns", "encoding_repaired",
      "truncated_source", "unmatched_join", "updated", "redacted",
    ]
  }
}

/// One agent's part of a conversation that was passed on.
public struct Leg: Sendable {
  public var agentID = TextRange.empty
  public var agentName = TextRange.empty
  public var team = TextRange.empty
  public var queue = TextRange.empty
  /// Milliseconds from the conversation's start, or `Turn.noTime`.
  public var startMs = Turn.noTime
  /// Milliseconds from the conversation's start, or `Turn.noTime`.
  public var endMs = Turn.noTime

  public init() {}
}

/// A column that no field of the record stands for, kept as it came.
public struct Extra: Sendable {
  public var key: TextRange
  public var value: TextRange

  @inlinable
  public init(key: TextRange, value: TextRange) {
    self.key = key
    self.value = value
  }
}
