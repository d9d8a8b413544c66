import Record
import Synchronization

/// How many units are with the lanes.
final class UnitCount: Sendable {
  private let count = Atomic<Int>(0)

  func add(_ change: Int) { count.add(change, ordering: .acquiringAndReleasing) }

  var isZero: Bool { count.load(ordering: .acquiring) == 0 }
}

/// Where the feed stands: which input is next, which stream is open. Guarded by the feed's lock.
struct FeedState: Sendable {
  /// What the next claim gets.
  enum Step: Sendable {
    case filled(IngestUnit)
    /// A stream that the lane reads on its own, without the lock.
    case own(any BlockStream, number: Int, file: Int?)
    /// A unit behind all others, from 0.
    case closing(IngestUnit, part: Int)
    case end
  }

  var files: [InputFile]
  var hashes: [ContentHash]
  let options: IngestOptions
  private var standardInput: OpenFile?
  var sniffer: CachingSniffer
  private var nextFile = 0
  private var current: (any BlockStream)?
  /// The input that the current stream is of; nil for several.
  private var currentFile: Int?
  private var queued: [any BlockStream] = []
  private var stream = 0
  private var block = 0
  var hasClosed: Bool
  var closingParts = 1
  /// Metadata files, which are read before all others and not again.
  var isMetadata: [Bool]
  /// Inputs that were looked into for metadata, if they are archives.
  var isSearched: [Bool]
  /// Members of archives that are such, by file.
  var metadataMembers: [Int: Set<MetadataMembers.MemberPath>] = [:]
  private let notes = InputNotes()
  /// Units that were claimed and not yet decoded; lanes count theirs off without the feed's lock.
  let outstanding = UnitCount()
  private(set) var bytesDone: Int64 = 0
  let bytesTotal: Int64
  /// How many units stand for each input that needs no reading.
  private let settled: [Int: SettledInput]
  private var nextSettledUnit = 0

  init(files: [InputFile], options: IngestOptions) throws(Problem) {
    var files = files
    if let index = files.firstIndex(where: { $0.path == OpenFile.standardInput }) {
      let spooled = try StandardInput.spooled(in: options.temporaryFolder)
      standardInput = spooled
      files[index].bytes = spooled.bytes
    }
    self.files = files
    self.options = options
    hashes = files.map { ContentHash(bytes: $0.bytes) }
    sniffer = CachingSniffer(options: options)
    isMetadata = Array(repeating: false, count: files.count)
    // Who looks at ids only has not searched anything, and must not take a zip for one that nobody would search.
    isSearched = files.map { options.looksAtIDs && FeedState.isCalledArchive($0.path) }
    hasClosed = true
    bytesTotal = files.reduce(0) { $0 + $1.bytes }
    let known = Dictionary(options.settled.map { ($0.file.path, $0) }) { first, _ in first }
    settled = Dictionary(
      uniqueKeysWithValues: files.enumerated().compactMap { index, file in known[file.path].map { (index, $0) } })
  }

  /// Whether the input needs no reading.
  func isSettled(_ index: Int) -> Bool { settled[index] != nil }
  /// Whether there is nothing to read.
  func isGone(_ index: Int) -> Bool { settled[index]?.isGone == true }

  func file(_ index: Int) throws(Problem) -> OpenFile {
    if let standardInput, files[index].path == standardInput.path { return standardInput }
    return try OpenFile(files[index].path)
  }

  // MARK: Claiming

  mutating func next(_ block: inout IngestBlock) -> Step {
    let step = step(&block)
    if case .end = step { return step }
    outstanding.add(1)
    return step
  }

  private mutating func step(_ block: inout IngestBlock) -> Step {
    while true {
      if let current {
        let isLast = current.fill(&block)
        return .filled(unit(isLast: isLast, of: currentFile))
      }
      if !queued.isEmpty {
        let own = queued.removeFirst()
        defer { stream += 1 }
        return .own(own, number: stream, file: nextFile - 1)
      }
      guard nextFile < files.count else {
        if !block.segments.isEmpty || !block.rejects.isEmpty { return .filled(unit(isLast: true)) }
        return closing()
      }
      if isMetadata[nextFile] {
        nextFile += 1
        continue
      }
      if let known = settled[nextFile] {
        if !block.segments.isEmpty || !block.rejects.isEmpty { return .filled(unit(isLast: true)) }
        if let unit = unit(of: known) { return .filled(unit) }
        continue
      }
      if let run = smallFiles(from: nextFile) {
        if !block.segments.isEmpty || !block.rejects.isEmpty { return .filled(unit(isLast: true)) }
        if let step = start(run) { return step }
        continue
      }
      let isLarge = files[nextFile].bytes > Int64(options.blockBytes)
      let isFull = block.bytes.count + Int(clamping: files[nextFile].bytes) > options.blockBytes
      if !block.segments.isEmpty && (isLarge || isFull) { return .filled(unit(isLast: true)) }
      open(&block)
      if options.separatesFiles, !block.segments.isEmpty || !block.rejects.isEmpty {
        return .filled(unit(isLast: true, of: nextFile - 1))
      }
      if current != nil || !queued.isEmpty, !block.segments.isEmpty || !block.rejects.isEmpty {
        return .filled(smallFilesUnit())
      }
    }
  }

