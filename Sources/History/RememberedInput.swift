/// One input whose scorecards the history keeps.
public struct RememberedInput: Sendable, Hashable {
  /// Row in the history; 0 before it is stored.
  public var id: Int64 = 0
  /// As the run names it; the place of its rows in the tables follows from it.
  public var path: String
  public var bytes: Int64
  /// Hash of the contents, as in the manifest.
  public var hash: String
  public var format: String
  public var profile: String
  /// Hash of all that the scorecards depend on beside the contents: version, rubric, mapping, settings.
  public var configuration: String
  /// What the file system said of the file when it was read; tells an unchanged one without reading it.
  public var facts: FileFacts?

  public init(
    path: String, bytes: Int64, hash: String, format: String, profile: String, configuration: String,
    facts: FileFacts? = nil
  ) {
    self.path = path
    self.bytes = bytes
    self.hash = hash
    self.format = format
    self.profile = profile
    self.configuration = configuration
    self.facts = facts
  }
}

/// Size, times and place of a file. Where all are the same as before, so are its contents.
public struct FileFacts: Sendable, Hashable {
  public var bytes: Int64
  /// Nanoseconds since 1970.
  public var modified: Int64
  /// Nanoseconds since 1970.
  public var changed: Int64
  public var inode: Int64

  public init(bytes: Int64, modified: Int64, changed: Int64, inode: Int64) {
    self.bytes = bytes
    self.modified = modified
    self.changed = changed
    self.inode = inode
  }
}

/// What conversations of a unit were before they were filled in from other inputs, and a hash of what they then became.
public struct UnitJoin: Sendable, Hashable {
  public var keys: [UInt8]
  public var digest: UInt64

  public init(keys: [UInt8], digest: UInt64) {
    self.keys = keys
    self.digest = digest
  }
}
