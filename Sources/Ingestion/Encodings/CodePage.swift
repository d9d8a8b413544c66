import Glibc
import Record

/// An encoding with one byte a character, as a table; the system's `iconv` knows its characters.
struct CodePage: Sendable, Hashable {
  /// Characters of the bytes 0x80...0xFF; U+FFFD where there is none.
  private let high: [UInt32]

  static let windows1252 = CodePage(high: (0x80...0xFF).map { Windows1252.scalar(UInt8($0)) })

  private init(high: [UInt32]) { self.high = high }

  /// - Returns: nil for a name that the system does not know, and for encodings of several bytes a character.
  init?(named name: String) {
    guard let handle = unsafe iconv_open("UTF-32LE", name), unsafe handle != iconv_t(bitPattern: -1) else { return nil }
    defer { unsafe _ = iconv_close(handle) }
    // Letters must be what they are in ASCII, or commas and line ends could not be found.
    guard unsafe CodePage.scalar(0x41, handle) == 0x41, unsafe CodePage.scalar(0x2C, handle) == 0x2C else { return nil }
    high = (0x80...0xFF).map { byte in unsafe CodePage.scalar(UInt8(byte), handle) ?? 0xFFFD }
    // Of Shift JIS 63 bytes are characters of their own; the poorest code page has 83.
    if high.count(where: { $0 != 0xFFFD }) < 80 { return nil }
  }

  private static func scalar(_ byte: UInt8, _ handle: iconv_t) -> UInt32? {
    var input = CChar(bitPattern: byte)
    var output: UInt32 = 0
    return unsafe withUnsafeMutablePointer(to: &input) { source in
      unsafe withUnsafeMutableBytes(of: &output) { target in
        var (from, left) = unsafe (Optional(source), 1)
        var (to, room) = unsafe (target.baseAddress?.assumingMemoryBound(to: CChar.self), 4)
        let result = unsafe iconv(handle, &from, &left, &to, &room)
        // Back to the initial state, whatever came before.
        _ = unsafe iconv(handle, nil, nil, nil, nil)
        return result == -1 || left > 0 || room > 0 ? nil : UInt32(littleEndian: unsafe target.load(as: UInt32.self))
      }
    }
  }

  @inline(__always)
  func scalar(_ byte: UInt8) -> UInt32 { byte < 0x80 ? UInt32(byte) : high[Int(byte) - 0x80] }
}

/// What a mapping says about a table's bytes.
enum TableEncoding: Sendable, Hashable {
  /// A byte order mark or zero bytes tell UTF-16; else UTF-8, and what is not UTF-8 is the fallback's.
  case automatic
  case utf8
  case utf16(Utf16)
  case codePage(CodePage)

  static func load(_ node: MappingNode) throws(Problem) -> TableEncoding {
    let name = try node.string("encoding").lowercased()
    switch name {
    case "auto": return .automatic
    case "utf-8", "utf8": return .utf8
    case "utf-16le", "utf-16", "utf16": return .utf16(.littleEndian)
    case "utf-16be": return .utf16(.bigEndian)
    case "windows-1252", "cp1252", "iso-8859-1", "latin1": return .codePage(.windows1252)
    default: break
    }
    guard let page = CodePage(named: name) else {
      throw node.problem(
        "\"\(name)\" is no encoding that tables are read in",
        hint: "auto, utf-8, utf-16le, utf-16be, or a code page of single bytes such as windows-1251 or iso-8859-15")
    }
    return .codePage(page)
  }
}
