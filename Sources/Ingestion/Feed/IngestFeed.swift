public import Record
import Synchronization

/// Loads inputs block by block, in canonical order, for lanes that decode them.
///
/// Canonical order is bytewise by path, whatever the order of the arguments; archives' members stand in the archive's order.
/// `claim` may be called by any lane at any time, `decode` holds no lock.
public final class IngestFeed: Sendable {
  private let options: IngestOptions
  private let state: Mutex<FeedState>
  private let joins: Joins
  private let adjacency = AdjacencyCheck()
  private let outstanding: UnitCount

  /// - Throws: `IngestError.noSuchInput` for a path that does not exist, `Problem` for a mapping or profile that is wrong.
  public init(inputs: [String], options: IngestOptions = IngestOptions()) throws {
    var options = options
    options.blockBytes = max(options.blockBytes, 64)
    options.apply(try MappingCatalog.of(options))
    let chosen = options
    self.options = chosen
    var files = try Expansion.files(of: inputs).filter { !chosen.isIgnored($0.path) }
    if !options.settled.isEmpty {
      let known = Set(options.settled.map(\.file.path))
      files = (files.filter { !known.contains($0.path) } + options.settled.map(\.file))
        .sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }
    if options.lastFirst { files.reverse() }
    var state = try FeedState(files: files, options: options)
    joins = options.looksAtIDs ? Joins([]) : state.readMetadata()
    state.closingParts = joins.closingParts
    outstanding = state.outstanding
    self.state = Mutex(state)
  }

  /// The files that inputs stand for, in canonical order, with nothing said of them but their size.
  ///
  /// - Throws: `IngestError.noSuchInput` for a path that does not exist.
  public static func list(_ inputs: [String]) throws(IngestError) -> [InputFile] { try Expansion.files(of: inputs) }

  /// Has the built-in profiles read on another thread, where something else is to be done before the first feed is made.
  public static func readAhead() { MappingCatalog.readAhead() }

  /// The hash of a file's contents, as `InputFile.hash` has it after a run. Throws `Problem` where it can't be read.
  public static func contentHash(of path: String) throws(Problem) -> String {
    let file = try OpenFile(path)
    guard let hash = ContentHash(bytes: file.bytes).folded(reading: file) else {
      throw Problem(file: path, "the file changed while it was read", hint: "run again when it is complete")
    }
    return hash
  }

  /// Whether conversations of some inputs are filled in from others: then none stands for itself.
  public var joinsInputs: Bool { state.withLock { $0.isMetadata.contains(true) || !$0.metadataMembers.isEmpty } }

  /// Paths of the inputs in canonical order.
  public var paths: [String] { state.withLock { $0.files.map(\.path) } }

  /// The inputs in canonical order; formats and hashes are there once they are known.
  public var files: [InputFile] { state.withLock { $0.described() } }

  /// Loads the next unit in canonical order into an empty block.
  ///
  /// - Returns: nil at the end.
  /// - Throws: `IngestError` that `IngestOptions.adapt` can tell to be mended by reading again.
  public func claim(_ block: inout IngestBlock) throws -> IngestUnit? {
    if let file = adjacency.scatteredFile {
      throw IngestError.scattered(file: state.withLock { $0.files[file].path })
    }
    block.removeAll()
    let unit = load(&block)
    if let file = block.lateMetadata {
      throw IngestError.lateMetadata(file: state.withLock { $0.files[file].path })
    }
    return unit
  }

  private func load(_ block: inout IngestBlock) -> IngestUnit? {
    if let stream = block.ownStream {
      block.ownBlock += 1
      return IngestFeed.fill(&block, from: stream)
    }
    switch state.withLock({ $0.next(&block) }) {
    case .filled(let unit): return unit
    case .own(let stream, let number, let file):
      block.ownStream = stream
      block.ownStreamNumber = number
      block.ownFile = file
      block.ownBlock = 0
      return IngestFeed.fill(&block, from: stream)
    case .closing(let unit, let part):
      block.isClosing = true
      block.closingPart = part
      return unit
    case .end: return nil
    }
  }

  private static func fill(_ block: inout IngestBlock, from stream: any BlockStream) -> IngestUnit {
    let isLast = stream.fill(&block)
    if isLast { block.ownStream = nil }
    var unit = IngestUnit(stream: block.ownStreamNumber, block: block.ownBlock, isLastOfStream: isLast)
    unit.file = block.ownFile
    return unit
  }