  /// The next unit of the settled input that is next; nil once there are no more.
  private mutating func unit(of known: SettledInput) -> IngestUnit? {
    guard nextSettledUnit < known.units else {
      bytesDone += files[nextFile].bytes
      nextSettledUnit = 0
      nextFile += 1
      return nil
    }
    var unit = unit(isLast: nextSettledUnit == known.units - 1, of: nextFile)
    unit.settledUnit = nextSettledUnit
    nextSettledUnit += 1
    return unit
  }

  /// The unit of small files in front of an archive or a large file that is open by now.
  private mutating func smallFilesUnit() -> IngestUnit {
    defer { stream += 1 }
    return IngestUnit(stream: stream, block: 0, isLastOfStream: true)
  }

  private mutating func unit(isLast: Bool, of file: Int? = nil) -> IngestUnit {
    var unit = IngestUnit(stream: stream, block: block, isLastOfStream: isLast)
    unit.file = file
    block += 1
    if isLast {
      stream += 1
      block = 0
      current = nil
    }
    return unit
  }

  /// The last lane to come back, when all else is decoded, gets what found no partner, part by part.
  private mutating func closing() -> Step {
    guard !hasClosed, outstanding.isZero else { return .end }
    let part = block
    hasClosed = part + 1 == closingParts
    return .closing(unit(isLast: hasClosed), part: part)
  }

  /// Hands a run to the lane that asks; nil where streams are not to be read side by side, so that it is the current one.
  private mutating func start(_ run: Range<Int>) -> Step? {
    let items = run.map { index in
      bytesDone += files[index].bytes
      return SmallFiles.Item(
        index: index, path: files[index].path, bytes: files[index].bytes, hash: hashes[index],
        isSearched: isSearched[index])
    }
    let small = SmallFiles(items, sniffer: sniffer, options: options, notes: notes)
    let file = run.count == 1 ? run.lowerBound : nil
    nextFile = run.upperBound
    guard options.parallelStreams else {
      (current, currentFile) = (small, file)
      return nil
    }
    defer { stream += 1 }
    return .own(small, number: stream, file: file)
  }

  // MARK: Opening inputs

  /// Opens the next input: a small file is read into the block at once, others become the current stream.
  private mutating func open(_ block: inout IngestBlock) {
    let index = nextFile
    nextFile += 1
    currentFile = index
    bytesDone += files[index].bytes
    do {
      let file = try file(index)
      guard file.bytes == files[index].bytes else {
        throw Refusal(
          reason: "unreadable_file", detail: "the file changed while it was read; run again when it is complete")
      }
      let start = block.bytes.count
      let isGrouped = options.groupedFiles.contains(file.path)
      let isSmall = file.bytes <= Int64(options.blockBytes) && !isGrouped
      let count = isSmall ? Int(file.bytes) : Sniffer.sampleBytes
      block.makeRoom(for: count, blockBytes: options.blockBytes)
      _ = try file.read(at: 0, count: count, into: &block.bytes)
      let head = Array(block.bytes[start..<min(start + Sniffer.sampleBytes, block.bytes.count)])
      if let container = ContainerKind(magic: head) {
        block.bytes.removeLast(block.bytes.count - start)
        openContainer(container, file, index)
      } else if isSmall {
        try addSmall(start: start, head: head, index: index, &block)
      } else {
        block.bytes.removeLast(block.bytes.count - start)
        try openLarge(file, head: head, index: index)
      }
    } catch let refusal as Refusal {
      refuse(refusal, index, &block)
    } catch let problem as Problem {
      refuse(Refusal(reason: "unreadable_file", detail: problem.message), index, &block)
    } catch {
      refuse(Refusal(reason: "unreadable_file", detail: "\(error)"), index, &block)
    }
  }

  private mutating func refuse(_ refusal: Refusal, _ index: Int, _ block: inout IngestBlock) {
    if files[index].format.isEmpty { files[index].format = "unknown" }
    files[index].why = refusal.detail
    block.rejects.append(
      Reject(
        sourceRef: files[index].path, stage: .ingest, reason: refusal.reason, detail: refusal.detail,
        count: refusal.count))
  }

