@testable import Ingestion

/// Writes archives for tests: no compression, every field under the test's control.
enum ArchiveBuilder {
  struct Member {
    var name: [UInt8]
    var bytes: [UInt8]
    /// Tar's type flag: `0` file, `2` symbolic link, `1` hard link, `3` device, `5` folder.
    var type: UInt8 = 0x30
    var isNameUtf8 = false

    init(_ name: String, _ text: String, type: Character = "0") {
      self.name = Array(name.utf8)
      bytes = Array(text.utf8)
      self.type = type.asciiValue ?? 0x30
    }

    init(_ name: [UInt8], _ bytes: [UInt8]) {
      self.name = name
      self.bytes = bytes
    }
  }

  static func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }

  static func crc(_ bytes: [UInt8]) -> Int {
    unsafe bytes.withUnsafeBytes { unsafe Int(Crc32.update(0, $0)) }
  }

  static func zip(_ members: [Member], badCrcOf broken: Int? = nil) -> [UInt8] {
    var file: [UInt8] = []
    var directory: [UInt8] = []
    for (index, member) in members.enumerated() {
      let offset = file.count
      let check = crc(member.bytes) ^ (index == broken ? 1 : 0)
      var common = little(20, 2) + little(member.isNameUtf8 ? 0x800 : 0, 2) + little(0, 2) + little(0, 4)
      common += little(check, 4) + little(member.bytes.count, 4) + little(member.bytes.count, 4)
      common += little(member.name.count, 2) + little(0, 2)
      file += [0x50, 0x4B, 3, 4] + common + member.name + member.bytes
      let mode = member.type == 0x32 ? 0o120777 : 0o100644
      directory += [0x50, 0x4B, 1, 2] + little(0x0314, 2) + common + little(0, 2) + little(0, 2) + little(0, 2)
      directory += little(mode << 16, 4) + little(offset, 4) + member.name
    }
    let start = file.count
    file += directory + [0x50, 0x4B, 5, 6] + little(0, 4) + little(members.count, 2) + little(members.count, 2)
    return file + little(directory.count, 4) + little(start, 4) + little(0, 2)
  }

  static func tar(_ members: [Member]) -> [UInt8] {
    var file: [UInt8] = []
    for member in members {
      let size = member.type == 0x30 ? member.bytes.count : 0
      var header = [UInt8](repeating: 0, count: 512)
      func put(_ text: [UInt8], _ offset: Int) {
        for (index, byte) in text.enumerated() { header[offset + index] = byte }
      }
      func octal(_ value: Int, _ width: Int) -> [UInt8] {
        let digits = String(value, radix: 8)
        return Array((String(repeating: "0", count: width - digits.count) + digits).utf8)
      }
      put(Array(member.name.prefix(100)), 0)
      put(octal(0o644, 7), 100)
      put(octal(0, 7), 108)
      put(octal(0, 7), 116)
      put(octal(size, 11), 124)
      put(octal(0, 11), 136)
      header[156] = member.type
      if member.type == 0x31 || member.type == 0x32 { put(Array(member.bytes.prefix(100)), 157) }
      put(Array("ustar".utf8) + [0, 0x30, 0x30], 257)
      put(Array(repeating: 0x20, count: 8), 148)
      put(octal(header.reduce(0) { $0 + Int($1) }, 6) + [0, 0x20], 148)
      file += header
      if size > 0 { file += member.bytes + [UInt8](repeating: 0, count: (512 - size % 512) % 512) }
    }
    return file + [UInt8](repeating: 0, count: 1024)
  }

  /// A gzip whose text ends in 258 times as many letters as `matches`: 158 times its size.
  ///
  /// A stored block, then one of fixed Huffman codes (RFC 1951): a letter, and matches of 258 bytes one byte back.
  static func gzipBomb(_ head: String, matches: Int) -> [UInt8] {
    let start = Array(head.utf8)
    var file: [UInt8] =
      [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0] + little(start.count, 2) + little(~start.count, 2) + start
    var bits: UInt32 = 0
    var count: UInt32 = 0
    func put(_ value: UInt32, _ width: UInt32) {
      bits |= value << count
      count += width
      while count >= 8 {
        file.append(UInt8(truncatingIfNeeded: bits))
        bits >>= 8
        count -= 8
      }
    }
    put(1, 1)
    put(1, 2)
    // The letter a is 0x91, the length 258 is 0xC5, the end is 0: Huffman codes stand with their first bit first.
    put(0b1000_1001, 8)
    for _ in 0..<matches { put(0b1010_0011, 13) }
    put(0, 7 + 8)
    return file + little(0, 4) + little(start.count + 1 + matches * 258, 4)
  }

  /// Stored blocks behind a gzip header, with the trailer that belongs to them or another.
  static func gzip(_ bytes: [UInt8], crc wrong: Int? = nil) -> [UInt8] {
    var file: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
    var start = 0
    repeat {
      let count = min(65_535, bytes.count - start)
      file += [start + count == bytes.count ? 1 : 0] + little(count, 2) + little(~count, 2)
      file += bytes[start..<start + count]
      start += count
    } while start < bytes.count
    return file + little(wrong ?? crc(bytes), 4) + little(bytes.count, 4)
  }
}

