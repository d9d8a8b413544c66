import Record

/// Finds and reads the members of an archive that hold metadata only, before any other is read; those of archives within it
/// too, as deep as archives may stand within each other.
///
/// Zips tell their members by a directory and reach each at once; a tar or a 7z has to be unpacked up to the last of them,
/// which would take as long as reading it. So that is given up at the first large table of conversations: tables bring their
/// own metadata. Where metadata stands behind it all the same, `ArchiveStream` notices and the run begins anew. An archive
/// within another is unpacked as it is when its conversations are read: a zip or 7z into a temporary file, others from front
/// to back.
struct MetadataMembers {
  private let input: ArchiveInput
  private let kind: ContainerKind
  private let index: Int
  private let options: IngestOptions
  /// Whether there is no other input; then a single compressed table is what the user wants to see.
  private let isAlone: Bool
  /// What was found so far.
  private(set) var members: Set<MemberPath> = []
  /// Whether the one file that was compressed is metadata.
  private(set) var isWhole = false

  /// Numbers (from 0) of a member and of the archives around it, each in the one around it, the outermost first. What is
  /// compressed is an archive of one member.
  typealias MemberPath = [Int]

  /// Bytes of a table with text in a tar or a 7z, behind which nothing is looked for any more.
  private static let largeMember: Int64 = 1 << 20
  private let isThorough: Bool

  init(_ input: ArchiveInput, kind: ContainerKind, index: Int, isAlone: Bool, options: IngestOptions) {
    self.isAlone = isAlone
    self.input = input
    self.kind = kind
    self.index = index
    self.options = options
    isThorough = options.thoroughArchives.contains(input.file.path)
  }

  mutating func read(
    _ sniffer: inout CachingSniffer, _ groups: inout MetadataGroups, into tables: inout MetadataTables
  ) {
    let budget = UnpackBudget(packed: input.count, limits: options.limits)
    let passphrase = ArchiveStream.passphrase(options)
    // Whatever is wrong with the archive is said when it is read for its conversations.
    guard
      let level = try? ArchiveLevel(input, kind: kind, name: input.file.path, budget: budget, passphrase: passphrase)
    else { return }
    try? look(in: [level], budget, &sniffer, &groups, into: &tables)
  }

  /// Reads the innermost of some archives that stand open. Throws where the rest is not to be read either.
  private mutating func look(
    in levels: [ArchiveLevel], _ budget: UnpackBudget, _ sniffer: inout CachingSniffer, _ groups: inout MetadataGroups,
    into tables: inout MetadataTables
  ) throws(SourceFault) {
    guard let level = levels.last else { return }
    while let member = try level.nextMember() {
      try level.countMember()
      let place = level.kind.isFilter ? level.name : "\(level.name)!/\(member.name)"
      guard member.isRegularFile, !ArchiveStream.isIgnored(member.name), !options.isIgnored(place),
        isThorough || level.kind.isFilter || groups.mayHold(place, isMember: true)
      else { continue }
      var head: [UInt8] = []
      guard (try? level.read(count: Sniffer.sampleBytes, into: &head)) != nil else { continue }
      if let kind = ContainerKind(magic: head) {
        let known = members.count
        defer { groups.count(place, isMetadata: members.count > known) }
        do throws(SourceFault) {
          let inner = try ArchiveStream.open(kind, in: levels, place, head, budget, options)
          try look(in: levels + [inner], budget, &sniffer, &groups, into: &tables)
        } catch  where error.reason != "archive_limit" {}
        continue
      }
      // A compressed table that is the only input is what the user wants to see.
      if levels.count == 1, level.kind.isFilter, isAlone { return }
      let isMetadata = readTable(level, place, head, &sniffer, into: &tables)
      groups.count(place, isMetadata: isMetadata == true)
      if isMetadata == true { note(levels) }
      let isLarge = member.size ?? 0 > MetadataMembers.largeMember
      if isMetadata == false, isLarge, level.kind != .zip, !isThorough { break }
    }
  }

  private mutating func note(_ levels: [ArchiveLevel]) {
    if levels.count == 1, levels[0].kind.isFilter {
      isWhole = true
    } else {
      members.insert(levels.map(\.number))
    }
  }

  /// - Returns: whether the member is metadata, which has been read then; nil where it is nothing that tells by itself of
  ///   what its conversations are.
  private func readTable(
    _ level: ArchiveLevel, _ place: String, _ head: [UInt8], _ sniffer: inout CachingSniffer,
    into tables: inout MetadataTables
  ) -> Bool? {
    guard ContainerKind(magic: head) == nil else { return nil }
    let encoding = options.utf16(place, head)
    let sample = encoding.map { $0.converted(head.prefix(head.count & ~1)[...]) } ?? head
    guard let plan = try? sniffer.plan(name: place, sample: sample, isWhole: head.count < Sniffer.sampleBytes) else {
      return nil
    }
    guard plan.isMetadata else { return plan.format == "csv" || plan.mapped == nil ? false : nil }
    let source = Source(file: index, name: place, plan: plan)
    let whole = PrefixedSource(head, LevelSource(level))
    let bytes: any ByteSource = encoding.map { Utf16Source(whole, encoding: $0) } ?? whole
    let stream = RecordStream(source, start: [], isAtEnd: false, bytes: bytes, options: options)
    MetadataReader(plan: plan, encoding: nil, options: options).read(stream) { tables.add($0, plan) }
    return true
  }
}
