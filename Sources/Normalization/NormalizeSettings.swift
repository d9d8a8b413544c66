import Glibc
public import Record

/// `label=role`, as the command line and pipeline files write it.
public enum RoleLabel {
  /// Throws `Problem` where the role is none of ours.
  public static func parse(_ text: String) throws(Problem) -> (label: String, role: Role) {
    guard let mark = text.lastIndex(of: "="), mark > text.startIndex else {
      throw Problem("\"\(text)\" is not label=role", hint: "for example \"Desk *=agent\"")
    }
    let name = String(text[text.index(after: mark)...])
    return (String(text[..<mark]), try role(named: name))
  }

  /// The role by its word. Throws `Problem` where there is no such role.
  public static func role(named name: String) throws(Problem) -> Role {
    guard let role = Role.allCases.first(where: { "\($0.name)" == name }) else {
      let names = Role.allCases.map { "\($0.name)" }
      throw Problem(
        "unknown role \"\(name)\"\(Suggestion.text(for: name, among: names))",
        hint: "roles: \(names.joined(separator: ", "))")
    }
    return role
  }
}

extension RoleGuess {
  /// By name. Throws `Problem` where there is no such guess.
  public static func named(_ name: String) throws(Problem) -> RoleGuess {
    guard let guess = RoleGuess(rawValue: name) else {
      let names = allCases.map(\.rawValue)
      throw Problem(
        "unknown guess \"\(name)\"\(Suggestion.text(for: name, among: names))",
        hint: "guesses: \(names.joined(separator: ", "))")
    }
    return guess
  }
}

extension QualityPolicy {
  /// The findings by name, in the order of the documentation.
  public static let names = [
    "swapped_roles", "one_speaker_missing", "duplicated_turns", "impossible_times", "other_language", "tiny",
  ]

  /// Takes `finding=action`. Throws `Problem` where either is unknown.
  public mutating func set(_ text: String) throws(Problem) {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { throw Problem("\"\(text)\" is not finding=action", hint: "for example tiny=flag") }
    try set(parts[0], to: parts[1])
  }

  /// Sets the action of one finding, both by name. Throws `Problem` where either is unknown.
  public mutating func set(_ finding: String, to action: String) throws(Problem) {
    guard let value = GateAction(rawValue: action) else {
      let names = GateAction.allCases.map(\.rawValue)
      throw Problem(
        "unknown action \"\(action)\"\(Suggestion.text(for: action, among: names))",
        hint: "actions: \(names.joined(separator: ", "))")
    }
    switch finding {
    case "swapped_roles": swappedRoles = value
    case "one_speaker_missing": oneSpeakerMissing = value
    case "duplicated_turns": duplicatedTurns = value
    case "impossible_times": impossibleTimes = value
    case "other_language": otherLanguage = value
    case "tiny": tiny = value
    default:
      throw Problem(
        "unknown finding \"\(finding)\"\(Suggestion.text(for: finding, among: Self.names))",
        hint: "findings: \(Self.names.joined(separator: ", "))")
    }
  }
}

extension CustomerKey {
  /// The environment variable that may hold the key.
  public static let variable = "SIDETONE_CUSTOMER_KEY"

  /// The key of the environment, or nil where none is set. Throws `Problem` where it is too short.
  public static func fromEnvironment() throws(Problem) -> CustomerKey? {
    guard let value = unsafe getenv(variable) else { return nil }
    let secret = unsafe Array(String(cString: value).utf8)
    return secret.isEmpty ? nil : try CustomerKey(secret: secret)
  }
}
