/// A gzip file (RFC 1952) as an archive of one member: all its streams, one behind the other, each with its checksum and
/// length looked at.
///
/// libarchive inflates gzip by zlib, which takes twice as long, and checks neither. Zeros behind the last stream, as tapes
/// leave them, are let pass; other bytes there are damage.
final class GzipReader: MemberReader {
  private let bytes: any ArchiveBytes
  private let inflater: Inflater
  private var input = PackedRun()
  private var hasBegun = false
  private var isDone = false
  /// Damage of a stream whose successors could be read; told at the end.
  private var fault: SourceFault?

  init(_ bytes: any ArchiveBytes) throws(SourceFault) {
    self.bytes = bytes
    inflater = try Inflater(.gzip)
  }

  func nextMember() throws(SourceFault) -> ArchiveMember? {
    guard !hasBegun else { return nil }
    hasBegun = true
    return ArchiveMember(name: "data", isRegularFile: true, isFolder: false, isEncrypted: false, size: nil)
  }

  func read(count: Int, into output: inout [UInt8]) throws(SourceFault) -> Int {
    var total = 0
    var failure: SourceFault?
    guard !isDone else { return 0 }
    output.append(addingCapacity: count) { span in
      unsafe span.withUnsafeMutableBufferPointer { buffer, initialized in
        do throws(SourceFault) {
          while total < count, !isDone {
            total += try unsafe step(UnsafeMutableBufferPointer(rebasing: buffer[total..<count]))
          }
        } catch {
          failure = error
          isDone = true
        }
        initialized = total
      }
    }
    if isDone, let fault = failure ?? fault { throw fault }
    return total
  }

  /// Inflates once; fetches input before where there is none.
  private func step(_ room: UnsafeMutableBufferPointer<UInt8>) throws(SourceFault) -> Int {
    if input.isEmpty && !inflater.mayHoldMore {
      input = try PackedRun(bytes)
      if input.isEmpty { throw Damage.fault("its data can't be read: the file ends within a gzip stream") }
    }
    let (step, count) = unsafe inflater.inflate(&input, into: room)
    switch step {
    case .more: break
    case .done: try nextStream()
    case .wrongChecksum:
      fault = Damage.checksum
      try nextStream()
    case .damaged: throw Damage.fault("its data can't be read: the gzip stream is damaged")
    }
    return count
  }

  private func nextStream() throws(SourceFault) {
    while true {
      if input.isEmpty { input = try PackedRun(bytes) }
      guard let first = input.first else {
        isDone = true
        return
      }
      if first == 0x1F { return inflater.reset() }
      guard first == 0 else {
        isDone = true
        if fault == nil { fault = Damage.fault("behind a gzip stream stand bytes that are none") }
        return
      }
      input.removeFirst(1)
    }
  }
}
