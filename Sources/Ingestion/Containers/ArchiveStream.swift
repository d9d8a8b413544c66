import Glibc
import Record

/// The members of an archive, and of archives in it, as blocks: many small ones to a block, large ones over several.
final class ArchiveStream: BlockStream, @unchecked Sendable {
  private let file: Int
  private let options: IngestOptions
  private let budget: UnpackBudget
  private var levels: [ArchiveLevel] = []
  private var member: (any BlockStream)?
  private var sniffer: CachingSniffer
  /// Which members of the outermost archive are this stream's; all where nil.
  private let range: Range<Int>?
  /// Members that were read already.
  private let skipped: Set<MetadataMembers.MemberPath>
  /// Whether it was looked into for metadata before.
  private let isSearched: Bool
  private var outer: OuterMembers?
  private var openFault: SourceFault?
  private let name: String

  /// - Parameter kept: a reader of the same zip that stands before the range, or nil.
  init(
    _ bytes: @autoclosure () -> any ArchiveBytes, kind: ContainerKind, file: Int, name: String,
    options: IngestOptions, budget: UnpackBudget, range: Range<Int>? = nil,
    skipping: Set<MetadataMembers.MemberPath> = [],
    kept: OuterMembers? = nil, isSearched: Bool = true
  ) {
    self.isSearched = isSearched
    self.file = file
    self.name = name
    self.options = options
    self.range = range
    self.skipped = skipping
    self.budget = budget
    sniffer = CachingSniffer(options: options)
    do throws(SourceFault) {
      let outer: OuterMembers
      if let kept {
        outer = kept
      } else {
        let passphrase = ArchiveStream.passphrase(options)
        outer = OuterMembers(
          try ArchiveLevel(bytes(), kind: kind, name: name, budget: budget, passphrase: passphrase), file: file)
      }
      self.outer = outer
      levels = [outer.level]
    } catch {
      openFault = error
    }
  }

  /// What a lane may keep for the next run.
  var reader: OuterMembers? { outer }

  static func passphrase(_ options: IngestOptions) -> String? {
    if let passphrase = options.passphrase { return passphrase }
    return unsafe getenv(options.passphraseVariable).map { unsafe String(cString: $0) }
  }

  func fill(_ block: inout IngestBlock) -> Bool {
    if let fault = openFault {
      reject(fault, name, &block)
      return true
    }
    if let member {
      if member.fill(&block) { self.member = nil }
      return levels.isEmpty && self.member == nil
    }
    while block.bytes.count * 2 < options.blockBytes, member == nil {
      guard let level = levels.last else { return true }
      step(level, &block)
    }
    if block.segments.isEmpty && block.rejects.isEmpty, let member {
      if member.fill(&block) { self.member = nil }
    }
    return false
  }

  /// Takes the next member of the innermost archive.
  private func step(_ level: ArchiveLevel, _ block: inout IngestBlock) {
    var place = level.name
    do throws(SourceFault) {
      guard let next = try nextWanted(level) else { return try leave(&block) }
      place = level.kind.isFilter ? level.name : "\(level.name)!/\(shortened(next.name))"
      if ArchiveStream.isIgnored(next.name) || next.isFolder || options.isIgnored(place) { return }
      guard next.isRegularFile else {
        throw SourceFault(reason: "not_a_file", detail: "a link or a device in an archive is not followed")
      }
      try isSpreadsheet(next.name)
      try open(level, place, &block)
    } catch {
      reject(error, place, &block)
      if error.reason == "archive_limit" {
        levels.removeAll()
        outer?.isSpent = true
      } else if place == level.name || error.reason == "needs_passphrase" || error.reason == "spreadsheet" {
        levels.removeLast()
        if levels.isEmpty { outer?.isSpent = true }
      }
    }
  }

  private func nextWanted(_ level: ArchiveLevel) throws(SourceFault) -> ArchiveMember? {
    while let member = try next(level) {
      if skipped.isEmpty || !skipped.contains(levels.map(\.number)) { return member }
    }
    return nil
  }

  private func next(_ level: ArchiveLevel) throws(SourceFault) -> ArchiveMember? {
    if levels.count == 1, let outer { return try outer.next(in: range) }
    guard let member = try level.nextMember() else { return nil }
    try level.countMember()
    return member
  }

  /// At the end of an archive: what is behind it in the one around it is read too, for its checksum.
  private func leave(_ block: inout IngestBlock) throws(SourceFault) {
    levels.removeLast()
    try levels.last?.drain()
  }

  private func open(_ level: ArchiveLevel, _ place: String, _ block: inout IngestBlock) throws(SourceFault) {
    let start = block.bytes.count
    var done = false
    defer { if !done { block.bytes.removeLast(block.bytes.count - start) } }
    block.makeRoom(for: Sniffer.sampleBytes, blockBytes: options.blockBytes)
    var got = try level.read(count: Sniffer.sampleBytes, into: &block.bytes)
    let head = Array(block.bytes[start...])
    if let inner = ContainerKind(magic: head) { return try enter(inner, level, place, head) }
    let isShort = got < Sniffer.sampleBytes
    if !isShort { block.makeRoom(for: options.blockBytes, blockBytes: options.blockBytes) }
    if !isShort { got += try level.read(count: max(0, options.blockBytes - got), into: &block.bytes) }
    let isWhole = isShort || got < max(options.blockBytes, Sniffer.sampleBytes)
    if options.utf16(place, head) != nil { return try openUtf16(level, place, start: start, isWhole: isWhole, &block) }
    let plan = try plan(place, head, isWhole: isWhole)
    if plan.isMetadata, mayHideMetadata() { block.lateMetadata = file }
    let source = Source(file: file, name: place, plan: plan)
    if options.groupedFiles.contains(levels[0].name) {
      let inner = PrefixedSource(Array(block.bytes[start...]), isWhole ? nil : LevelSource(level))
      if let grouped = GroupedStream(source, bytes: inner, size: isWhole ? Int64(got) : 1 << 30, options: options) {
        member = grouped
        return
      }
    }
    if isWhole {
      let end = block.bytes.count
      block.segments.append(
        Segment(
          source: source, range: min(start + plan.headBytes, end)..<end, firstRecord: plan.firstRecord,
          firstLine: plan.firstLine(block.bytes, start), isFirst: true, isLast: true))
      done = true
    } else {
      member = RecordStream(
        source, start: Array(block.bytes[start...]), isAtEnd: false, bytes: LevelSource(level), options: options)
    }
  }

