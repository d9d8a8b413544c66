/// Names of files from names of teams.
enum Slug {
  /// For each name a slug that no other has: lower-case ASCII letters and digits, runs of anything else one hyphen; a number
  /// is added to the later (in byte order) of two names that would be one.
  static func unique(_ names: [String]) -> [String: String] {
    var slugs: [String: String] = [:]
    var taken: Set<String> = []
    for name in Set(names).sorted(by: precedes) {
      let base = slug(name)
      var candidate = base
      var number = 2
      while !taken.insert(candidate).inserted {
        candidate = "\(base)-\(number)"
        number += 1
      }
      slugs[name] = candidate
    }
    return slugs
  }

  private static func slug(_ name: String) -> String {
    guard !name.isEmpty else { return "no-team" }
    var bytes: [UInt8] = []
    for byte in name.utf8 {
      let lower = byte &- 0x41 < 26 ? byte | 0x20 : byte
      if lower &- 0x61 < 26 || lower &- 0x30 < 10 {
        bytes.append(lower)
      } else if bytes.last != UInt8(ascii: "-"), !bytes.isEmpty {
        bytes.append(UInt8(ascii: "-"))
      }
    }
    if bytes.last == UInt8(ascii: "-") { bytes.removeLast() }
    return bytes.isEmpty ? "team" : String(decoding: bytes.prefix(80), as: UTF8.self)
  }
}
