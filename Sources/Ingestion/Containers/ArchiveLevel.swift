import Record

/// One archive of a nest: counts what it unpacks and checks what libarchive does not.
final class ArchiveLevel {
  let kind: ContainerKind
  /// For display: `outer.zip!/inner.tar.gz`.
  let name: String
  let handle: ArchiveHandle
  private let bytes: any ArchiveBytes
  private let budget: UnpackBudget
  private var memberBytes: Int64 = 0
  private var crc: UInt32 = 0
  private var isMemberDone = false

  init(
    _ bytes: any ArchiveBytes, kind: ContainerKind, name: String, budget: UnpackBudget, passphrase: String?
  ) throws(SourceFault) {
    self.bytes = bytes
    self.kind = kind
    self.name = name
    self.budget = budget
    handle = try ArchiveHandle(bytes, kind: kind, passphrase: passphrase)
  }

  func nextMember() throws(SourceFault) -> ArchiveMember? {
    memberBytes = 0
    crc = 0
    isMemberDone = false
    return try handle.nextMember()
  }

  /// Counts a member that is looked at; those that another lane reads count there.
  func countMember() throws(SourceFault) { try budget.addEntry() }

  /// Appends up to `count` bytes of the current member; fewer only at its end.
  func read(count: Int, into output: inout [UInt8]) throws(SourceFault) -> Int {
    guard !isMemberDone else { return 0 }
    let start = output.count
    let got = try handle.read(count: count, into: &output)
    memberBytes += Int64(got)
    try budget.addBytes(got, ofMember: memberBytes)
    if kind == .gzip {
      unsafe output.withUnsafeBytes {
        unsafe crc = Crc32.update(crc, UnsafeRawBufferPointer(rebasing: $0[start..<start + got]))
      }
    }
    if got < count {
      isMemberDone = true
      try checkTrailer()
    }
    return got
  }

  /// Reads what nobody wanted of the current member, so that its checksum is looked at.
  func drain() throws(SourceFault) {
    guard kind == .gzip else { return }
    var rest: [UInt8] = []
    while !isMemberDone {
      rest.removeAll(keepingCapacity: true)
      _ = try read(count: 256 << 10, into: &rest)
    }
  }

  /// libarchive does not look at the checksum and the length behind a gzip stream (RFC 1952).
  private func checkTrailer() throws(SourceFault) {
    guard kind == .gzip, bytes.tail.count == 8 else { return }
    let tail = bytes.tail
    let expectedCrc = tail[..<4].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    let expectedCount = tail[4...].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    guard expectedCount == UInt32(truncatingIfNeeded: memberBytes) else { return }
    if expectedCrc != crc {
      throw SourceFault(
        reason: "damaged_archive_member",
        detail: "its checksum does not match: what was read of it may be wrong; copy or export the file again")
    }
  }
}
