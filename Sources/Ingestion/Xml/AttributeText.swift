/// Ampersands of attribute values.
enum AttributeText {
  private static let escape: [UInt8] = Array("&#38;".utf8)

  /// Turns each `&#38;` behind `start` into `&`, in place.
  static func unescapeAmpersands(_ bytes: inout [UInt8], from start: Int) {
    guard var read = bytes[start...].firstIndex(of: UInt8(ascii: "&")) else { return }
    var write = read
    while read < bytes.count {
      bytes[write] = bytes[read]
      let isEscape = bytes[read] == UInt8(ascii: "&") && bytes[read...].starts(with: escape)
      read += isEscape ? escape.count : 1
      write += 1
    }
    bytes.removeLast(bytes.count - write)
  }
}
