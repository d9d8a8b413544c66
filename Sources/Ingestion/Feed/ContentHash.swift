import Record
import Synchronization

/// The hash of one input's contents, made of the pieces that lanes read in any order.
///
/// XXH64 of each MiB from the file's start, then XXH64 of these numbers as little-endian bytes.
final class ContentHash: Sendable {
  static let gridBytes = 1 << 20

  private let slots: Mutex<[UInt64?]>
  private let bytes: Int64

  init(bytes: Int64) {
    self.bytes = bytes
    let count = (Int(bytes) + ContentHash.gridBytes - 1) / ContentHash.gridBytes
    slots = Mutex(Array(repeating: nil, count: count))
  }

  /// Takes every whole grid block that `piece`, read from `offset` on, covers.
  func add(_ piece: UnsafeRawBufferPointer, at offset: Int64) {
    let grid = ContentHash.gridBytes
    guard Int(offset) % grid == 0 else { return }
    var position = 0
    while position < piece.count {
      let count = min(grid, piece.count - position)
      let index = (Int(offset) + position) / grid
      guard count == grid || offset + Int64(position + count) == bytes else { return }
      if !slots.withLock({ index >= $0.count || $0[index] != nil }) {
        let hash = unsafe Fingerprint.xxh64(UnsafeRawBufferPointer(rebasing: piece[position..<position + count]))
        slots.withLock { $0[index] = hash }
      }
      position += count
    }
  }

  /// The whole hash, once each piece is there. Pieces that nobody needed (gaps of an archive) are read now.
  func folded(reading open: @autoclosure () throws -> OpenFile) -> String? {
    let missing = slots.withLock { slots in slots.indices.filter { slots[$0] == nil } }
    if !missing.isEmpty {
      guard let file = try? open(), file.bytes == bytes else { return nil }
      var buffer: [UInt8] = []
      for index in missing {
        buffer.removeAll(keepingCapacity: true)
        let offset = Int64(index * ContentHash.gridBytes)
        guard (try? file.read(at: offset, count: ContentHash.gridBytes, into: &buffer)) != nil else { return nil }
        unsafe buffer.withUnsafeBytes { unsafe add($0, at: offset) }
      }
    }
    let hashes = slots.withLock { $0.compactMap { $0?.littleEndian } }
    return unsafe hashes.withUnsafeBytes { unsafe Fingerprint.hex(Fingerprint.xxh64($0)) }
  }
}
