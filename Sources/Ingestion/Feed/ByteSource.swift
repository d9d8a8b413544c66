import Record

/// Bytes of one file or member, from front to back.
protocol ByteSource: AnyObject {
  /// Appends up to `count` bytes to the block; fewer, or none, only at the end.
  func read(count: Int, into block: inout IngestBlock) throws(SourceFault) -> Int
}

/// Why the bytes of a source end early.
struct SourceFault: Error {
  /// Countable, as in `Reject.reason`.
  var reason: String
  var detail: String
}

/// A plain file: its pieces are noted for the hash, which a lane computes outside the lock.
final class PlainSource: ByteSource {
  private let file: OpenFile
  private let hash: ContentHash
  private var offset: Int64 = 0

  init(_ file: OpenFile, hash: ContentHash) {
    self.file = file
    self.hash = hash
  }

  func read(count: Int, into block: inout IngestBlock) throws(SourceFault) -> Int {
    let start = block.bytes.count
    do {
      let got = try file.read(at: offset, count: count, into: &block.bytes)
      if got > 0 {
        block.pieces.append(IngestBlock.Piece(hash: hash, offset: offset, range: start..<start + got))
      }
      offset += Int64(got)
      return got
    } catch {
      throw SourceFault(reason: "unreadable_file", detail: error.message)
    }
  }
}

/// Bytes that are in memory already.
final class MemorySource: ByteSource {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func read(count: Int, into block: inout IngestBlock) -> Int {
    let end = min(bytes.count, position + count)
    block.bytes.append(contentsOf: bytes[position..<end])
    defer { position = end }
    return end - position
  }
}
