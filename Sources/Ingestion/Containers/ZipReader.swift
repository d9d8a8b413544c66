/// The members of a plain zip, inflated by ISA-L and checked; for all others there is libarchive.
///
/// As the directory says where each member stands, those that nobody reads cost nothing.
final class ZipReader: MemberReader {
  private let bytes: any ArchiveBytes
  private let directory: ZipDirectory
  private let inflater: Inflater
  private var next = 0
  private var input = PackedRun()
  /// Packed bytes of the current member that were not fetched yet.
  private var packedLeft = 0
  private var unpacked = 0
  private var crc: UInt32 = 0
  private var isOpen = false
  private var isDone = true

  private static let localHeaderBytes = 30

  init(_ bytes: any ArchiveBytes, _ directory: ZipDirectory) throws(SourceFault) {
    self.bytes = bytes
    self.directory = directory
    inflater = try Inflater(.none)
  }

  func nextMember() throws(SourceFault) -> ArchiveMember? {
    guard next < directory.entries.count else { return nil }
    isOpen = false
    isDone = false
    next += 1
    return directory.entries[next - 1].member
  }

  func read(count: Int, into output: inout [UInt8]) throws(SourceFault) -> Int {
    guard !isDone else { return 0 }
    let entry = directory.entries[next - 1]
    let start = output.count
    var failure: SourceFault?
    if !isOpen { try open(entry) }
    output.append(addingCapacity: count) { span in
      unsafe span.withUnsafeMutableBufferPointer { buffer, initialized in
        do throws(SourceFault) {
          while initialized < count, !isDone {
            initialized += try unsafe step(entry, UnsafeMutableBufferPointer(rebasing: buffer[initialized..<count]))
          }
        } catch {
          failure = error
          isDone = true
        }
      }
    }
    unsafe output.withUnsafeBytes {
      unsafe crc = Crc32.update(crc, UnsafeRawBufferPointer(rebasing: $0[start...]))
    }
    unpacked += output.count - start
    if let failure { throw failure }
    if isDone { try check(entry) }
    return output.count - start
  }

  private func open(_ entry: ZipDirectory.Entry) throws(SourceFault) {
    isOpen = true
    isDone = true
    let header = try bytes.run(from: entry.offset, count: ZipReader.localHeaderBytes)
    guard header.number(0, 4) == 0x0403_4B50 else {
      throw Damage.fault("its data can't be read: no member stands where the zip's directory says")
    }
    try compare(entry, header)
    bytes.seek(to: entry.offset + Int64(ZipReader.localHeaderBytes + header.number(26, 2) + header.number(28, 2)))
    input = PackedRun()
    packedLeft = entry.packed
    (unpacked, crc) = (0, 0)
    inflater.reset()
    isDone = !entry.isDeflated && entry.packed == 0
  }

  /// A directory that is damaged could make a member look empty. Sizes of 0 are what writers put down that don't know them yet.
  private func compare(_ entry: ZipDirectory.Entry, _ header: [UInt8]) throws(SourceFault) {
    let sizes = (packed: header.number(18, 4), unpacked: header.number(22, 4))
    let isKnown = sizes != (0, 0) && sizes.packed != 0xFFFF_FFFF
    guard header.number(8, 2) == (entry.isDeflated ? 8 : 0), !isKnown || sizes == (entry.packed, entry.unpacked) else {
      throw Damage.fault("its data can't be read: the zip's directory says something else of it than its own header")
    }
  }

  /// Inflates or copies once; fetches input before where there is none.
  private func step(
    _ entry: ZipDirectory.Entry, _ room: UnsafeMutableBufferPointer<UInt8>
  ) throws(SourceFault) -> Int {
    if input.isEmpty && !inflater.mayHoldMore {
      input = try PackedRun(bytes)
      input.shorten(to: packedLeft)
      if input.isEmpty { throw Damage.fault("its data can't be read: it ends early") }
      packedLeft -= input.count
    }
    guard entry.isDeflated else {
      let count = unsafe input.copy(into: room)
      isDone = input.isEmpty && packedLeft == 0
      return count
    }
    let (step, count) = unsafe inflater.inflate(&input, into: room)
    if step == .damaged || step == .wrongChecksum {
      throw Damage.fault("its data can't be read: the deflate stream is damaged")
    }
    isDone = step == .done
    return count
  }

  private func check(_ entry: ZipDirectory.Entry) throws(SourceFault) {
    guard unpacked == entry.unpacked else {
      throw Damage.fault("it unpacks to \(unpacked) bytes, its directory says \(entry.unpacked); export the file again")
    }
    guard crc == entry.crc else { throw Damage.checksum }
  }
}
