/// A piece of work: which block of which stream was loaded. Results are committed in the order of `(stream, block)`.
public struct IngestUnit: Sendable, Hashable {
  /// From 0: a plain file, a run of small files, an archive, or a member of a zip.
  public var stream: Int
  /// From 0 within the stream.
  public var block: Int
  /// Whether no block of this stream follows.
  public var isLastOfStream: Bool
  /// Index in `IngestFeed.files` of the input that it is of; nil for the unit behind all others, and for several small
  /// files together.
  public var file: Int?
  /// For a settled input, which of its units it stands for, from 0; it has no bytes.
  public var settledUnit: Int?

  public init(stream: Int, block: Int, isLastOfStream: Bool) {
    self.stream = stream
    self.block = block
    self.isLastOfStream = isLastOfStream
  }
}

extension IngestUnit: Comparable {
  public static func < (left: IngestUnit, right: IngestUnit) -> Bool {
    (left.stream, left.block) < (right.stream, right.block)
  }
}
