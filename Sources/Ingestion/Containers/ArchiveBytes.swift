import Record

/// What an archive is read from: an input file, or a member of another archive.
protocol ArchiveBytes: AnyObject {
  /// The next run of bytes; empty at the end. Valid until the next call.
  func next() throws(SourceFault) -> UnsafeRawBufferPointer
  /// Whether `seek` works.
  var canSeek: Bool { get }
  var count: Int64 { get }
  /// Continues at a place from the start.
  func seek(to offset: Int64)
}

/// An input file, read in whole blocks of the hash's grid, so that reading for the archive and for the hash is one.
final class ArchiveInput: ArchiveBytes {
  let file: OpenFile
  let hash: ContentHash
  private var buffer: [UInt8] = []
  private var bufferStart: Int64 = -1
  private var position: Int64 = 0

  init(file: OpenFile, hash: ContentHash) {
    self.file = file
    self.hash = hash
  }

  var canSeek: Bool { true }
  var count: Int64 { file.bytes }

  func seek(to offset: Int64) { position = min(max(0, offset), file.bytes) }

  func next() throws(SourceFault) -> UnsafeRawBufferPointer {
    guard position < file.bytes else { return unsafe UnsafeRawBufferPointer(start: nil, count: 0) }
    let grid = Int64(ContentHash.gridBytes)
    let start = position / grid * grid
    if start != bufferStart { try load(start) }
    let skip = Int(position - start)
    guard skip < buffer.count else {
      throw SourceFault(reason: "unreadable_file", detail: "the file became shorter while it was read")
    }
    let rest = buffer.count - skip
    position += Int64(rest)
    return unsafe buffer.withUnsafeBytes { unsafe UnsafeRawBufferPointer(rebasing: $0[skip...]) }
  }

  private func load(_ start: Int64) throws(SourceFault) {
    buffer.removeAll(keepingCapacity: true)
    do {
      _ = try file.read(at: start, count: ContentHash.gridBytes, into: &buffer)
    } catch {
      throw SourceFault(reason: "unreadable_file", detail: error.message)
    }
    bufferStart = start
    unsafe buffer.withUnsafeBytes { unsafe hash.add($0, at: start) }
  }

  /// Another reader of the same file, for another lane.
  func copy() -> ArchiveInput { ArchiveInput(file: file, hash: hash) }
}

/// A member of an archive that is an archive itself, read from front to back.
final class MemberBytes: ArchiveBytes {
  private let outer: ArchiveLevel
  private var buffer: [UInt8]
  private var isFresh = true
  /// What went wrong behind the bytes that are still to be handed out.
  private var fault: SourceFault?

  /// - Parameter head: what was read of the member already.
  init(_ outer: ArchiveLevel, head: [UInt8]) {
    self.outer = outer
    buffer = head
  }

  var canSeek: Bool { false }
  var count: Int64 { -1 }
  func seek(to offset: Int64) {}

  func next() throws(SourceFault) -> UnsafeRawBufferPointer {
    if !isFresh || buffer.isEmpty {
      try load()
    }
    isFresh = false
    return unsafe buffer.withUnsafeBytes { unsafe $0 }
  }

  private func load() throws(SourceFault) {
    if let fault { throw fault }
    buffer.removeAll(keepingCapacity: true)
    do throws(SourceFault) {
      _ = try outer.read(count: 256 << 10, into: &buffer)
    } catch {
      fault = error
      if buffer.isEmpty { throw error }
    }
  }
}
