import Console
import Record

/// `manifest.json`: what went in, by which rules, what came out of each stage. All that depends on the moment, the machine or
/// the way of running stands under `run`; the rest is the same for the same input.
struct Manifest {
  var inputs: [InputReport] = []
  var rubric: RubricCatalog?
  /// Name, and hash of the file, of each configuration file that was read.
  var configuration: [(name: String, path: String, hash: String)] = []
  /// Each stage's conversations in and out, in the order of the data's way.
  var stages: [StageRow] = []
  /// How many of each reason, all stages together.
  var reasons: [(reason: String, count: Int)] = []
  var received = 0
  var scored = 0
  var notScored = 0
  /// What to look after of what was scored: `Notices.members`.
  var notices: [JsonValue.Member] = []
  /// Scored conversations of each ISO week, by the calls' own clocks.
  var weeks: [(week: String, scored: Int)] = []
  /// Day of the newest scored call, by its own clock, in days since 1970-01-01.
  var newestDay: Int?
  /// Names and sizes of the other files of the folder, by name.
  var outputs: [(name: String, bytes: Int64)] = []
  /// What differs from run to run.
  var run: [JsonValue.Member] = []

  struct StageRow: Sendable, Equatable {
    var name: String
    var received: Int
    var given: Int
    var rejected: Int
  }

  /// The file's bytes, two spaces a level.
  func json() -> [UInt8] {
    var sink = ByteSink()
    var members: [JsonValue.Member] = [
      .init("sidetone", .string(version)), .init("schema", .number("1")),
      .init("rubric", rubric.map(Self.rubricJson) ?? .null),
      .init("configuration", .array(configuration.map(Self.configurationJson))),
      .init("inputs", .array(inputs.map(Self.inputJson))),
      .init(
        "counts",
        .object([
          .init("received", .whole(received)), .init("scored", .whole(scored)), .init("not_scored", .whole(notScored)),
        ])),
      .init("stages", .array(stages.map(Self.stageJson))),
      .init("not_scored_by_reason", .object(reasons.map { .init($0.reason, .whole($0.count)) })),
    ]
    members += notices
    members += [
      .init("scored_by_week", .object(weeks.map { .init($0.week, .whole($0.scored)) })),
      .init("newest_call", newestDay.map { .string(Volume.date($0)) } ?? .null),
      .init("files", .object(outputs.map { .init($0.name, .whole(Int($0.bytes))) })),
      .init("run", .object(run)),
    ]
    sink.append(pretty: .object(members), level: 0)
    sink.append("\n")
    return sink.bytes
  }

  private static func rubricJson(_ rubric: RubricCatalog) -> JsonValue {
    .object([
      .init("name", .string(rubric.name)), .init("version", .string(rubric.version)),
      .init("hash", .string(rubric.hash)),
    ])
  }

  private static func configurationJson(_ item: (name: String, path: String, hash: String)) -> JsonValue {
    .object([.init("what", .string(item.name)), .init("path", .string(item.path)), .init("hash", .string(item.hash))])
  }

  private static func inputJson(_ input: InputReport) -> JsonValue {
    .object([
      .init("path", .string(input.path)), .init("bytes", .whole(Int(input.bytes))), .init("hash", .string(input.hash)),
      .init("format", .string(input.format)), .init("profile", .string(input.profile)),
      .init("scored", .whole(input.conversations)), .init("not_scored", .whole(input.rejected)),
    ])
  }

  private static func stageJson(_ stage: StageRow) -> JsonValue {
    .object([
      .init("stage", .string(stage.name)), .init("in", .whole(stage.received)), .init("out", .whole(stage.given)),
      .init("rejected", .whole(stage.rejected)),
    ])
  }
}

extension JsonValue {
  static func whole(_ value: Int) -> JsonValue { .number(String(value)) }
}

extension ByteSink {
  /// Appends a document with two spaces a level; objects without objects in them stand on one line.
  mutating func append(pretty value: JsonValue, level: Int) {
    switch value {
    case .object(let members) where members.contains(where: { $0.value.isNested }) || level == 0:
      append(open: "{", close: "}", count: members.count, level: level) { sink, index in
        sink.append(quoted(members[index].key))
        sink.append(": ")
        sink.append(pretty: members[index].value, level: level + 1)
      }
    case .array(let elements) where elements.contains(where: \.isNested):
      append(open: "[", close: "]", count: elements.count, level: level) { sink, index in
        sink.append(pretty: elements[index], level: level + 1)
      }
    default:
      append(json: value)
    }
  }

  private mutating func append(
    open: String, close: String, count: Int, level: Int, _ item: (inout ByteSink, Int) -> Void
  ) {
    append(open)
    for index in 0..<count {
      append(index == 0 ? "\n" : ",\n")
      append(String(repeating: "  ", count: level + 1))
      item(&self, index)
    }
    append("\n" + String(repeating: "  ", count: level) + close)
  }
}

extension JsonValue {
  fileprivate var isNested: Bool {
    switch self {
    case .object, .array: true
    default: false
    }
  }
}
