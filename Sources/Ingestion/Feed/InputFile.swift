/// One input as the manifest and `plan` show it.
public struct InputFile: Sendable, Hashable {
  /// As given or found; the order of inputs is bytewise by this path.
  public var path: String
  public var bytes: Int64
  /// `csv`, `xml`, `ndjson`, `zip`, `tar.gz` and so on; `unknown` where nothing could be made of it.
  public var format: String
  /// The source profile that reads it; empty for an archive, whose members have their own.
  public var profile: String
  /// Why it was taken for that.
  public var why: String
  /// Hash of the contents as 16 hexadecimal digits: XXH64 of each MiB, folded in order. Nil until all of it was read.
  public var hash: String?

  public init(
    path: String, bytes: Int64, format: String = "", profile: String = "", why: String = "", hash: String? = nil
  ) {
    self.path = path
    self.bytes = bytes
    self.format = format
    self.profile = profile
    self.why = why
    self.hash = hash
  }
}
