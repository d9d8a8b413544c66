public import Record

/// Standard output or a file, written in large pieces. Call `flush` at the end: nothing is written behind your back.
public struct BufferedOutput: ~Copyable {
  private let descriptor: Descriptor
  private var pending: [UInt8] = []
  private let limit: Int

  /// Throws `Failure` where the file can't be made; `-` is standard output.
  public init(path: String = "-", limit: Int = 256 << 10) throws {
    self.init(try Descriptor.writing(path), limit: limit)
  }

  public init(_ descriptor: consuming Descriptor, limit: Int = 256 << 10) {
    self.descriptor = descriptor
    self.limit = limit
    pending.reserveCapacity(limit)
  }

  /// Throws `ClosedPipe` where the reader has gone, `Failure` where writing fails.
  public mutating func write(_ sink: ByteSink) throws { try write(sink.bytes) }

  /// Throws `ClosedPipe` where the reader has gone, `Failure` where writing fails.
  public mutating func write(_ bytes: [UInt8]) throws {
    if pending.count + bytes.count > limit { try flush() }
    if bytes.count >= limit {
      try descriptor.write(bytes)
    } else {
      pending.append(contentsOf: bytes)
    }
  }

  /// Throws `ClosedPipe` where the reader has gone, `Failure` where writing fails.
  public mutating func write(_ text: String) throws {
    pending.append(contentsOf: text.utf8)
    if pending.count > limit { try flush() }
  }

  /// Throws `ClosedPipe` where the reader has gone, `Failure` where writing fails.
  public mutating func flush() throws {
    defer { pending.removeAll(keepingCapacity: true) }
    if !pending.isEmpty { try descriptor.write(pending) }
  }
}
