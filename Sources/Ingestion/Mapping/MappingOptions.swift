import Record

extension IngestOptions {
  /// Takes over what the mapping of the run says about archives and limits.
  mutating func apply(_ catalog: MappingCatalog) {
    self.catalog = catalog
    guard catalog.isNamed, let mapping = catalog.mappings.first else { return }
    if let variable = mapping.passphraseVariable { passphraseVariable = variable }
    for (key, value) in mapping.limits {
      switch key {
      case "unpacked_bytes": limits.unpackedBytes = value
      case "entry_bytes": limits.entryBytes = value
      case "ratio": limits.ratio = value
      case "entries": limits.entries = Int(value)
      case "depth": limits.depth = Int(value)
      case "record_bytes": limits.recordBytes = Int(value)
      // The decoder of the mapping reads it itself.
      default: break
      }
    }
  }

  /// Whether a file or member is left out by the mapping.
  func isIgnored(_ place: String) -> Bool {
    guard let catalog, catalog.isNamed else { return false }
    return catalog.mappings.contains { $0.ignored.contains { $0.matches(place) } }
  }

  /// Whether a file or member is text in two-byte units: the mapping says so, or its first bytes do.
  func utf16(_ place: String, _ sample: [UInt8]) -> Utf16? {
    if let catalog, catalog.isNamed {
      for source in catalog.mappings.flatMap(\.sources) where source.match.path?.matches(place) == true {
        switch source.csv.encoding {
        case .utf16(let order): return Utf16(byteOrderMark: sample) ?? order
        case .utf8, .codePage: return nil
        case .automatic: break
        }
      }
    }
    return Utf16(sample: sample)
  }
}
