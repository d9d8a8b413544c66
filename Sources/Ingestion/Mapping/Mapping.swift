import Record

/// A mapping file: what to make of a set of exports. See `Sources/BuiltinData/profiles` for working ones.
struct Mapping: Sendable {
  /// What a source gives.
  enum Emits: String, Sendable, CaseIterable {
    /// Conversations: with turns, where the source has them; else metadata that is joined.
    case conversation
    /// Turns of conversations whose metadata stands elsewhere.
    case turns
    /// Fields that are added to conversations: surveys, ratings.
    case attributes
  }

  enum Format: String, Sendable, CaseIterable { case csv, json, xml, text }

  struct Defaults: Sendable {
    var zone: TimeZoneRule?
    var language: String?
    var nullValues: [String] = []
    var ambiguousDates = DateOrder.unknown
  }

  /// What tells that a file belongs to a source; all that is given must hold.
  struct Match: Sendable {
    var path: Glob?
    /// Each must be in the header; alternatives are separated by `|`.
    var headerHas: [String] = []
    /// Each path must lead to something in the first JSON record.
    var has: [TreePath] = []
    /// Local name of the XML root, and its namespace where one is given.
    var root: (space: String?, name: String)?
    /// Text that must stand in the first bytes.
    var startsWith: String?

    var isEmpty: Bool { path == nil && headerHas.isEmpty && has.isEmpty && root == nil && startsWith == nil }
  }

  struct CsvSettings: Sendable {
    var encoding = TableEncoding.automatic
    /// What bytes that are not UTF-8 are taken for; nil for Windows-1252.
    var fallback: CodePage?
    var delimiter: UInt8?
    /// Row of the header from 1; nil looks for it; 0 means that there is none.
    var headerRow: Int?
    var skipFooter: Pattern?
    var hasDecimalComma = false
  }

  struct Turns: Sendable {
    /// A turn that stands in the record itself (a ticket's description), before the others.
    var first: TurnRules?
    /// Where turns stand in the record.
    var each: TreePath?
    var rules = TurnRules()
    /// The column with a whole transcript.
    var cell: ValueRule?
    /// How a line of it reads, with groups `at`, `speaker`, `text`; nil for the usual forms.
    var line: Pattern?
    /// Whether a line that does not match goes on with the turn above; else it is left out.
    var appendsLines = true
  }

  struct TurnRules: Sendable {
    var fields: [(field: TurnField, rule: ValueRule)] = []
  }

  struct Roles: Sendable {
    var map: [ValueMapEntry] = []
    /// Whether the channel of a recording says who speaks.
    var isByChannel = false
    /// Who speaks under a label that nothing else knows: in help desks, all but the customer are agents.
    var others: Role?
    /// Whether a label that is the agent's name is the agent's; the next stage looks at names in any case.
    var matchesAgentName = false
    var unknown = Unknown.keep
    var heuristic = Heuristic.none

    /// What becomes of a conversation with a label that no map knows.
    enum Unknown: String, Sendable, CaseIterable { case keep, error }
    enum Heuristic: String, Sendable, CaseIterable {
      case none
      case firstSpeakerIsAgent = "first_speaker_is_agent"
    }
  }

  struct Source: Sendable {
    var name: String
    var line = 0
    var match = Match()
    var format = Format.csv
    var csv = CsvSettings()
    var namespaces: [String: String]?
    var allowsDoctype = false
    /// Path of the record as written; empty for the format's own default.
    var record = ""
    var reader: TranscriptReader?
    var emits = Emits.conversation
    /// Whether rows with the same id are one conversation by the mapping's own word.
    var isGrouped = false
    /// What turns are put into order by, the first the most important.
    var orderBy: [ValueRule] = []
    var legs: LegRules?
    var fields: [(field: ConversationField, rule: ValueRule)] = []
    var turns: Turns?
    /// One row a turn.
    var turn: TurnRules?
    var roles = Roles()
    var keepsExtras = false
  }

  struct Join: Sendable {
    enum Missing: String, Sendable, CaseIterable { case keep, warn, quarantine }
    var from: String
    var into: String
    var left = ConversationField.id
    var right = ConversationField.id
    var normalization: MetadataIndex.Normalization = .trim
    enum Cardinality: String, Sendable, CaseIterable {
      case manyToOne = "many_to_one"
      case oneToOne = "one_to_one"
    }
    var missing = Missing.warn
    var cardinality: Cardinality?
    /// Two starts that are further apart (milliseconds) do not belong together; nil does not look.
    var toleranceMs: Int64?
  }

  struct Lookup: Sendable {
    var name: String
    var path: Glob
    var key: ValueRule
    var values: [(field: ConversationField, rule: ValueRule)]
    var appliesTo: ConversationField
  }

  struct Dedupe: Sendable {
    var keepsLatest = true
    /// Of raw and redacted twins the one that stands.
    var variant: CopyPreference.Variant?
  }

  var name = ""
  var title = ""
  var file = ""
  var defaults = Defaults()
  var sources: [Source] = []
  var roles = Roles()
  var joins: [Join] = []
  var lookups: [Lookup] = []
  var dedupe: Dedupe?
  /// By the names that they have in the file.
  var limits: [String: Int64] = [:]
  var ignored: [Glob] = []
  var passphraseVariable: String?
  var errors = ErrorPolicy()

  /// Bytes of one record; nil where the mapping names no limit. The feed holds those of large files to it by itself.
  var recordBytes: Int? { limits["record_bytes"].map { Int($0) } }

  /// Elements of XML that may stand within each other.
  var xmlDepth: Int { limits["xml_depth"].map { Int($0) } ?? XmlTreeReader.mostDepth }
}

/// Fields of a conversation by their names in a mapping.
enum ConversationField: String, Sendable, CaseIterable {
  case id = "conversation_id"
  case relatedIDs = "related_ids"
  case channel, direction, start, end, duration
  case agentID = "agent.id"
  case agentName = "agent.name"
  case team, queue
  case customerID = "customer.id"
  case customerName = "customer.name"
  case language
  case disposition = "outcome.disposition"
  case status = "outcome.status"
  case csat
  case surveyTime = "survey_time"
  case lastUpdate = "last_update"
  case textVariant = "text_variant"
  case earlierContacts = "earlier_contacts"
}

/// Fields of a turn by their names in a mapping.
enum TurnField: String, Sendable, CaseIterable {
  case text
  case at
  case start = "start_ms"
  case end = "end_ms"
  case length = "duration"
  case role, speaker, kind, visibility, number, sentiment
}
