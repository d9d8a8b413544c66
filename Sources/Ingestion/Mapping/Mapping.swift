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
    var encoding: String?
    var fallbackEncoding: String?
    var delimiter: UInt8?
    /// Row of the header from 1; nil looks for it; 0 means that there is none.
    var headerRow: Int?
    var skipFooter: Pattern?
    /// Rows of which this column's value matches are left out.
    var hasDecimalComma = false
  }

  struct Legs: Sendable {
    enum Primary: String, Sendable, CaseIterable { case longest, first, last }
    var primary = Primary.longest
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
    var groupBy: String?
    var legs: Legs?
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
    var missing = Missing.warn
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
  var limits: [String: Int64] = [:]
  var ignored: [Glob] = []
  var passphraseVariable: String?
  /// Share of bad records (0...1) above which the run fails; nil for never.
  var maximumBadRatio: Double?
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
