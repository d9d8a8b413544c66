/// The central directory of a zip (PKWARE APPNOTE 6.3, 4.3.12): where each member stands and what it must unpack to.
///
/// Only plain zips are taken: members stored or deflated, nothing encrypted, nothing beyond 4 GiB, nothing in front.
/// Everything else is libarchive's.
struct ZipDirectory {
  struct Entry {
    var member: ArchiveMember
    var isDeflated: Bool
    var crc: UInt32
    var packed: Int
    var unpacked: Int
    /// Where its local header stands in the file.
    var offset: Int64
  }

  private(set) var entries: [Entry] = []

  private static let endBytes = 22
  private static let headerBytes = 46

  /// Nil where the directory is not of the plain kind, or damaged.
  init?(_ bytes: any ArchiveBytes, most: Int = .max) {
    guard bytes.canSeek, let tail = ZipDirectory.tail(bytes), let end = ZipDirectory.endRecord(tail) else { return nil }
    let count = tail.number(end + 10, 2)
    let size = tail.number(end + 12, 4)
    let start = tail.number(end + 16, 4)
    let isWhole = tail.number(end + 4, 4) == 0 && tail.number(end + 8, 2) == count
    let behind = Int(bytes.count) - tail.count + end
    guard isWhole, count < 0xFFFF, count <= most, start + size == behind,
      let directory = try? bytes.run(from: Int64(start), count: size)
    else { return nil }
    entries.reserveCapacity(count)
    var index = 0
    for _ in 0..<count {
      guard let entry = ZipDirectory.entry(directory, &index, before: start) else { return nil }
      entries.append(entry)
    }
    guard index == size else { return nil }
  }

  private static func tail(_ bytes: any ArchiveBytes) -> [UInt8]? {
    let count = min(bytes.count, Int64(endBytes + 0xFFFF))
    guard count >= endBytes else { return nil }
    return try? bytes.run(from: bytes.count - count, count: Int(count))
  }

  /// The end record is the one whose comment ends where the file ends.
  private static func endRecord(_ tail: [UInt8]) -> Int? {
    var index = tail.count - endBytes
    while index >= 0 {
      if tail.number(index, 4) == 0x0605_4B50, index + endBytes + tail.number(index + 20, 2) == tail.count {
        return index
      }
      index -= 1
    }
    return nil
  }

  private static func entry(_ bytes: [UInt8], _ index: inout Int, before limit: Int) -> Entry? {
    guard index + headerBytes <= bytes.count, bytes.number(index, 4) == 0x0201_4B50 else { return nil }
    let flags = bytes.number(index + 8, 2)
    let method = bytes.number(index + 10, 2)
    let (packed, unpacked) = (bytes.number(index + 20, 4), bytes.number(index + 24, 4))
    let nameCount = bytes.number(index + 28, 2)
    let offset = bytes.number(index + 42, 4)
    let start = index + headerBytes
    let isMasked = flags & 0x2061 != 0
    guard !isMasked, method == 0 || method == 8, unpacked < 0xFFFF_FFFF, packed < 0xFFFF_FFFF,
      offset + packed <= limit, method == 8 || packed == unpacked, start + nameCount <= bytes.count
    else { return nil }
    let name = Array(bytes[start..<start + nameCount])
    index = start + nameCount + bytes.number(index + 30, 2) + bytes.number(index + 32, 2)
    guard index <= bytes.count, !name.contains(0) else { return nil }
    let attributes = bytes.number(start - headerBytes + 38, 4)
    let system = bytes.number(start - headerBytes + 4, 2) >> 8
    return Entry(
      member: member(name, system: system, attributes: attributes, unpacked: unpacked), isDeflated: method == 8,
      crc: UInt32(bytes.number(start - headerBytes + 16, 4)), packed: packed, unpacked: unpacked, offset: Int64(offset))
  }

  /// Type and name as libarchive tells them: Unix modes where a Unix made the zip, folders by their slash.
  private static func member(_ raw: [UInt8], system: Int, attributes: Int, unpacked: Int) -> ArchiveMember {
    let mode = system == 3 ? attributes >> 16 & 0o170000 : 0
    let isFolder = mode == 0o040000 || raw.last == UInt8(ascii: "/") || (system == 0 && attributes & 0x10 != 0)
    let name = String(validating: raw, as: UTF8.self) ?? CodePage437.string(raw)
    return ArchiveMember(
      name: String(decoding: name.utf8.map { $0 == UInt8(ascii: "\\") ? UInt8(ascii: "/") : $0 }, as: UTF8.self),
      isRegularFile: !isFolder && (mode == 0 || mode == 0o100000), isFolder: isFolder, isEncrypted: false,
      size: Int64(unpacked))
  }
}

extension [UInt8] {
  /// A little-endian number of up to eight bytes; bytes that are not there count as zero.
  func number(_ start: Int, _ count: Int) -> Int {
    var value = 0
    for index in (0..<count).reversed() {
      value = value << 8 | (start + index < self.count ? Int(self[start + index]) : 0)
    }
    return value
  }
}

extension ArchiveBytes {
  /// A copy of some bytes.
  /// - Throws: `SourceFault` where they are not all there.
  func run(from start: Int64, count: Int) throws(SourceFault) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(count)
    seek(to: start)
    while result.count < count {
      let run = try unsafe next()
      if unsafe run.isEmpty { throw Damage.fault("the file ends early") }
      unsafe result.append(contentsOf: run.prefix(count - result.count))
    }
    return result
  }
}
