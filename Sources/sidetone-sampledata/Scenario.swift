/// One reason to call, with the ways to say each part of it.
struct Scenario {
  let id: String
  let team: Int
  let queue: String
  let marks: Set<String>
  var parts: [String: [String]] = [:]

  /// The company failed the customer.
  var isFault: Bool { marks.contains("fault") }
  /// The customer's first wish can't simply be granted.
  var isRefusal: Bool { marks.contains("refuse") }
}

/// The scenarios of a text like `scenarioText`.
func parseScenarios(_ text: String) -> [Scenario] {
  var scenarios: [Scenario] = []
  for line in text.split(separator: "\n") {
    if line.hasPrefix("= ") {
      let fields = line.dropFirst(2).split(separator: "|").map { trimmed($0) }
      let team = teams.firstIndex(of: fields[1]) ?? 0
      let marks = Set(fields[3].split(separator: " ").map(String.init))
      scenarios.append(Scenario(id: fields[0], team: team, queue: fields[2], marks: marks))
    } else if let colon = line.firstIndex(of: ":"), !scenarios.isEmpty {
      let key = String(line[..<colon])
      let words = trimmed(line[line.index(after: colon)...])
      scenarios[scenarios.count - 1].parts[key, default: []].append(words)
    }
  }
  return scenarios
}

func trimmed(_ text: Substring) -> String {
  var text = text
  while text.first == " " { text.removeFirst() }
  while text.last == " " { text.removeLast() }
  return String(text)
}
