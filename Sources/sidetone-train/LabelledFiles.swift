import FoundationEssentials
import Record
import Scoring

/// Conversations with labels, as NDJSON, and the map that says which labels mean a behavior.
struct LabelledFiles {
  private struct Line: Decodable {
    struct Turn: Decodable {
      var speaker: String
      var text: String
      var labels: [String]?
    }
    var id: String
    var dataset: String
    var turns: [Turn]
  }

  /// Which turns of a set count for a behavior, and which labels make them positive.
  private struct Scope: Decodable {
    struct Behavior: Decodable {
      var positive: [String]
      var ignore: [String]?
      var requires_any: [String]?
      var speakers: [String]?
      var level: String?
    }
    var speakers: [String]
    var ignore: [String]?
    var behaviours: [String: Behavior]
  }

  private let scopes: [String: Scope]

  init(labelmap: String) throws {
    scopes = try JSONDecoder().decode([String: Scope].self, from: Self.data(labelmap))
  }

  /// The words of a text file; a line that begins with # is a remark.
  static func words(_ path: String) throws -> Set<String> {
    var words: Set<String> = []
    for line in try data(path).split(separator: 10) where line.first != UInt8(ascii: "#") {
      for word in line.split(separator: 32) { words.insert(String(decoding: word, as: UTF8.self)) }
    }
    return words
  }

  private static func data(_ path: String) throws -> Data {
    do {
      return try Data(contentsOf: URL(filePath: path))
    } catch {
      throw Problem(file: path, "can't be read")
    }
  }

  /// The conversations of a file with the verdicts on one behavior.
  func conversations(_ path: String, behavior: String) throws -> [LabelledConversation] {
    var found: [LabelledConversation] = []
    for (number, line) in try Self.data(path).split(separator: 10).enumerated() {
      guard let line = try? JSONDecoder().decode(Line.self, from: line) else {
        throw Problem(
          file: path, line: number + 1, "no conversation",
          hint: "expected id, dataset, turns with speaker, text and labels")
      }
      found.append(conversation(line, behavior))
    }
    return found
  }

  private func conversation(_ line: Line, _ behavior: String) -> LabelledConversation {
    let scope = scopes[line.dataset]
    let wanted = scope?.behaviours[behavior].flatMap { $0.level == nil ? $0 : nil }
    let turns = line.turns.map { turn in
      LabelledConversation.Turn(
        role: turn.speaker == "agent" ? .agent : turn.speaker == "customer" ? .customer : .unknown, text: turn.text,
        verdict: verdict(turn, scope, wanted))
    }
    return LabelledConversation(id: line.id, set: line.dataset, turns: turns)
  }

  private func verdict(_ turn: Line.Turn, _ scope: Scope?, _ behavior: Scope.Behavior?) -> Bool? {
    guard let scope, let behavior, (behavior.speakers ?? scope.speakers).contains(turn.speaker) else { return nil }
    let labels = Set(turn.labels ?? [])
    if let required = behavior.requires_any, labels.isDisjoint(with: required) { return nil }
    if !labels.isDisjoint(with: behavior.positive) { return true }
    if !labels.isDisjoint(with: (behavior.ignore ?? []) + (scope.ignore ?? [])) { return nil }
    return false
  }
}
