import Glibc

/// The lines of several files, one after the other, in blocks: what a filter of NDJSON reads.
public struct LineInputs: ~Copyable {
  /// Where a block's first line stands.
  public struct Place: Sendable {
    /// The file, as messages call it.
    public var source: String
    /// From 1.
    public var firstLine: Int

    public init(source: String = "", firstLine: Int = 1) {
      self.source = source
      self.firstLine = firstLine
    }
  }

  private let paths: [String]
  private let names: [String]
  private let blockBytes: Int
  private var nextPath = 0
  private var reader: LineReader?
  private var place = Place()

  /// - Parameters:
  ///   - paths: files; `-` is standard input.
  ///   - names: what messages call them, where not so.
  public init(_ paths: [String], names: [String]? = nil, blockBytes: Int = 1 << 20) {
    self.paths = paths
    self.names = names ?? paths.map { $0 == "-" ? "<stdin>" : $0 }
    self.blockBytes = blockBytes
  }

  /// Replaces `block` by the next whole lines, never of two files; nil at the end of the last. Throws `Failure`.
  public mutating func next(into block: inout [UInt8]) throws -> Place? {
    while true {
      if reader == nil {
        guard nextPath < paths.count else { return nil }
        let path = paths[nextPath]
        reader = try LineReader(path: path, blockBytes: blockBytes)
        place = Place(source: names[nextPath], firstLine: 1)
        nextPath += 1
      }
      if try reader?.next(into: &block) == true {
        let found = place
        place.firstLine += Self.newlines(block)
        return found
      }
      reader = nil
    }
  }

  private static func newlines(_ block: [UInt8]) -> Int {
    unsafe block.withUnsafeBytes { bytes in
      var count = 0
      var at = 0
      while at < bytes.count, let base = bytes.baseAddress,
        let found = unsafe memchr(base + at, 0x0A, bytes.count - at)
      {
        count += 1
        at = unsafe base.distance(to: UnsafeRawPointer(found)) + 1
      }
      return count
    }
  }
}
