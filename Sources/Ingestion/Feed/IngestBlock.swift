import Record

/// Bytes that one lane loaded and is about to decode; a lane owns one and reuses it.
public struct IngestBlock: Sendable {
  /// What was read, behind it some padding; the batch takes it over as its arena.
  var bytes: [UInt8] = []
  var segments: [Segment] = []
  /// Runs of `bytes` that stand in an input just so, for its hash.
  var pieces: [Piece] = []
  /// What went wrong while loading.
  var rejects: [Reject] = []
  /// Members of a zip that this lane inflates on its own.
  var ownStream: (any BlockStream)?
  var ownStreamNumber = 0
  var ownFile: Int?
  /// The reader of the zip whose members this lane read last.
  var keptReader: OuterMembers?
  var ownBlock = 0
  /// The archive in which metadata was met that its conversations should have been joined with.
  var lateMetadata: Int?
  /// Whether it is one of the feed's last units: what found no partner in a join.
  var isClosing = false
  /// Which of them, from 0.
  var closingPart = 0

  /// For `IngestFeed.joinDigest`, what the conversations decoded last were before they were filled in from other inputs;
  /// nil where they were not, or where that can't be kept.
  public internal(set) var joinKeys: [UInt8]?

  struct Piece: Sendable {
    var hash: ContentHash
    var offset: Int64
    var range: Range<Int>
  }

  public init() {}

  /// More than this is not kept for the next block: a giant conversation would weigh on the whole run.
  private static let mostKept = 24 << 20

  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: bytes.capacity <= IngestBlock.mostKept)
    segments.removeAll(keepingCapacity: true)
    pieces.removeAll(keepingCapacity: true)
    rejects.removeAll(keepingCapacity: true)
    isClosing = false
  }

  /// Makes room for `count` more bytes, with some to spare: growing little by little would copy the block each time.
  mutating func makeRoom(for count: Int, blockBytes: Int) {
    let needed = bytes.count + count + ByteView.padding
    if bytes.capacity < needed { bytes.reserveCapacity(max(needed, blockBytes * 3 / 2 + 128 << 10)) }
  }

  /// Takes the pieces into their inputs' hashes; before any byte is changed or moved.
  mutating func hashPieces() {
    unsafe bytes.withUnsafeBytes { bytes in
      for piece in pieces {
        unsafe piece.hash.add(UnsafeRawBufferPointer(rebasing: bytes[piece.range]), at: piece.offset)
      }
    }
    pieces.removeAll(keepingCapacity: true)
  }

  /// Adds the bytes that decoders may read beyond the last segment.
  mutating func pad() { bytes.append(contentsOf: repeatElement(0, count: ByteView.padding)) }
}

/// Something that fills block after block: a file, a run of small files, the members of an archive.
///
/// One lane at a time uses it: under the feed's lock, or because it alone was given it. That is what makes the classes that
/// conform `@unchecked Sendable`.
protocol BlockStream: AnyObject, Sendable {
  /// Fills the empty block with whole records.
  /// - Returns: whether the stream ends with this block.
  func fill(_ block: inout IngestBlock) -> Bool
}