  private func openUtf16(
    _ level: ArchiveLevel, _ place: String, start: Int, isWhole: Bool, _ block: inout IngestBlock
  ) throws(SourceFault) {
    guard let encoding = options.utf16(place, Array(block.bytes[start...].prefix(Sniffer.sampleBytes))) else { return }
    let head = encoding.converted(block.bytes[start...].prefix(Sniffer.sampleBytes & ~1))
    let plan = try plan(place, head, isWhole: isWhole)
    if plan.isMetadata, mayHideMetadata() { block.lateMetadata = file }
    let inner = PrefixedSource(Array(block.bytes[start...]), isWhole ? nil : LevelSource(level))
    member = RecordStream(
      Source(file: file, name: place, plan: plan), start: [], isAtEnd: false,
      bytes: Utf16Source(inner, encoding: encoding), options: options)
  }

  /// Whether the search for metadata may have been given up before it came here, or not begun.
  private func mayHideMetadata() -> Bool {
    (!isSearched || levels.contains { $0.kind == .tar || $0.kind == .sevenZip })
      && !options.thoroughArchives.contains(levels[0].name)
  }

  private func plan(_ place: String, _ head: [UInt8], isWhole: Bool) throws(SourceFault) -> SourcePlan {
    do {
      return try sniffer.plan(name: place, sample: head, isWhole: isWhole)
    } catch {
      throw SourceFault(reason: error.reason, detail: error.detail)
    }
  }

  private func enter(
    _ kind: ContainerKind, _ level: ArchiveLevel, _ place: String, _ head: [UInt8]
  ) throws(SourceFault) {
    levels.append(try ArchiveStream.open(kind, in: levels, place, head, budget, options))
  }

  /// Opens the archive that the current member of the innermost of some archives is.
  static func open(
    _ kind: ContainerKind, in levels: [ArchiveLevel], _ place: String, _ head: [UInt8], _ budget: UnpackBudget,
    _ options: IngestOptions
  ) throws(SourceFault) -> ArchiveLevel {
    // A tar in its compression is one archive to people.
    let depth = levels.count { !$0.kind.isFilter } + 1
    guard depth <= options.limits.depth, levels.count < 2 * options.limits.depth + 1, let level = levels.last else {
      throw SourceFault(reason: "archive_limit", detail: "archives are nested deeper than \(options.limits.depth)")
    }
    var bytes: any ArchiveBytes = MemberBytes(level, head: head)
    if kind.needsSeeking { bytes = try SpooledBytes(bytes, folder: options.temporaryFolder) }
    return try ArchiveLevel(bytes, kind: kind, name: place, budget: budget, passphrase: passphrase(options))
  }

  // MARK: Names

  private func shortened(_ name: String) -> String {
    name.utf8.count <= options.limits.nameBytes
      ? name : String(decoding: Array(name.utf8.prefix(options.limits.nameBytes)), as: UTF8.self) + "…"
  }

  static func isIgnored(_ name: String) -> Bool {
    name.split(separator: "/").contains { Expansion.isIgnored(name: $0) && $0 != "." && $0 != ".." }
  }

  private func isSpreadsheet(_ name: String) throws(SourceFault) {
    if name == "xl/workbook.xml" || name == "[Content_Types].xml" || name == "xl/workbook.bin" {
      throw SourceFault(
        reason: "spreadsheet", detail: "this is an Excel workbook; save the sheet as CSV (UTF-8) and give that")
    }
  }

  private func reject(_ fault: SourceFault, _ place: String, _ block: inout IngestBlock) {
    block.rejects.append(Reject(sourceRef: place, stage: .ingest, reason: fault.reason, detail: fault.detail))
  }
}

/// The current member of an archive.
final class LevelSource: ByteSource {
  private let level: ArchiveLevel

  init(_ level: ArchiveLevel) { self.level = level }

  func read(count: Int, into block: inout IngestBlock) throws(SourceFault) -> Int {
    try level.read(count: count, into: &block.bytes)
  }
}

/// Bytes that were read already, and then those of another source.
final class PrefixedSource: ByteSource {
  private var prefix: [UInt8]
  private let rest: (any ByteSource)?

  init(_ prefix: [UInt8], _ rest: (any ByteSource)?) {
    self.prefix = prefix
    self.rest = rest
  }

  func read(count: Int, into block: inout IngestBlock) throws(SourceFault) -> Int {
    let taken = min(count, prefix.count)
    block.bytes.append(contentsOf: prefix[..<taken])
    prefix.removeFirst(taken)
    guard taken < count, let rest else { return taken }
    return try taken + rest.read(count: count - taken, into: &block)
  }
}
