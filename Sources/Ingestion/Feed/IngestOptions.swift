/// What the ingest stage may be told; the defaults suit a newcomer's folder of exports.
public struct IngestOptions: Sendable {
  /// Name of a source profile to use for every input, or nil to detect each.
  public var profile: String?
  /// Path of a mapping file, or nil.
  public var mapping: String?
  /// Bytes that one unit of a large file holds, at least 64; records are never cut.
  public var blockBytes = 4 << 20
  public var limits = IngestLimits()
  /// Name of the environment variable that holds the passphrase of encrypted archives.
  public var passphraseVariable = "SIDETONE_ARCHIVE_PASSPHRASE"
  /// Whether members of a zip may be separate streams, so that lanes inflate in parallel.
  public var parallelStreams = true
  /// Zone of times that name none: an offset such as `+01:00`; nil means UTC, with a flag on the conversation.
  public var timezone: String?
  /// Files whose conversations' rows are not adjacent (`IngestError.scattered`): their rows are brought together first.
  public var groupedFiles: Set<String> = []
  /// Archives in which metadata is looked for up to their last member (`IngestError.lateMetadata`).
  public var thoroughArchives: Set<String> = []
  /// Turns the canonical order of files round, so that of conversations with the same id the last file's stands.
  public var lastFirst = false
  /// Inputs whose conversations somebody remembers: they are not read, their units are only given out in their place.
  public var settled: [SettledInput] = []
  /// Whether units tell what they need to be filled in again; see `IngestBlock.joinKeys`.
  public var keepsJoinKeys = false
  /// Whether each file has units of its own, however small it is.
  public var separatesFiles = false
  /// Whether only the ids of tables are looked at, for `mayBeScattered`.
  var looksAtIDs = false
  /// For tests, which can't change the environment.
  var passphrase: String?
  /// Folder for what does not fit into memory; files in it have no name.
  public var temporaryFolder = "/tmp"

  /// The mappings of the run, once they are read.
  var catalog: MappingCatalog?

  public init() {}
}

/// An input that needs no reading; it may not even be there any more.
public struct SettledInput: Sendable, Hashable {
  /// As it is known of it; the path decides on its place.
  public var file: InputFile
  /// How many units stand for it.
  public var units: Int
  /// Whether the file is no longer there. One that is there is still looked at for metadata that others may need; an
  /// archive only the first time.
  public var isGone: Bool

  public init(file: InputFile, units: Int, isGone: Bool) {
    self.file = file
    self.units = units
    self.isGone = isGone
  }
}

/// Bounds on what an input may cost; whatever goes beyond is quarantined with a reason.
public struct IngestLimits: Sendable {
  /// Bytes unpacked from one input, archives within it included.
  public var unpackedBytes: Int64 = 20 << 30
  /// Bytes unpacked from one archive member.
  public var entryBytes: Int64 = 4 << 30
  /// Members of one archive.
  public var entries = 100_000
  /// Unpacked to packed bytes, once `ratioFreeBytes` are unpacked.
  public var ratio: Int64 = 200
  /// Unpacked bytes below which the ratio does not matter.
  public var ratioFreeBytes: Int64 = 64 << 20
  /// Archives within archives.
  public var depth = 3
  /// Bytes of a member's name.
  public var nameBytes = 1024
  /// Bytes of one record: a CSV row, a line, an XML element.
  public var recordBytes = 8 << 20
  /// Bytes of a document that can't be cut, such as a transcript with a time for each word.
  public var documentBytes = 64 << 20
  /// Bytes of all rows of one conversation: a hundred thousand turns.
  public var conversationBytes = 16 << 20

  public init() {}
}
