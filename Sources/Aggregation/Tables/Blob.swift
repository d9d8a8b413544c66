/// Rendered texts in one run of memory, found by number: no array, no reference count a piece.
struct Blob: Sendable {
  /// With sixteen bytes behind the last piece, so that pieces can be copied by `RowWriter.padded`.
  private(set) var bytes: [UInt8] = []
  private(set) var ends: [Int] = []
  /// Length of the longest piece.
  private(set) var longest = 0

  init(_ pieces: [[UInt8]]) {
    for piece in pieces {
      bytes += piece
      ends.append(bytes.count)
      longest = max(longest, piece.count)
    }
    bytes += [UInt8](repeating: 0, count: 16)
  }

  @inline(__always)
  func range(_ index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }
}

extension RowWriter {
  /// Appends a piece. Needs fifteen bytes of space behind it.
  @inline(__always)
  mutating func raw(_ blob: Blob, _ index: Int) {
    let range = blob.range(index)
    unsafe blob.bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      unsafe padded(base + range.lowerBound, range.count)
    }
  }
}
