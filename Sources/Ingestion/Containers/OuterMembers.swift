/// The members of an outermost archive, from front to back; a lane keeps it for the next run of members of the same zip, so
/// that the directory is read once a lane.
final class OuterMembers: @unchecked Sendable {
  let file: Int
  let level: ArchiveLevel
  /// Number of the member read last, from 0.
  private var index = -1
  /// The member read last, where it belongs to a later run.
  private var pending: ArchiveMember?
  /// Set when the archive can't be read any further.
  var isSpent = false

  init(_ level: ArchiveLevel, file: Int) {
    self.level = level
    self.file = file
  }

  /// Whether the run has not been passed yet.
  func canRead(_ run: Range<Int>, of file: Int) -> Bool {
    !isSpent && self.file == file && (pending == nil ? index + 1 : index) <= run.lowerBound
  }

  /// The next member of a run; nil behind its last.
  func next(in run: Range<Int>?) throws(SourceFault) -> ArchiveMember? {
    while true {
      let member: ArchiveMember
      if let kept = pending {
        pending = nil
        member = kept
      } else {
        guard let read = try level.nextMember() else { return nil }
        index += 1
        member = read
      }
      if let run, index >= run.upperBound {
        pending = member
        return nil
      }
      if index < run?.lowerBound ?? 0 { continue }
      try level.countMember()
      return member
    }
  }
}
