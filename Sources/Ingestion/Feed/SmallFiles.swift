import Record

/// A run of small files, read one behind the other into a block by the lane that was given it.
///
/// What one file costs is system calls and memory to keep its name and hash; two lanes share that where each opens and reads
/// runs of its own. An archive in between is unpacked in its place.
final class SmallFiles: BlockStream, @unchecked Sendable {
  struct Item: Sendable {
    var index: Int
    var path: String
    var bytes: Int64
    var hash: ContentHash
    /// Whether metadata was looked for in it, if it is an archive.
    var isSearched: Bool
  }

  private let items: [Item]
  private let options: IngestOptions
  private let notes: InputNotes
  private var sniffer: CachingSniffer
  private var next = 0
  private var archive: ArchiveStream?
  private var news: [(file: Int, note: InputNotes.Note)] = []

  /// - Parameter sniffer: what is known so far; what one run learns stays with it, so that lanes don't change results.
  init(_ items: [Item], sniffer: CachingSniffer, options: IngestOptions, notes: InputNotes) {
    self.items = items
    self.sniffer = sniffer
    self.options = options
    self.notes = notes
    news.reserveCapacity(items.count)
  }

  func fill(_ block: inout IngestBlock) -> Bool {
    while archive == nil, next < items.count {
      let isFull = block.bytes.count + Int(items[next].bytes) > options.blockBytes
      if isFull, !block.segments.isEmpty { return false }
      add(items[next], to: &block)
      next += 1
    }
    if let archive {
      if !block.segments.isEmpty || !block.rejects.isEmpty { return false }
      if archive.fill(&block) { self.archive = nil }
    }
    let isLast = next == items.count && archive == nil
    if isLast { notes.add(news) }
    return isLast
  }

  private func add(_ item: Item, to block: inout IngestBlock) {
    let start = block.bytes.count
    do {
      block.makeRoom(for: Int(item.bytes) + 1, blockBytes: options.blockBytes)
      try OpenFile.readWhole(item.path, bytes: item.bytes, into: &block.bytes)
      if let kind = ContainerKind(magic: block.bytes, from: start) {
        block.bytes.removeLast(block.bytes.count - start)
        news.append((item.index, InputNotes.Note(kind)))
        let input = ArchiveInput(file: try OpenFile(item.path), hash: item.hash)
        archive = ArchiveStream(
          input, kind: kind, file: item.index, name: item.path, options: options,
          budget: UnpackBudget(packed: item.bytes, limits: options.limits), isSearched: item.isSearched)
        return
      }
      try addPlain(item, start: start, &block)
    } catch {
      block.bytes.removeLast(block.bytes.count - start)
      let refusal = error as? Refusal ?? Refusal(reason: "unreadable_file", detail: SmallFiles.message(error))
      news.append((item.index, InputNotes.Note(refusal)))
      block.rejects.append(
        Reject(
          sourceRef: item.path, stage: .ingest, reason: refusal.reason, detail: refusal.detail, count: refusal.count))
    }
  }

  private static func message(_ error: any Error) -> String { (error as? Problem)?.message ?? "\(error)" }

  private func addPlain(_ item: Item, start: Int, _ block: inout IngestBlock) throws(Refusal) {
    unsafe block.bytes.withUnsafeBytes { bytes in
      unsafe item.hash.add(UnsafeRawBufferPointer(rebasing: bytes[start...]), at: 0)
    }
    var head = Array(block.bytes[start...].prefix(Sniffer.sampleBytes))
    if let encoding = options.utf16(item.path, head) {
      let converted = encoding.converted(block.bytes[start...])
      block.bytes.replaceSubrange(start..., with: converted)
      head = Array(converted.prefix(Sniffer.sampleBytes))
    }
    let plan = try sniffer.plan(name: item.path, sample: head, isWhole: true)
    news.append((item.index, InputNotes.Note(plan)))
    let end = block.bytes.count
    let source = Source(file: item.index, name: item.path, plan: plan)
    block.segments.append(
      Segment(
        source: source, range: min(start + plan.headBytes, end)..<end, firstRecord: plan.firstRecord,
        firstLine: plan.firstLine(block.bytes, start), isFirst: true, isLast: true))
  }
}

extension FeedState {
  /// Files of one run: one is to end some time, even where files are empty.
  private static let mostFiles = 1000

  /// The small files from one on that a lane reads on its own. One that stands alone is opened under the lock, as it may be
  /// an archive whose members are shared; so are those that are called archives.
  func smallFiles(from first: Int) -> Range<Int>? {
    var bytes = 0
    var end = first
    let most = min(files.count, first + (options.separatesFiles ? 1 : FeedState.mostFiles))
    while end < most, isSmallAndPlain(end) {
      bytes += Int(files[end].bytes)
      if bytes > options.blockBytes { break }
      end += 1
    }
    return end - first > 1 || end > first && options.separatesFiles ? first..<end : nil
  }

  private func isSmallAndPlain(_ index: Int) -> Bool {
    let file = files[index]
    return file.bytes <= Int64(options.blockBytes) && file.path != OpenFile.standardInput && !isMetadata[index]
      && !isSettled(index) && !options.groupedFiles.contains(file.path) && metadataMembers[index] == nil
      && !FeedState.isCalledArchive(file.path)
  }

  static func isCalledArchive(_ path: String) -> Bool {
    for ending in [".zip", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".lz4"] where path.hasSuffix(ending) {
      return true
    }
    return false
  }
}
