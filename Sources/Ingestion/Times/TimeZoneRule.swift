import Record

/// The zone of a column of wall-clock times: a fixed offset or an IANA zone.
enum TimeZoneRule: Sendable, Hashable {
  /// Minutes east of UTC, the whole year.
  case fixed(Int)
  case iana(ZoneRules)

  /// - Parameter name: `UTC`, `UTC-06:00`, `+01:00`, or a name like `America/Chicago`.
  /// - Throws: `Problem` when there is no such zone, or no zone data on this machine.
  init(named name: String, folder: String = "/usr/share/zoneinfo") throws(Problem) {
    let bytes = Array(name.utf8)
    var cursor = TimeCursor(bytes: bytes, at: 0, end: bytes.count)
    if let offset = cursor.offset(), cursor.isAtEnd {
      self = .fixed(offset)
      return
    }
    do {
      self = .iana(try ZoneRules(named: name, folder: folder))
    } catch {
      guard error.message.hasPrefix("unknown") else { throw error }
      throw Problem(
        error.message, hint: "write an IANA name such as America/Chicago, or an offset such as UTC-06:00")
    }
  }

  /// The offset that holds at a wall-clock time, and whether that time is doubtful: in the hour that is repeated (the
  /// earlier instant is taken) or in the one that is skipped (the offset before it is taken).
  func offset(atWall milliseconds: Int64) -> (minutes: Int, isDoubtful: Bool) {
    switch self {
    case .fixed(let minutes): return (minutes, false)
    case .iana(let zone): return zone.offsetMinutes(atWall: milliseconds)
    }
  }
}
