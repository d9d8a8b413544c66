import BuiltinData
public import Record

/// A built-in source profile: a mapping file that ships inside the executables.
public struct Profile: Sendable, Hashable {
  /// `five9-calllog`.
  public let name: String
  /// One line for a list.
  public let title: String
  /// The mapping file itself, a working start for one's own.
  public let text: String
}

/// The built-in source profiles, in the order of detection.
public enum Profiles {
  public static let all: [Profile] = {
    var profiles: [Profile] = []
    for index in 0..<builtin_profile_count() {
      let file = unsafe builtin_profile_at(index)
      let text = unsafe String(decoding: UnsafeBufferPointer(start: file.bytes, count: file.count), as: UTF8.self)
      profiles.append(Profile(name: unsafe String(cString: file.name), title: title(of: text), text: text))
    }
    return profiles
  }()

  /// The `title:` line, without reading the rest.
  private static func title(of text: String) -> String {
    for line in text.split(separator: "\n") where line.hasPrefix("title: ") {
      return String(line.dropFirst("title: ".count)).replacingQuotes()
    }
    return ""
  }

  /// - Throws: `Problem` with a did-you-mean for a name that is none.
  public static func named(_ name: String) throws(Problem) -> Profile {
    if let profile = all.first(where: { $0.name == name }) { return profile }
    let names = all.map(\.name)
    if let reader = generic.first(where: { $0.name == name }) {
      throw Problem(
        "\(name) is a reader of the engine and no mapping file",
        hint: "`sidetone profile show \(reader.name)` says what it takes")
    }
    throw Problem(
      "unknown profile \"\(name)\"\(Suggestion.text(for: name, among: names + generic.map(\.name)))",
      hint: "profiles: \(names.joined(separator: ", ")); readers: \(generic.map(\.name).joined(separator: ", "))")
  }
}

extension String {
  fileprivate func replacingQuotes() -> String {
    hasPrefix("\"") && hasSuffix("\"") && count >= 2 ? String(dropFirst().dropLast()) : self
  }
}
