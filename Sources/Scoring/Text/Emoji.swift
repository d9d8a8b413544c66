/// Emoji and emoticons as words of their own: `:smile:`, `:sad:`, `:angry:`, `:heart:`, `:thumbsup:`, `:thumbsdown:`.
enum Emoji {
  static let names = [":smile:", ":sad:", ":angry:", ":heart:", ":thumbsup:", ":thumbsdown:", ":laugh:", ":pray:"]

  /// The word for a character outside ASCII, or nil where it is no emoji that we name.
  static func name(_ scalar: UInt32) -> String? {
    switch scalar {
    case 0x1F602, 0x1F606, 0x1F923: ":laugh:"
    case 0x1F600...0x1F60E, 0x1F642, 0x1F643, 0x1F917, 0x1F970, 0x1F929, 0x263A: ":smile:"
    case 0x1F620, 0x1F621, 0x1F624, 0x1F92C, 0x1F47F: ":angry:"
    case 0x1F60F...0x1F61F, 0x1F622, 0x1F623, 0x1F625...0x1F631, 0x1F641, 0x1F644, 0x1F97A, 0x2639, 0x1F494: ":sad:"
    case 0x2764, 0x2665, 0x1F493...0x1F49F, 0x1F9E1, 0x1F90D, 0x1F90E: ":heart:"
    case 0x1F44D, 0x1F44C, 0x1F44F: ":thumbsup:"
    case 0x1F44E: ":thumbsdown:"
    case 0x1F64F: ":pray:"
    default: nil
    }
  }

  /// The word for an emoticon that begins here, and its length in bytes.
  static func emoticon(_ bytes: [UInt8]) -> (name: String, count: Int)? {
    for (face, name) in faces where bytes.starts(with: face.utf8) {
      // ":p" of "step 2:please" is no face.
      if let last = face.utf8.last, (last | 0x20) >= 97, (last | 0x20) <= 122, bytes.count > face.utf8.count {
        let next = bytes[face.utf8.count] | 0x20
        if next >= 97 && next <= 122 { continue }
      }
      return (name, face.utf8.count)
    }
    return nil
  }

  private static let faces: [(String, String)] = [
    (":-)", ":smile:"), (":)", ":smile:"), ("=)", ":smile:"), (":-D", ":laugh:"), (":D", ":laugh:"), (":-(", ":sad:"),
    (":(", ":sad:"), ("=(", ":sad:"), (":'(", ":sad:"), (":-/", ":sad:"), ("<3", ":heart:"), (":P", ":smile:"),
    (":p", ":smile:"),
  ]
}
