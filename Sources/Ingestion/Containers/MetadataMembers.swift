import Record

/// Finds and reads the members of an archive that hold metadata only, before any other is read.
///
/// Zips and 7z tell their members by a directory; a tar has to be unpacked up to the last of them, which is given up at the
/// first large table of conversations: tables bring their own metadata.
struct MetadataMembers {
  private let input: ArchiveInput
  private let kind: ContainerKind
  private let index: Int
  private let options: IngestOptions
  /// Whether there is no other input; then a single compressed table is what the user wants to see.
  private let isAlone: Bool

  /// Bytes of a table with text in a tar, behind which nothing is looked for any more.
  private static let largeMember: Int64 = 1 << 20

  init(_ input: ArchiveInput, kind: ContainerKind, index: Int, isAlone: Bool, options: IngestOptions) {
    self.isAlone = isAlone
    self.input = input
    self.kind = kind
    self.index = index
    self.options = options
  }

  /// What was read.
  enum Found {
    /// Members, numbered from 0; those of the tar where the archive is a compressed one.
    case members(Set<Int>)
    /// The one file that was compressed.
    case whole
  }

  func read(_ sniffer: inout CachingSniffer, _ groups: inout MetadataGroups, into tables: inout MetadataTables) -> Found
  {
    let budget = UnpackBudget(packed: input.count, limits: options.limits)
    let name = input.file.path
    let passphrase = ArchiveStream.passphrase(options)
    do throws(SourceFault) {
      let level = try ArchiveLevel(input, kind: kind, name: name, budget: budget, passphrase: passphrase)
      guard kind.isFilter else { return .members(try members(of: level, &sniffer, &groups, into: &tables)) }
      guard try level.nextMember() != nil else { return .members([]) }
      var head: [UInt8] = []
      _ = try level.read(count: Sniffer.sampleBytes, into: &head)
      switch ContainerKind(magic: head) {
      case .tar:
        let tar = try ArchiveLevel(
          MemberBytes(level, head: head), kind: .tar, name: name, budget: budget, passphrase: passphrase)
        return .members(try members(of: tar, &sniffer, &groups, into: &tables))
      case nil where !isAlone:
        return readTable(level, name, head, &sniffer, into: &tables) == true ? .whole : .members([])
      default: return .members([])
      }
    } catch {
      // Whatever is wrong with the archive is said when it is read for its conversations.
      return .members([])
    }
  }

  private func members(
    of level: ArchiveLevel, _ sniffer: inout CachingSniffer, _ groups: inout MetadataGroups,
    into tables: inout MetadataTables
  ) throws(SourceFault) -> Set<Int> {
    var found: Set<Int> = []
    var number = -1
    while let member = try level.nextMember() {
      number += 1
      if number >= options.limits.entries { break }
      let place = "\(level.name)!/\(member.name)"
      guard member.isRegularFile, !ArchiveStream.isIgnored(member.name), !options.isIgnored(place),
        groups.mayHold(place)
      else { continue }
      var head: [UInt8] = []
      guard (try? level.read(count: Sniffer.sampleBytes, into: &head)) != nil else { continue }
      let isMetadata = readTable(level, place, head, &sniffer, into: &tables)
      groups.count(place, isMetadata: isMetadata == true)
      if isMetadata == true { found.insert(number) }
      let isLarge = member.size ?? 0 > MetadataMembers.largeMember
      if isMetadata == false, isLarge, level.kind == .tar { break }
    }
    return found
  }

  /// - Returns: whether the member is metadata, which has been read then; nil where it is no table of anything.
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
    guard plan.isMetadata else { return plan.format == "csv" ? false : nil }
    let source = Source(file: index, name: place, plan: plan)
    let whole = PrefixedSource(head, LevelSource(level))
    let bytes: any ByteSource = encoding.map { Utf16Source(whole, encoding: $0) } ?? whole
    let stream = RecordStream(source, start: [], isAtEnd: false, bytes: bytes, options: options)
    MetadataReader(plan: plan, encoding: nil, options: options).read(stream) { tables.add($0, plan) }
    return true
  }
}