/// Base64 of the archives that can't be written in a few lines; all hold the table of `TableCase.plain`'s first conversation.
enum Packed {
  static let bzip2 =
    "QlpoOTFBWSZTWbUniW0AAAxfgAAQAAQgAABAAACur95AIABA1TxTyRo/VNPJNCjRkDRpkaZ97WoHPSI1hwMWUAl2uKOBM38DyFKFZULGWB+1oM9R+LuSKcKEhak8S2g="
  static let xz =
    "/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AA9ADhdADGYSe58iSJyH6kxhavVlWlj2mywL8QW3XvbiT0hevy5ghpGsnTrXHAHWsqxz2hgHinjtr6xj6AAAPxwTGRh7AmgAAFUPtAwMD8ftvN9AQAAAAAEWVo="
  static let zstd =
    "KLUv/SQ+3QEA9AJjYWxsX2lkLGFnZW50c3BlYWtlcix0ZXh0CjEsYSxIZWxsb2N1c3RvbWVyLEhpCgMAM0XRcxYG5QsK84Sc"
  static let lz4 =
    "BCJNGGRApzoAAADQY2FsbF9pZCxhZ2VudAkA8gFzcGVha2VyLHRleHQKMSxhGgBhLEhlbGxvEADAY3VzdG9tZXIsSGkKAAAAAGiWjrM="
  static let sevenZip =
    "N3q8ryccAAONlAKgPgAAAAAAAABiAAAAAAAAADWGIKYAMZhJ7nyJInIfqTGFq9WVaWPabLAvxBbde9uJPSF6/LmCGkaydOtccAdayrHPaGAeKeO2vz4vtAv/xYdAAAEEBgABCT4ABwsBAAEjAwEBBV0AAIAADD4ACAoB4KwGSQAABQERDQBjAC4AYwBzAHYAAAAUCgEAAIA+1d6xnQESCgEA2m3O+L163QETCgEAGgrP+L163QEVBgEAIICkgQAA"
  static let tarZstd =
    "KLUv/WQAB+UDANLFExiQN22ATRLg4nt73bv2Vx3JwB+pdd61NMuFkhzSAndaknc1OTxTdEL7kBJQD6kNOsATKIFdzGpm9BfCTkvd6gCOMTdDzv//dhzI/0KkNDIQACrBDyRWQ2lmK3riwmI9ZSYVgADYIDAUDoDwA5AcYABtAThWArMTKALBs9NL"
  /// Passphrase "secret".
  static let zipCrypto =
    "UEsDBBQACQAIAAAAIQDgrAZJQQAAAD4AAAAFAAAAYy5jc3YisTaQm++fmNYU6aJvDKk3J3pQM4uge/5jLW5mVZp1qf510L8KmCAvIJs3Y4NPwytZXRj7/h7lbglKdKbiArEnTVBLBwjgrAZJQQAAAD4AAABQSwECHgMUAAkACAAAACEA4KwGSUEAAAA+AAAABQAAAAAAAAABAAAApIEAAAAAYy5jc3ZQSwUGAAAAAAEAAQAzAAAAdAAAAAAA"
  static let zipAes =
    "UEsDBBQACQBjAAAAIQAAAAAAAAAAAD4AAAAFACsAYy5jc3ZVVA0ABwAAAAD3TANr90wDa3V4CwABBAAAAAAEAAAAAAGZBwABAEFFAwgApeqXR1iQxI9juV2Yt73pJVwbwVRmybkx9/aBR0pvgFnU6ta1AhRHMFZlaZISPPZ7FVq2Elm/+FZyrBqp7ggo38BWob/JdkAqZzPbj1GTONOvUEsHCOCsBklRAAAAPgAAAFBLAQIUAxQACQBjAAAAIQDgrAZJUQAAAD4AAAAFACsAAAAAAAAAAACkgQAAAABjLmNzdlVUDQAHAAAAAPdMA2v3TANrdXgLAAEEAAAAAAQAAAAAAZkHAAEAQUUDCABQSwUGAAAAAAEAAQBeAAAArwAAAAAA"

  /// A gzip of 200 kB, nearly all the same letter.
  static let bomb =
    "H4sIAAAAAAACA+3BsQ2AMAwAsL23ZOEiFEEGRAcEHXp+b2C3fWTv+3XG91Te9caoOdoWGRMAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    + "AAAAAAAAAAAAAAAAAAAAAAAAAAAA+K0tw/19F1oNAwA="

  static func bytes(_ base64: String) -> [UInt8] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var bits = 0
    var count = 0
    var result: [UInt8] = []
    for byte in base64.utf8 {
      guard let value = alphabet.firstIndex(of: byte) else { break }
      bits = bits << 6 | value
      count += 6
      if count >= 8 {
        count -= 8
        result.append(UInt8(truncatingIfNeeded: bits >> count))
      }
    }
    return result
  }
}
