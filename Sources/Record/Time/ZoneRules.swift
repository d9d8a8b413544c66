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

  /// Reads a zone by its IANA name. Throws a `Problem` where there is no such zone or its file is damaged.
  public init(named name: String) throws(Problem) {
    if name == "UTC" || name == "Etc/UTC" || name == "Z" {
      self.init(utcNamed: "UTC")
      return
    }
    let isPlain = name.utf8.allSatisfy { byte in
      (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || "/_+-".utf8.contains(byte)
    }
    guard isPlain, !name.isEmpty, !name.hasPrefix("/"),
      let bytes = ZoneRules.load("/usr/share/zoneinfo/" + name)
    else {
      throw Problem("unknown time zone \"\(name)\"", hint: "use an IANA name such as Europe/Berlin or UTC")
    }
    try self.init(named: name, tzif: bytes)
  }

  /// Decodes the bytes of a TZif file, version 2 or later.
  public init(named name: String, tzif bytes: [UInt8]) throws(Problem) {
    self.name = name
    var reader = TzifReader(bytes: bytes)
    guard let block = reader.block() else { throw Problem("the file of time zone \"\(name)\" is damaged") }
    transitions = block.transitions
    offsets = block.offsets
    first = block.first
    tail = PosixZone(block.footer)
  }

  /// Offset from UTC, in minutes, at a moment given in milliseconds since 1970 UTC.
  public func offsetMinutes(at milliseconds: Int64) -> Int {
    Int(offsetSeconds(at: CivilTime.floorDivide(milliseconds, 1000).quotient)) / 60
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

/// Walks over a TZif file to its 64-bit block.
private struct TzifReader {
  struct Block {
    var transitions: [Int64] = []
    var offsets: [Int32] = []
    var first: Int32 = 0
    var footer = ""
  }

  private struct Header {
    var isUT = 0
    var isStandard = 0
    var leaps = 0
    var times = 0
    var types = 0
    var characters = 0
  }

  let bytes: [UInt8]
  private var position = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func integer(_ width: Int) -> Int64? {
    guard position + width <= bytes.count else { return nil }
    var value: Int64 = bytes[position] >= 0x80 ? -1 : 0
    for byte in bytes[position..<position + width] { value = value << 8 | Int64(byte) }
    position += width
    return value
  }

  private mutating func header() -> Header? {
    guard position + 44 <= bytes.count, bytes[position..<position + 4].elementsEqual("TZif".utf8),
      bytes[position + 4] >= UInt8(ascii: "2")
    else { return nil }
    position += 20
    var counts: [Int] = []
    for _ in 0..<6 {
      guard let count = integer(4), (0...100_000).contains(count) else { return nil }
      counts.append(Int(count))
    }
    return Header(
      isUT: counts[0], isStandard: counts[1], leaps: counts[2], times: counts[3], types: counts[4],
      characters: counts[5])
  }

  mutating func block() -> Block? {
    guard let old = header() else { return nil }
    position += old.times * 5 + old.types * 6 + old.characters + old.leaps * 8 + old.isStandard + old.isUT
    guard let header = header() else { return nil }
    var block = Block()
    for _ in 0..<header.times {
      guard let time = integer(8) else { return nil }
      block.transitions.append(time)
    }
    guard position + header.times <= bytes.count else { return nil }
    let kinds = bytes[position..<position + header.times].map(Int.init)
    position += header.times
    var types: [Int32] = []
    for _ in 0..<header.types {
      guard let offset = integer(4), position + 2 <= bytes.count else { return nil }
      types.append(Int32(offset))
      position += 2
    }
    guard let first = types.first, kinds.allSatisfy({ $0 < types.count }) else { return nil }
    block.first = first
    block.offsets = kinds.map { types[$0] }
    position += header.characters + header.leaps * 12 + header.isStandard + header.isUT
    if position < bytes.count {
      block.footer = String(decoding: bytes[position...].drop { $0 == 0x0A }.prefix { $0 != 0x0A }, as: UTF8.self)
    }
    return block
  }
}
