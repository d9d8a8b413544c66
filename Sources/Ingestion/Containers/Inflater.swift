import CInflate

/// The one place that touches ISA-L: inflates one stream after the other.
@safe final class Inflater {
  /// What the bytes are wrapped into.
  enum Wrapping { case gzip, none }

  /// What became of a step.
  enum Step {
    /// All input was taken, or all room was filled.
    case more
    /// The stream ended; what follows it was not taken.
    case done
    case damaged
    /// The stream ended and its checksum or length is another.
    case wrongChecksum
  }

  private let state: OpaquePointer
  /// Whether the last step filled its room, so that there may be more without any input.
  private(set) var mayHoldMore = false

  /// - Throws: `SourceFault` without memory.
  init(_ wrapping: Wrapping) throws(SourceFault) {
    guard let state = unsafe sidetone_inflater_new(wrapping == .gzip ? 1 : 0) else {
      throw SourceFault(reason: "out_of_memory", detail: "no memory to inflate")
    }
    unsafe self.state = state
  }

  deinit { unsafe sidetone_inflater_free(state) }

  /// Begins another stream.
  func reset() {
    unsafe sidetone_inflater_reset(state)
    mayHoldMore = false
  }

  /// Takes input off the front of `input` and fills `output` from its front on.
  /// - Returns: what happened, and how many bytes were written.
  func inflate(
    _ input: inout PackedRun, into output: UnsafeMutableBufferPointer<UInt8>
  ) -> (step: Step, count: Int) {
    var taken = input.count
    var count = output.count
    let bytes = unsafe input.bytes.bindMemory(to: UInt8.self)
    let status = unsafe sidetone_inflate(state, bytes.baseAddress, &taken, output.baseAddress, &count)
    input.removeFirst(taken)
    mayHoldMore = count == output.count
    switch Int(status) {
    case SIDETONE_INFLATE_MORE: return (.more, count)
    case SIDETONE_INFLATE_DONE: return (.done, count)
    case SIDETONE_INFLATE_CHECKSUM: return (.wrongChecksum, count)
    default: return (.damaged, count)
    }
  }
}

/// What is left of the run of packed bytes that an `ArchiveBytes` gave last, on whose memory it stands.
@safe struct PackedRun {
  private(set) var bytes = unsafe UnsafeRawBufferPointer(start: nil, count: 0)

  /// Takes the next run.
  init(_ source: any ArchiveBytes) throws(SourceFault) { unsafe bytes = try source.next() }

  init() {}

  var count: Int { unsafe bytes.count }
  var isEmpty: Bool { unsafe bytes.isEmpty }
  var first: UInt8? { unsafe bytes.first }

  mutating func removeFirst(_ count: Int) { unsafe bytes = UnsafeRawBufferPointer(rebasing: bytes[count...]) }

  /// Leaves out what stands behind the first `count` bytes.
  mutating func shorten(to count: Int) { unsafe bytes = UnsafeRawBufferPointer(rebasing: bytes.prefix(count)) }

  /// Copies as many bytes as there are, or as there is room for, and takes them off.
  mutating func copy(into room: UnsafeMutableBufferPointer<UInt8>) -> Int {
    let taken = min(room.count, count)
    unsafe UnsafeMutableRawBufferPointer(room).copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<taken]))
    removeFirst(taken)
    return taken
  }
}

/// The checksum of gzip and zip (polynomial 0xEDB88320), by carry-less multiplication.
enum Crc32 {
  /// Goes on with a checksum; that of no bytes is 0.
  static func update(_ crc: UInt32, _ bytes: UnsafeRawBufferPointer) -> UInt32 {
    unsafe sidetone_crc32(crc, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count)
  }
}
