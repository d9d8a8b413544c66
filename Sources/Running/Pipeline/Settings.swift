import Glibc
import Record

extension Pipeline {
  /// One setting as `sidetone config` shows it.
  public struct Setting: Sendable, Equatable {
    public var name: String
    public var value: String
    /// `command line`, `environment NAME`, the pipeline file, or `default`.
    public var origin: String
  }

  /// Environment variables that stand above the pipeline file.
  static let variables = [
    "output": "SIDETONE_OUTPUT", "rubric": "SIDETONE_RUBRIC", "history": "SIDETONE_HISTORY",
    "lanes": "SIDETONE_LANES",
  ]

  /// Takes what the environment says; a command calls it between the file and its own options.
  public mutating func takeEnvironment() {
    func value(_ key: String) -> String? {
      unsafe Self.variables[key].flatMap { unsafe getenv($0) }.map { unsafe String(cString: $0) }
    }
    if let text = value("output") { set("output", from: .environment) { $0.output = text } }
    if let text = value("rubric") { set("rubric", from: .environment) { $0.rubric = text } }
    if let text = value("history") { set("history", from: .environment) { $0.history = text } }
    if let text = value("lanes"), let count = Int(text), (1...256).contains(count) {
      set("lanes", from: .environment) { $0.lanes = count }
    }
  }

  /// Where a value comes from.
  public enum Origin: Sendable, Equatable { case file, environment, commandLine }

  /// Changes a setting and notes where the new value comes from.
  public mutating func set(_ key: String, from origin: Origin, _ change: (inout Pipeline) -> Void) {
    change(&self)
    origins[key] = origin
  }

  /// Every setting in the order of the keys.
  public var settings: [Setting] {
    Self.keys.map { key in
      let origin =
        switch origins[key] {
        case .file: file
        case .environment: "environment \(Self.variables[key] ?? "")"
        case .commandLine: "command line"
        case nil: "default"
        }
      return Setting(name: key, value: value(of: key), origin: origin)
    }
  }

  private func value(of key: String) -> String {
    switch key {
    case "inputs": inputs.joined(separator: " ")
    case "duplicates": (copies.map { "\($0.text), " } ?? "") + (lastStands ? "last" : "first")
    case "profile": profile ?? "auto"
    case "mapping": mapping ?? "none"
    case "rubric": rubric ?? "builtin"
    case "roster": roster ?? "none"
    case "roles": roles.isEmpty ? "none" : roles.joined(separator: " ")
    case "role_guess": roleGuess
    case "quality": quality.isEmpty ? "as built in" : quality.joined(separator: " ")
    case "language": language
    case "coaching": coaching ?? "none"
    case "period": period.text
    case "timezone": timezone ?? "each call's own clock"
    case "source_timezone": sourceTimezone ?? "none"
    case "privacy":
      "redact=\(privacy.redact) quotes=\(privacy.quotes) customer_ids=\(privacy.hashCustomers ? "hash" : "keep")"
    case "output": output ?? "none"
    case "excel": "\(excel)"
    case "html": "\(html)"
    case "sqlite": sqlite ?? "none"
    case "stages": stages.map(\.name).joined(separator: " ")
    case "thresholds": thresholds.text
    case "overrides": overrides ?? "none"
    case "notify": notify ?? "none"
    case "history": history ?? "none"
    default: lanes.map { "\($0)" } ?? "one for each core"
    }
  }
}

extension Pipeline.Thresholds {
  var text: String {
    var parts: [String] = []
    if let maxRejected { parts.append("max_rejected=\(percent(maxRejected))") }
    if !expectedSources.isEmpty { parts.append("expected_sources=\(expectedSources.joined(separator: ","))") }
    if !expected.isEmpty {
      parts.append("expected=\(expected.map { "\($0.field.rawValue):\($0.value)" }.joined(separator: ","))")
    }
    if let maxAgeDays { parts.append("max_age=\(maxAgeDays)d") }
    if let maxVolumeDrop { parts.append("max_volume_drop=\(percent(maxVolumeDrop))") }
    return parts.isEmpty ? "none" : parts.joined(separator: " ")
  }
}

/// Ten-thousandths as a percentage: `2.5%`.
func percent(_ share: Int) -> String {
  share % 100 == 0 ? "\(share / 100)%" : "\(share / 100).\(share % 100 < 10 ? "0" : "")\(share % 100)%"
}