  private mutating func addSmall(
    start: Int, head: [UInt8], index: Int, _ block: inout IngestBlock
  ) throws(Refusal) {
    let range = start..<block.bytes.count
    unsafe block.bytes.withUnsafeBytes { bytes in
      unsafe hashes[index].add(UnsafeRawBufferPointer(rebasing: bytes[range]), at: 0)
    }
    var head = head
    if let encoding = options.utf16(files[index].path, head) {
      let converted = encoding.converted(block.bytes[range])
      block.bytes.replaceSubrange(range, with: converted)
      head = Array(converted.prefix(Sniffer.sampleBytes))
    }
    let end = block.bytes.count
    do {
      let plan = try sniffer.plan(name: files[index].path, sample: head, isWhole: true)
      describe(index, plan)
      let source = Source(file: index, name: files[index].path, plan: plan)
      block.segments.append(
        Segment(
          source: source, range: min(start + plan.headBytes, end)..<end, firstRecord: plan.firstRecord,
          firstLine: plan.firstLine(block.bytes, start), isFirst: true, isLast: true))
    } catch {
      block.bytes.removeLast(block.bytes.count - start)
      throw error
    }
  }

  private mutating func openLarge(_ file: OpenFile, head: [UInt8], index: Int) throws(Refusal) {
    file.willReadSequentially()
    let encoding = options.utf16(file.path, head)
    let sample = encoding.map { $0.converted(head[...]) } ?? head
    let plan = try sniffer.plan(name: file.path, sample: sample, isWhole: false)
    describe(index, plan)
    if options.looksAtIDs {
      guard case .rows(_, .some) = plan.cutting else { return }
    }
    let plain = PlainSource(file, hash: hashes[index])
    let bytes: any ByteSource = encoding.map { Utf16Source(plain, encoding: $0) } ?? plain
    let source = Source(file: index, name: file.path, plan: plan)
    if options.groupedFiles.contains(file.path),
      let grouped = GroupedStream(source, bytes: bytes, size: file.bytes, options: options)
    {
      current = grouped
      return
    }
    current = RecordStream(source, start: [], isAtEnd: false, bytes: bytes, options: options)
  }

  private mutating func openContainer(_ kind: ContainerKind, _ file: OpenFile, _ index: Int) {
    files[index].format = kind.name
    files[index].why = "its first bytes are those of \(kind.name)"
    let archive = ArchiveInput(file: file, hash: hashes[index])
    if kind == .zip && options.parallelStreams && isSearched[index],
      let members = ZipMembers(
        archive, index: index, options: options, skipping: metadataMembers[index] ?? [])
    {
      queued = members.streams()
      return
    }
    current = ArchiveStream(
      archive, kind: kind, file: index, name: file.path, options: options,
      budget: UnpackBudget(packed: file.bytes, limits: options.limits), skipping: metadataMembers[index] ?? [],
      isSearched: isSearched[index])
  }

  mutating func describe(_ index: Int, _ plan: SourcePlan) {
    files[index].format = plan.format
    files[index].profile = plan.profile
    files[index].why = plan.why
  }

  // MARK: Metadata and description

  /// The inputs with what is known of them; those that were not opened yet are looked at.
  mutating func described() -> [InputFile] {
    for (index, note) in notes.take() {
      files[index].format = note.format
      files[index].profile = note.profile
      files[index].why = note.why
    }
    for index in files.indices where files[index].format.isEmpty && !isSettled(index) { look(at: index) }
    var result = files
    for index in result.indices
    where nextFile == files.count && current == nil && queued.isEmpty && !isSettled(index) {
      result[index].hash = hashes[index].folded(reading: try file(index))
    }
    return result
  }

  private mutating func look(at index: Int) {
    var head: [UInt8] = []
    do {
      let file = try file(index)
      _ = try file.read(at: 0, count: Sniffer.sampleBytes, into: &head)
    } catch {
      files[index].format = "unknown"
      files[index].why = error.message
      return
    }
    if let kind = ContainerKind(magic: head) {
      files[index].format = kind.name
      files[index].why = "its first bytes are those of \(kind.name)"
      return
    }
    let sample = options.utf16(files[index].path, head)?.converted(head[...]) ?? head
    do {
      describe(
        index, try sniffer.plan(name: files[index].path, sample: sample, isWhole: head.count < Sniffer.sampleBytes))
    } catch {
      files[index].format = "unknown"
      files[index].why = error.detail
    }
  }
}
