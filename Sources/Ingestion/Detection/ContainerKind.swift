/// Archives and compressed files, told by their first bytes and never by their names.
enum ContainerKind: Sendable, Hashable {
  case zip, sevenZip, tar
  case gzip, bzip2, xz, zstd, lz4

  /// Bytes that are looked at.
  private static let magicBytes = 512

  /// Looks at what stands from a place on.
  init?(magic bytes: [UInt8], from start: Int) {
    self.init(magic: Array(bytes[start...].prefix(ContainerKind.magicBytes)))
  }

  init?(magic bytes: [UInt8]) {
    func starts(_ magic: [UInt8]) -> Bool { bytes.starts(with: magic) }
    if starts([0x50, 0x4B, 3, 4]) || starts([0x50, 0x4B, 5, 6]) || starts([0x50, 0x4B, 0x30, 0x30, 0x50, 0x4B]) {
      self = .zip
    } else if starts([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]) {
      self = .sevenZip
    } else if starts([0x1F, 0x8B, 8]) {
      self = .gzip
    } else if starts([0x42, 0x5A, 0x68]), bytes.count > 9, Array(bytes[4..<10]) == [0x31, 0x41, 0x59, 0x26, 0x53, 0x59]
    {
      self = .bzip2
    } else if starts([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0]) {
      self = .xz
    } else if starts([0x28, 0xB5, 0x2F, 0xFD]) {
      self = .zstd
    } else if starts([0x04, 0x22, 0x4D, 0x18]) {
      self = .lz4
    } else if ContainerKind.isTar(bytes) {
      self = .tar
    } else {
      return nil
    }
  }

  var name: String {
    switch self {
    case .zip: "zip"
    case .sevenZip: "7z"
    case .tar: "tar"
    case .gzip: "gz"
    case .bzip2: "bz2"
    case .xz: "xz"
    case .zstd: "zst"
    case .lz4: "lz4"
    }
  }

  /// Whether it is one compressed stream, which may hold a tar or a single file.
  var isFilter: Bool {
    switch self {
    case .zip, .sevenZip, .tar: false
    default: true
    }
  }

  /// Whether its directory stands at its end, so that it can't be read from a pipe.
  var needsSeeking: Bool { self == .zip || self == .sevenZip }

  /// POSIX and GNU tars say `ustar`; older ones are told by the checksum of their first header.
  private static func isTar(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 512 else { return false }
    if Array(bytes[257..<262]) == Array("ustar".utf8) { return true }
    let digits = bytes[148..<156].filter { (0x30..<0x38).contains($0) }
    guard digits.count >= 4 else { return false }
    var sum = 0
    for index in 0..<512 { sum += (148..<156).contains(index) ? 0x20 : Int(bytes[index]) }
    return bytes[0] > 0x20 && digits.reduce(0) { $0 * 8 + Int($1 - 0x30) } == sum
  }
}
