import Glibc

/// A time zone of the IANA database: the offset from UTC at any moment, read from the system's compiled file (RFC 8536).
///
/// Moments behind the file's last transition follow the POSIX rule in its footer, so that "slim" files work as well.
public struct ZoneRules: Sendable, Hashable {
  /// The zone's name: `Europe/Berlin`.
  public let name: String
  private let transitions: [Int64]
  private let offsets: [Int32]
  private let first: Int32
  private let tail: PosixZone?

  /// UTC, without any file.
  public static let utc = ZoneRules(utcNamed: "UTC")

  private init(utcNamed name: String) {
    self.name = name
    transitions = []
    offsets = []
    first = 0
    tail = nil
  }

  /// Reads a zone by its IANA name. Throws a `Problem` where there is no such zone, its file is damaged, or the machine has
  /// no zones at all.
  public init(named name: String, folder: String = "/usr/share/zoneinfo") throws(Problem) {
    if name == "UTC" || name == "Etc/UTC" || name == "Z" {
      self.init(utcNamed: "UTC")
      return
    }
    let isPlain = name.utf8.allSatisfy { byte in
      (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || "/_+-".utf8.contains(byte)
    }
    guard isPlain, !name.isEmpty, !name.hasPrefix("/"), let bytes = ZoneRules.load("\(folder)/\(name)") else {
      guard unsafe access(folder, R_OK) == 0 else {
        throw Problem(
          "no time zone data was found in \(folder)",
          hint: "install the package tzdata, or write a fixed offset such as UTC-06:00")
      }
      throw Problem("unknown time zone \"\(name)\"", hint: "use an IANA name such as Europe/Berlin or UTC")
    }
    try self.init(named: name, tzif: bytes)
  }

  /// Decodes the bytes of a TZif file.
  public init(named name: String, tzif bytes: [UInt8]) throws(Problem) {
    guard let file = TzifFile(bytes) else {
      throw Problem("the file of time zone \"\(name)\" is damaged", hint: "reinstall the package tzdata")
    }
    self.name = name
    (transitions, offsets, first, tail) = (file.transitions, file.offsets, file.first, file.rule)
  }

  /// Offset from UTC, in minutes, at a moment given in milliseconds since 1970 UTC.
  public func offsetMinutes(at milliseconds: Int64) -> Int {
    Int(offsetSeconds(at: CivilTime.floorDivide(milliseconds, 1000).quotient)) / 60
  }

  /// The offset from UTC, in minutes, that holds at a wall-clock time in milliseconds since 1970, and whether that time is
  /// doubtful: in the hour that is repeated (the earlier moment is taken) or in the one that is skipped (the offset before
  /// it is taken).
  public func offsetMinutes(atWall milliseconds: Int64) -> (minutes: Int, isDoubtful: Bool) {
    let seconds = CivilTime.floorDivide(milliseconds, 1000).quotient
    let near = seconds - Int64(offsetSeconds(at: seconds))
    let before = offsetSeconds(at: near - 86_400)
    let after = offsetSeconds(at: near + 86_400)
    if before == after { return (Int(before) / 60, false) }
    let isBefore = offsetSeconds(at: seconds - Int64(before)) == before
    let isAfter = offsetSeconds(at: seconds - Int64(after)) == after
    if isBefore != isAfter { return (Int(isBefore ? before : after) / 60, false) }
    return (Int(before) / 60, true)
  }

  private func offsetSeconds(at seconds: Int64) -> Int32 {
    guard let last = transitions.last, let lastOffset = offsets.last else { return tail?.offset(at: seconds) ?? first }
    if seconds >= last { return tail?.offset(at: seconds) ?? lastOffset }
    var low = 0
    var high = transitions.count
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle] <= seconds { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? first : offsets[low - 1]
  }

  private static func load(_ path: String) -> [UInt8]? {
    let descriptor = unsafe path.withCString { text in unsafe open(text, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 1 << 17)
    let room = bytes.count
    var filled = 0
    while filled < room {
      let got = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe read(descriptor, buffer.baseAddress.unsafelyUnwrapped + filled, room - filled)
      }
      guard got > 0 else { break }
      filled += got
    }
    return Array(bytes[..<filled])
  }
}
