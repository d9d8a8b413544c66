/// Reads a stream in blocks of whole lines: how every filter takes its NDJSON.
public struct LineReader: ~Copyable {
  private let file: OpenFile
  private var rest: [UInt8] = []
  private var isAtEnd = false
  private let blockBytes: Int
  /// Bytes handed out so far.
  public private(set) var bytesRead: Int64 = 0

  /// `-` is standard input. Throws `Failure`.
  public init(path: String = "-", blockBytes: Int = 1 << 20) throws {
    self.init(try Descriptor.reading(path), blockBytes: blockBytes)
  }

  public init(_ descriptor: consuming Descriptor, blockBytes: Int = 1 << 20) {
    self.init(OpenFile(descriptor), blockBytes: blockBytes)
  }

  public init(_ file: OpenFile, blockBytes: Int = 1 << 20) {
    self.file = file
    self.blockBytes = blockBytes
  }

  /// Replaces `block` by the next lines, each with its newline (the stream's last may lack it); false at the end.
  ///
  /// A block is about `blockBytes` long, or as long as its one line. Throws `Failure`.
  public mutating func next(into block: inout [UInt8]) throws -> Bool {
    block.removeAll(keepingCapacity: true)
    block.append(contentsOf: rest)
    rest.removeAll(keepingCapacity: true)
    var searched = 0
    while true {
      if !isAtEnd, block.count < blockBytes || !Self.holdsNewline(block, from: searched) {
        searched = block.count < blockBytes ? 0 : block.count
        isAtEnd = try !file.descriptor.read(max(64 << 10, blockBytes - block.count), onto: &block)
        continue
      }
      break
    }
    if !isAtEnd, let newline = block.lastIndex(of: UInt8(ascii: "\n")) {
      rest.append(contentsOf: block[(newline + 1)...])
      block.removeSubrange((newline + 1)...)
    }
    bytesRead += Int64(block.count)
    return !block.isEmpty
  }

  private static func holdsNewline(_ block: [UInt8], from start: Int) -> Bool {
    block[start...].contains(UInt8(ascii: "\n"))
  }
}
