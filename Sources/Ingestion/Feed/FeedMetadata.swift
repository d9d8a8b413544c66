import Record

extension FeedState {
  /// Reads the files that hold metadata only, where there are others that may hold what they belong to.
  mutating func readMetadata() -> Joins {
    var tables = MetadataTables()
    var groups = MetadataGroups()
    let lookups = readLookups()
    for index in files.indices
    where files.count > 1 && !isMetadata[index] && !isGone(index) && groups.mayHold(files[index].path) {
      guard let (file, encoding, sample) = start(of: index),
        let plan = try? sniffer.plan(name: file.path, sample: sample, isWhole: false), plan.isMetadata
      else {
        groups.count(files[index].path, isMetadata: false)
        continue
      }
      groups.count(files[index].path, isMetadata: true)
      describe(index, plan)
      isMetadata[index] = true
      hasClosed = false
      MetadataReader(plan: plan, encoding: encoding, options: options)
        .read(file, index, hashes[index]) { tables.add($0, plan) }
    }
    var archives = MetadataGroups()
    for index in files.indices where !isMetadata[index] && !isSettled(index) {
      let path = files[index].path
      let isCertain = FeedState.isCalledArchive(path) || options.thoroughArchives.contains(path)
      guard isCertain || archives.hasPatience(path) else { continue }
      isSearched[index] = true
      archives.count(path, isMetadata: readMetadata(ofArchive: index, &groups, into: &tables))
    }
    return Joins(tables.builders, lookups: lookups)
  }

  /// - Returns: whether it is an archive at all.
  private mutating func readMetadata(
    ofArchive index: Int, _ groups: inout MetadataGroups, into tables: inout MetadataTables
  ) -> Bool {
    var head: [UInt8] = []
    guard let file = try? file(index), (try? file.read(at: 0, count: 512, into: &head)) != nil,
      let kind = ContainerKind(magic: head)
    else { return false }
    var reader = MetadataMembers(
      ArchiveInput(file: file, hash: hashes[index]), kind: kind, index: index, isAlone: files.count == 1,
      options: options)
    reader.read(&sniffer, &groups, into: &tables)
    if reader.isWhole {
      isMetadata[index] = true
      files[index].format = kind.name
      files[index].why = "it holds a table of metadata"
    } else {
      guard !reader.members.isEmpty else { return true }
      metadataMembers[index] = reader.members
    }
    hasClosed = false
    return true
  }

  /// The start of a plain file, in UTF-8; nil for archives and what can't be read.
  private func start(of index: Int) -> (file: OpenFile, encoding: Utf16?, sample: [UInt8])? {
    guard let file = try? file(index) else { return nil }
    var head: [UInt8] = []
    guard (try? file.read(at: 0, count: 2048, into: &head)) != nil, !sniffer.knowsNoMetadata(head) else { return nil }
    head.removeAll(keepingCapacity: true)
    guard (try? file.read(at: 0, count: Sniffer.sampleBytes, into: &head)) != nil, ContainerKind(magic: head) == nil
    else { return nil }
    let encoding = options.utf16(file.path, head)
    return (file, encoding, encoding.map { $0.converted(head[...]) } ?? head)
  }

  /// Files that a mapping names as lookups are read whole; they are small.
  private mutating func readLookups() -> LookupTables {
    var tables = LookupTables()
    for mapping in options.catalog?.mappings ?? [] {
      for lookup in mapping.lookups {
        for index in files.indices where lookup.path.matches(files[index].path) && files[index].bytes < 64 << 20 {
          var bytes: [UInt8] = []
          guard let file = try? OpenFile(files[index].path),
            (try? file.read(at: 0, count: Int(file.bytes), into: &bytes)) != nil
          else { continue }
          tables.add(bytes, path: file.path, lookup: lookup, nullValues: mapping.defaults.nullValues)
          isMetadata[index] = true
          files[index].format = lookup.key.columns.isEmpty ? "json" : "csv"
          files[index].profile = mapping.name
          files[index].why = "its name matches lookup \(lookup.name)"
          unsafe bytes.withUnsafeBytes { unsafe hashes[index].add($0, at: 0) }
        }
      }
    }
    return tables
  }
}

/// The tables that are filled while metadata is read, by what makes rows one table.
struct MetadataTables {
  private var keys: [String] = []
  private(set) var builders: [MetadataIndexBuilder] = []

  mutating func add(_ rows: Batch, _ plan: SourcePlan) {
    let table = keys.firstIndex(of: plan.metadataKey) ?? keys.count
    if table == keys.count {
      keys.append(plan.metadataKey)
      builders.append(MetadataIndexBuilder(rule: plan.mapped.map { JoinRule($0) } ?? JoinRule()))
    }
    builders[table].add(rows)
  }
}

/// Spares looking into each of ten thousand transcripts for metadata: after so many of one folder and kind that are none,
/// the rest is taken for the same.
struct MetadataGroups {
  private static let patience = 64
  private var misses: [String: Int] = [:]

  private func group(_ path: String) -> String {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    let kind = path.lastIndex(of: ".").map { String(path[$0...]) } ?? ""
    return folder + "\n" + kind
  }

  private static let tables = [".csv", ".tsv", ".txt", ".tab", ".json", ".jsonl", ".ndjson", ".xml", ".log"]
  private static let archives = [
    ".zip", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".tbz", ".tbz2", ".xz", ".txz", ".zst", ".tzst", ".lz4",
  ]

  /// - Parameter isMember: whether it stands in an archive, so that it may be one itself.
  func mayHold(_ path: String, isMember: Bool = false) -> Bool {
    let lower = path.lowercased()
    let isKnown = (MetadataGroups.tables + (isMember ? MetadataGroups.archives : [])).contains { lower.hasSuffix($0) }
    return isKnown && hasPatience(path)
  }

  func hasPatience(_ path: String) -> Bool { misses[group(path), default: 0] < MetadataGroups.patience }

  mutating func count(_ path: String, isMetadata: Bool) {
    if isMetadata { misses[group(path)] = 0 } else { misses[group(path), default: 0] += 1 }
  }
}
