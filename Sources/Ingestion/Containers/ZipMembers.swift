/// A zip's members in runs that lanes inflate independently, each with a reader of its own; plain zips only.
struct ZipMembers {
  private let input: ArchiveInput
  private let index: Int
  private let options: IngestOptions
  private let budget: UnpackBudget
  private let skipped: Set<MetadataMembers.MemberPath>
  private var runs: [Range<Int>] = []

  /// Lists the members; nil where the directory can't be read, so that what is there has to be read from the front.
  init?(_ input: ArchiveInput, index: Int, options: IngestOptions, skipping skipped: Set<MetadataMembers.MemberPath>) {
    self.skipped = skipped
    self.input = input
    self.index = index
    self.options = options
    budget = UnpackBudget(packed: input.count, limits: options.limits)
    guard let directory = ZipDirectory(input.copy(), most: options.limits.entries) else { return nil }
    var start = 0
    var count = 0
    var bytes = 0
    for entry in directory.entries {
      if entry.member.name == "[Content_Types].xml" { return nil }
      count += 1
      bytes += entry.unpacked
      guard bytes >= options.blockBytes else { continue }
      runs.append(start..<count)
      start = count
      bytes = 0
    }
    if count > start { runs.append(start..<count) }
  }

  func streams() -> [any BlockStream] {
    let (file, hash, index, options, budget, skipped) = (input.file, input.hash, index, options, budget, skipped)
    return runs.map { run in
      LazyStream { kept in
        ArchiveStream(
          ArchiveInput(file: file, hash: hash), kind: .zip, file: index, name: file.path, options: options,
          budget: budget, range: run, skipping: skipped, kept: kept?.canRead(run, of: index) == true ? kept : nil)
      }
    }
  }
}

/// A run of members that is opened when its first block is asked for, with the reader that the lane kept.
final class LazyStream: BlockStream, @unchecked Sendable {
  private let make: @Sendable (OuterMembers?) -> ArchiveStream
  private var stream: ArchiveStream?

  init(_ make: @escaping @Sendable (OuterMembers?) -> ArchiveStream) { self.make = make }

  func fill(_ block: inout IngestBlock) -> Bool {
    let stream = stream ?? make(block.keptReader)
    self.stream = stream
    block.keptReader = stream.reader
    return stream.fill(&block)
  }
}
