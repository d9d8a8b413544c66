import Glibc
import Record

/// The zone of a column of wall-clock times: a fixed offset or an IANA zone.
enum TimeZoneRule: Sendable, Hashable {
  /// Minutes east of UTC, the whole year.
  case fixed(Int)
  case iana(ZoneData)

  /// - Parameter name: `UTC`, `UTC-06:00`, `+01:00`, or a name like `America/Chicago`.
  /// - Throws: `Problem` when there is no such zone, or no zone data on this machine.
  init(named name: String, folder: String = "/usr/share/zoneinfo") throws(Problem) {
    let bytes = Array(name.utf8)
    var cursor = TimeCursor(bytes: bytes, at: 0, end: bytes.count)
    if let offset = cursor.offset(), cursor.isAtEnd {
      self = .fixed(offset)
      return
    }
    self = .iana(try ZoneData(named: name, folder: folder))
  }

  /// The offset that holds at a wall-clock time, and whether that time is doubtful: in the hour that is repeated (the
  /// earlier instant is taken) or in the one that is skipped (the offset before it is taken).
  func offset(atWall milliseconds: Int64) -> (minutes: Int, isDoubtful: Bool) {
    switch self {
    case .fixed(let minutes): return (minutes, false)
    case .iana(let data):
      let (seconds, _) = CivilTime.floorDivide(milliseconds, 1000)
      let before = data.offset(at: seconds - 86_400 - Int64(data.offset(at: seconds)))
      let after = data.offset(at: seconds + 86_400 - Int64(data.offset(at: seconds)))
      if before == after { return (before / 60, false) }
      let isBefore = data.offset(at: seconds - Int64(before)) == before
      let isAfter = data.offset(at: seconds - Int64(after)) == after
      if isBefore != isAfter { return ((isBefore ? before : after) / 60, false) }
      return (before / 60, true)
    }
  }
}

/// One IANA zone, read from its TZif file (RFC 8536).
struct ZoneData: Sendable, Hashable {
  private let name: String
  private let transitions: [Int64]
  /// Seconds east of UTC from each transition on.
  private let offsets: [Int]
  private let first: Int
  /// What holds after the last transition.
  private let rule: PosixZone?

  init(named name: String, folder: String) throws(Problem) {
    let isPlain = name.utf8.allSatisfy {
      (48...57).contains($0) || (65...90).contains($0 & 0xDF) || [43, 45, 47, 95].contains($0)
    }
    guard isPlain, !name.isEmpty, !name.hasPrefix("/") else {
      throw Problem(
        "unknown time zone \"\(name)\"",
        hint: "write an IANA name such as America/Chicago, or an offset such as UTC-06:00")
    }
    guard let bytes = ZoneData.contents("\(folder)/\(name)") else {
      let isMissing = unsafe access(folder, R_OK) != 0
      throw Problem(
        isMissing ? "no time zone data was found in \(folder)" : "unknown time zone \"\(name)\"",
        hint: isMissing
          ? "install the package tzdata, or write a fixed offset such as UTC-06:00"
          : "write an IANA name such as America/Chicago, or an offset such as UTC-06:00")
    }
    guard let parsed = TzifReader.parse(bytes) else {
      throw Problem(file: "\(folder)/\(name)", "is not a time zone file (TZif)", hint: "reinstall the package tzdata")
    }
    self.name = name
    (transitions, offsets, first, rule) = (parsed.transitions, parsed.offsets, parsed.first, parsed.rule)
  }

  private static func contents(_ path: String) -> [UInt8]? {
    guard let file = unsafe fopen(path, "re") else { return nil }
    defer { unsafe _ = fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = unsafe fread(&bytes, 1, bytes.count, file)
    return count > 0 ? Array(bytes[..<count]) : nil
  }

  /// Seconds east of UTC at an instant.
  func offset(at seconds: Int64) -> Int {
    guard let last = transitions.last, seconds < last || rule == nil else {
      return rule?.offset(at: seconds) ?? offsets.last ?? first
    }
    var low = 0
    var high = transitions.count
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle] <= seconds { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? first : offsets[low - 1]
  }

  static func == (left: ZoneData, right: ZoneData) -> Bool { left.name == right.name }
  func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
