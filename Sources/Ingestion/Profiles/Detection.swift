extension Profiles {
  /// What a file, folder or archive looks like, and why.
  public static func detect(_ path: String) throws -> [InputFile] { try IngestFeed(inputs: [path]).files }
}
