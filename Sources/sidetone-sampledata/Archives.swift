/// A file of an archive.
struct Member {
  let name: String
  var bytes: [UInt8]
  /// Spoils the compressed bytes, as a broken transfer does.
  var isDamaged = false
}

private func little(_ value: Int, _ width: Int) -> [UInt8] {
  (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
}

/// A zip file (PKWARE APPNOTE 4.3) with deflated members, all dated 1 January 2026.
func zip(_ members: [Member]) -> [UInt8] {
  var out: [UInt8] = []
  var directory: [UInt8] = []
  for member in members {
    var data = Deflate.compress(member.bytes)
    let crc = crc32(member.bytes)
    if member.isDamaged { for at in stride(from: data.count / 2, to: data.count, by: 7) { data[at] ^= 0x5A } }
    let name = Array(member.name.utf8)
    let date = (2026 - 1980) << 9 | 1 << 5 | 1
    // Version 2.0, UTF-8 name, deflate, time, date, CRC, sizes, name length, no extra field.
    let common =
      little(20, 2) + little(0x800, 2) + little(8, 2) + little(0, 2) + little(date, 2) + little(Int(crc), 4)
      + little(data.count, 4) + little(member.bytes.count, 4) + little(name.count, 2) + little(0, 2)
    directory += [0x50, 0x4B, 1, 2] + little(20, 2) + common + little(0, 8) + [0, 0] + little(out.count, 4) + name
    out += [0x50, 0x4B, 3, 4] + common + name + data
  }
  let start = out.count
  out += directory
  out += [0x50, 0x4B, 5, 6] + little(0, 4) + little(members.count, 2) + little(members.count, 2)
  return out + little(directory.count, 4) + little(start, 4) + little(0, 2)
}

/// A tar file (POSIX ustar) in gzip (RFC 1952), without times or owners.
func tarGzip(_ members: [Member]) -> [UInt8] {
  var tar: [UInt8] = []
  for member in members {
    tar += header(member)
    tar += member.bytes
    tar += [UInt8](repeating: 0, count: (512 - member.bytes.count % 512) % 512)
  }
  tar += [UInt8](repeating: 0, count: 1024)
  let start: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
  return start + Deflate.compress(tar) + little(Int(crc32(tar)), 4) + little(tar.count, 4)
}

private func header(_ member: Member) -> [UInt8] {
  var block = [UInt8](repeating: 0, count: 512)
  func put(_ text: String, at start: Int) { for (at, byte) in text.utf8.enumerated() { block[start + at] = byte } }
  func octal(_ value: Int, _ width: Int) -> String {
    let digits = String(value, radix: 8)
    return String(repeating: "0", count: width - digits.count) + digits
  }
  put(member.name, at: 0)
  put("0000644", at: 100)
  put("0000000", at: 108)
  put("0000000", at: 116)
  put(octal(member.bytes.count, 11), at: 124)
  put(octal(0, 11), at: 136)
  put("        ", at: 148)
  put("0", at: 156)
  put("ustar", at: 257)
  put("00", at: 263)
  put(octal(block.reduce(0) { $0 + Int($1) }, 6), at: 148)
  block[154] = 0
  return block
}
