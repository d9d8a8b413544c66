import Record

/// One archive of a nest: counts what it unpacks, and chooses who reads it.
final class ArchiveLevel {
  let kind: ContainerKind
  /// For display: `outer.zip!/inner.tar.gz`.
  let name: String
  private let reader: any MemberReader
  private let budget: UnpackBudget
  /// Number of the current member, from 0.
  private(set) var number = -1
  private var memberBytes: Int64 = 0
  private var isMemberDone = false

  init(
    _ bytes: any ArchiveBytes, kind: ContainerKind, name: String, budget: UnpackBudget, passphrase: String?
  ) throws(SourceFault) {
    self.kind = kind
    self.name = name
    self.budget = budget
    reader = try ArchiveLevel.reader(bytes, kind, passphrase)
  }

  /// Gzip and plain zips are inflated by ISA-L; libarchive reads all the rest.
  private static func reader(
    _ bytes: any ArchiveBytes, _ kind: ContainerKind, _ passphrase: String?
  ) throws(SourceFault) -> any MemberReader {
    if kind == .gzip { return try GzipReader(bytes) }
    if kind == .zip, let directory = ZipDirectory(bytes) { return try ZipReader(bytes, directory) }
    bytes.seek(to: 0)
    return try ArchiveHandle(bytes, kind: kind, passphrase: passphrase)
  }

  func nextMember() throws(SourceFault) -> ArchiveMember? {
    memberBytes = 0
    isMemberDone = false
    number += 1
    return try reader.nextMember()
  }

  /// Counts a member that is looked at; those that another lane reads count there.
  func countMember() throws(SourceFault) { try budget.addEntry() }

  /// Appends up to `count` bytes of the current member; fewer only at its end.
  func read(count: Int, into output: inout [UInt8]) throws(SourceFault) -> Int {
    guard !isMemberDone else { return 0 }
    let start = output.count
    var fault: SourceFault?
    do throws(SourceFault) {
      _ = try reader.read(count: count, into: &output)
    } catch {
      isMemberDone = true
      fault = error
    }
    // What was unpacked counts, whatever came of it.
    let got = output.count - start
    memberBytes += Int64(got)
    try budget.addBytes(got, ofMember: memberBytes)
    if let fault { throw fault }
    isMemberDone = got < count
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
}