  /// Turns a unit's bytes into conversations, whole ones only, and what went wrong into rejects.
  ///
  /// The batch is emptied first; it takes over the block's bytes.
  public func decode(_ unit: IngestUnit, _ block: inout IngestBlock, into batch: inout Batch) {
    batch.removeAll()
    defer { outstanding.add(-1) }
    if block.isClosing {
      joins.close(part: block.closingPart, into: &batch.rejects)
      return
    }
    block.hashPieces()
    batch.rejects.append(contentsOf: block.rejects)
    block.pad()
    if block.segments.allSatisfy({ $0.source.plan.decoding.isInPlace }) {
      swap(&batch.arena, &block.bytes)
      for segment in block.segments { decode(segment, from: [], into: &batch) }
    } else {
      for segment in block.segments { decode(segment, from: block.bytes, into: &batch) }
    }
    block.joinKeys = options.keepsJoinKeys && joins.canBeAskedAgain ? JoinKeys(batch).lines : nil
    joins.apply(to: &batch)
  }

  /// What `decode` is for other units: says that a settled one is done with, all its matches noted.
  public func release(_ settled: IngestUnit) { outstanding.add(-1) }

  /// Notes which metadata the conversations of a settled unit belong to, so that it is not taken for metadata of nobody.
  ///
  /// - Parameter keys: what `IngestBlock.joinKeys` was, where it is known; else the conversations themselves have to do.
  public func noteMatches(of settled: Batch, keys: [UInt8]?) {
    guard let keys else {
      var batch = settled
      return joins.apply(to: &batch)
    }
    _ = joins.digest(of: JoinKeys(lines: keys), notes: true)
  }

  /// How many conversations of a settled unit today's metadata would tell agent, team, queue or start of, which they lack.
  public func unfilled(of settled: Batch) -> Int {
    var batch = settled
    joins.apply(to: &batch, notes: false)
    let known = Dictionary(
      settled.conversations.map { (settled.string($0.id), $0) }, uniquingKeysWith: { first, _ in first })
    return batch.conversations.count { now in
      guard let then = known[batch.string(now.id)] else { return false }
      let isFilled = then.agentID.isEmpty && !now.agentID.isEmpty || then.agentName.isEmpty && !now.agentName.isEmpty
      let isPlaced = then.team.isEmpty && !now.team.isEmpty || then.queue.isEmpty && !now.queue.isEmpty
      return isFilled || isPlaced || then.startedAt == Conversation.noTime && now.startedAt != Conversation.noTime
    }
  }

  /// Hash of what today's metadata makes of a unit's conversations; nil where that can't be told without reading them.
  public func joinDigest(of keys: [UInt8]) -> UInt64? {
    joins.canBeAskedAgain ? joins.digest(of: JoinKeys(lines: keys), notes: false) : nil
  }

  /// Inputs that hold metadata of others, in whole or in part: they have to be read each time.
  public var metadataPaths: Set<String> {
    state.withLock { state in
      Set(
        state.files.indices.filter { state.isMetadata[$0] || state.metadataMembers[$0] != nil }.map {
          state.files[$0].path
        })
    }
  }

  /// Takes the ids of a block's tables; false where only decoding tells.
  func look(_ block: inout IngestBlock) -> Bool {
    outstanding.add(-1)
    block.pad()
    for segment in block.segments {
      guard case .rows(_, .some) = segment.source.plan.cutting else { continue }
      guard let hashes = IDLook.hashes(segment, in: &block.bytes) else { return false }
      adjacency.add(hashes, segment: segment)
    }
    return true
  }

  var hasScattered: Bool { adjacency.scatteredFile != nil }

  private func decode(_ segment: Segment, from bytes: [UInt8], into batch: inout Batch) {
    let first = batch.conversations.count
    switch segment.source.plan.decoding {
    case .copying(let decoder): decoder.decode(segment, from: bytes, into: &batch)
    case .inPlace(let decoder):
      var segment = segment
      if !bytes.isEmpty {
        let start = batch.arena.count
        batch.arena.append(contentsOf: bytes[segment.range])
        segment.range = start..<batch.arena.count
        batch.arena.append(contentsOf: repeatElement(0, count: ByteView.padding))
      }
      decoder.decode(segment, into: &batch)
    }
    switch segment.source.plan.cutting {
    case .rows(_, .some): adjacency.add(batch, from: first, segment: segment)
    case .json(let json) where json.group != nil: adjacency.add(batch, from: first, segment: segment)
    default: break
    }
  }

  /// Bytes of the inputs (as they lie on disk) that were loaded, and how many there are.
  public func progress() -> (bytesDone: Int64, bytesTotal: Int64) {
    state.withLock { ($0.bytesDone, $0.bytesTotal) }
  }
}
