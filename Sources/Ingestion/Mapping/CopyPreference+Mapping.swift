public import Record

extension CopyPreference {
  /// What the mapping that the options name prefers (`dedupe`) of conversations that come with their words; nil where it
  /// says nothing of them. Repeated rows of metadata are told apart where they are joined.
  ///
  /// - Throws: `Problem` for a mapping that is missing or wrong.
  public init?(ofMappingIn options: IngestOptions) throws(Problem) {
    guard options.mapping != nil, let mapping = try MappingCatalog.of(options).mappings.first,
      let dedupe = mapping.dedupe
    else { return nil }
    let isTimed = mapping.sources.contains { source in
      let hasWords = source.turns != nil || source.turn != nil || source.reader != nil
      return hasWords && source.fields.contains { $0.field == .lastUpdate }
    }
    self.init(
      variant: dedupe.variant, latestBy: dedupe.keepsLatest && isTimed ? CopyPreference.lastUpdate : nil)
  }
}
