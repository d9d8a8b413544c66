/// Reads an archive member by member, from front to back.
protocol MemberReader: AnyObject {
  /// Steps to the next member; nil at the archive's end.
  func nextMember() throws(SourceFault) -> ArchiveMember?

  /// Appends up to `count` bytes of the current member; fewer only at its end, or before a fault.
  func read(count: Int, into output: inout [UInt8]) throws(SourceFault) -> Int
}

extension ArchiveHandle: MemberReader {}

/// What of an archive is damaged, in words.
enum Damage {
  static func fault(_ detail: String) -> SourceFault { SourceFault(reason: "damaged_archive_member", detail: detail) }

  static let checksum = fault(
    "its checksum does not match: what was read of it may be wrong; copy or export the file again")
}
