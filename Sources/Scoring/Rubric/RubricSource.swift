import Record

/// A rubric as written: read from its files, with the place of everything, not yet compiled.
struct RubricSource: Sendable {
  struct PatternText: Sendable, Hashable {
    var text: String
    var place: RubricPlace
  }

  /// A name that refers to something defined elsewhere.
  struct Reference: Sendable, Hashable {
    var name: String
    var place: RubricPlace
  }

  struct List: Sendable {
    var name: String
    var place: RubricPlace
    var entries: [PatternText]
  }

  struct Limits: Sendable, Hashable {
    var minimumOpportunities = 10
    var stockPhrase = 0.5
    var criticalCap = 0.5
    /// Agent turns that a window has where it does not say.
    var window = 2
  }

  var name = ""
  var version = ""
  var language = "en"
  var place = RubricPlace(file: "", line: 1, column: 1)
  var limits = Limits()
  var lists: [List] = []
  var cues: [CueSource] = []
  var techniques: [TechniqueSource] = []
  /// The learned models that cues ask for.
  var models: [ModelSource] = []
  /// The files it was read from, in the order of reading.
  var files: [String] = []
}

/// Which turns a cue is looked for in.
enum Speaker: UInt8, Sendable, Hashable {
  case any, agent, customer
}

/// A cue as written.
struct CueSource: Sendable {
  /// A range of whole numbers, both ends included.
  struct Bounds: Sendable, Hashable {
    var low: Int
    var high: Int

    func contains(_ value: Int) -> Bool { value >= low && value <= high }
  }

  /// Where among a speaker's turns: the first or last so many, or such a share.
  struct Position: Sendable, Hashable {
    var isLast: Bool
    /// Turns; or percent where `isShare`.
    var amount: Int
    var isShare: Bool
  }

  struct Before: Sendable, Hashable {
    /// nil: the other speaker than the turn's own.
    var who: Speaker?
    var cues: [RubricSource.Reference]
    var within: Int
  }

  struct Model: Sendable, Hashable {
    var name: RubricSource.Reference
    var above: Double
  }

  struct Conditions: Sendable, Hashable {
    var cue: [RubricSource.Reference] = []
    var noCue: [RubricSource.Reference] = []
    var words: Bounds?
    var question: Bool?
    var only: [RubricSource.Reference] = []
    var place: Position?
    var before: Before?
    /// The same, and it must not have come.
    var notBefore: Before?
    /// Content words of the other's last turn that this one begins with.
    var echo: Bounds?
    /// Words written all in capitals, where the conversation is not.
    var capitals: Bounds?
    /// Longest run of `!` and `?`.
    var marks: Bounds?
    /// Least share of the turn's content words that the other said in the last three turns.
    var overlap: Double?
    var model: Model?

    var isEmpty: Bool { self == Conditions() }
  }

  var id = ""
  var place: RubricPlace
  var who = Speaker.any
  var says = ""
  var any: [RubricSource.PatternText] = []
  var except: [RubricSource.PatternText] = []
  var also: [RubricSource.Reference] = []
  var notNegated = false
  var conditions = Conditions()
}

/// A technique as written.
struct TechniqueSource: Sendable {
  var id = ""
  var place: RubricPlace
  var title = ""
  var weight = 1.0
  var summary = ""
  var behaviors: [BehaviorSource] = []
}

/// A behavior as written.
struct BehaviorSource: Sendable {
  /// When it is called for: any one of these is enough.
  struct Applies: Sendable, Hashable {
    var always = false
    var closes = false
    /// Every turn with one of these cues is an opportunity of its own.
    var each: [RubricSource.Reference] = []
    /// One opportunity a conversation, at the first turn with one of these cues.
    var once: [RubricSource.Reference] = []
    /// Conversation fields that must be known: `customer_name`, `earlier_contacts`.
    var fields: [RubricSource.Reference] = []
    var who = Speaker.any
  }

  /// Which agent turns are looked at.
  struct Window: Sendable, Hashable {
    var cues: [RubricSource.Reference] = []
    var place: RubricPlace
    /// Agent turns from the opportunity on; nil: all of the conversation.
    var within: Int?
    /// Whether the opportunity's own turn counts, where the agent speaks it.
    var fromSame = false
    /// Only agent turns before the first one with one of these cues.
    var before: [RubricSource.Reference] = []
    var position: CueSource.Position?
  }

  struct Measure: Sendable, Hashable {
    var name: String
    var place: RubricPlace
    /// Numbers and texts beside the name, as written, by key.
    var numbers: [String: Double] = [:]
    var texts: [String: String] = [:]
    var cues: [RubricSource.Reference] = []
    var lists: [RubricSource.Reference] = []
  }

  struct Example: Sendable, Hashable {
    var text: String
    var place: RubricPlace
  }

  var id = ""
  var place: RubricPlace
  var title = ""
  var weight = 1.0
  var applies = Applies()
  var shown: Window?
  var spoiled: Window?
  var partly: Window?
  var absence = false
  var critical = false
  var needsTiming = false
  var measures: [Measure] = []
  var observable = ""
  var opportunityNoun = ""
  var good = ""
  var why = ""
  var practice = ""
  var met: [Example] = []
  var missed: [Example] = []
}
