import Record

/// Finds and reads the members of a zip that hold metadata only, before any other is read.
struct MetadataMembers {
  private let input: ArchiveInput
  private let index: Int
  private let options: IngestOptions

  /// Zips with more members are not searched: that would read all of them twice.
  static let mostMembers = 1000

  init(_ input: ArchiveInput, index: Int, options: IngestOptions) {
    self.input = input
    self.index = index
    self.options = options
  }

  /// - Returns: which members were read, numbered from 0.
  func read(_ sniffer: inout CachingSniffer, into tables: inout MetadataTables) -> Set<Int> {
    var found: Set<Int> = []
    let budget = UnpackBudget(packed: input.count, limits: options.limits)
    let name = input.file.path
    do throws(SourceFault) {
      let level = try ArchiveLevel(
        input, kind: .zip, name: name, budget: budget, passphrase: ArchiveStream.passphrase(options))
      var number = -1
      while let member = try level.nextMember() {
        number += 1
        if number >= MetadataMembers.mostMembers { return found }
        guard member.isRegularFile, MetadataReader.mayBeTable(member.name), !ArchiveStream.isIgnored(member.name) else {
          continue
        }
        if readMember(level, "\(name)!/\(member.name)", &sniffer, into: &tables) { found.insert(number) }
      }
    } catch {
      // Whatever is wrong with the archive is said when it is read for its conversations.
      return found
    }
    return found
  }

  private func readMember(
    _ level: ArchiveLevel, _ place: String, _ sniffer: inout CachingSniffer, into tables: inout MetadataTables
  ) -> Bool {
    var head: [UInt8] = []
    guard let got = try? level.read(count: Sniffer.sampleBytes, into: &head), ContainerKind(magic: head) == nil,
      Utf16(sample: head) == nil,
      let plan = try? sniffer.plan(name: place, sample: head, isWhole: got < Sniffer.sampleBytes), plan.isMetadata
    else { return false }
    let source = Source(file: index, name: place, plan: plan)
    let stream = RecordStream(source, start: head, isAtEnd: false, bytes: LevelSource(level), options: options)
    MetadataReader(plan: plan, encoding: nil, options: options).read(stream) { tables.add($0, plan) }
    return true
  }
}
