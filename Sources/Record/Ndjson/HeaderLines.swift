/// What ingest tells of one input, for the manifest: an `input` line.
public struct InputReport: Sendable, Hashable {
  /// As the user named it, or relative to the folder that he or she named.
  public var path: String
  public var bytes: Int64
  /// `Fingerprint` of the content, 16 hexadecimal digits.
  public var hash: String
  public var format: String
  public var profile: String
  /// Conversations read from it.
  public var conversations: Int
  /// Records of it that were rejected at ingest.
  public var rejected: Int

  public init(
    path: String, bytes: Int64, hash: String, format: String, profile: String, conversations: Int, rejected: Int
  ) {
    self.path = path
    self.bytes = bytes
    self.hash = hash
    self.format = format
    self.profile = profile
    self.conversations = conversations
    self.rejected = rejected
  }

  init(line: JsonValue) throws(JsonFault) {
    guard let path = line["path"]?.string else {
      throw JsonFault(offset: 0, message: "an input line lacks its \"path\"")
    }
    self.init(
      path: path, bytes: Int64(line["bytes"]?.int ?? 0), hash: line["hash"]?.string ?? "",
      format: line["format"]?.string ?? "", profile: line["profile"]?.string ?? "",
      conversations: line["conversations"]?.int ?? 0, rejected: line["rejected"]?.int ?? 0)
  }

  /// Appends the line, with its newline.
  public func append(to sink: inout ByteSink) {
    sink.appendLine(
      "input",
      [
        .init("path", .string(path)), .init("bytes", .number("\(bytes)")), .init("hash", .string(hash)),
        .init("format", .string(format)), .init("profile", .string(profile)),
        .init("conversations", .number("\(conversations)")), .init("rejected", .number("\(rejected)")),
      ])
  }
}

extension Reject {
  init(line: JsonValue, position: Int) throws(JsonFault) {
    guard let sourceRef = line["source_ref"]?.string, let reason = line["reason"]?.string,
      let stageName = line["stage"]?.string,
      let stage = Stage.allCases.first(where: { "\($0.name)" == stageName })
    else {
      throw JsonFault(offset: 0, message: "a rejected line needs source_ref, reason and stage (ingest, normalize, …)")
    }
    self.init(
      sourceRef: sourceRef, stage: stage, reason: reason, detail: line["detail"]?.string ?? "",
      count: line["count"]?.int ?? 1, position: Int32(clamping: position),
      origin: line["team"]?.string.map { Reject.origin(team: $0, startedAt: line["started_at"]?.string) })
  }

  private static func origin(team: String, startedAt: String?) -> Origin {
    let time = startedAt.flatMap { IsoTime(Array($0.utf8)) }
    return Origin(
      team: team, startedAt: time?.milliseconds ?? Conversation.noTime,
      utcOffsetMinutes: Int16(clamping: time?.offsetMinutes ?? 0))
  }

  /// Appends the reject as an NDJSON line, with its newline.
  public func append(to sink: inout ByteSink) {
    var members: [JsonValue.Member] = [
      .init("source_ref", .string(sourceRef)), .init("stage", .string("\(stage.name)")),
      .init("reason", .string(reason)), .init("detail", .string(detail)), .init("count", .number("\(count)")),
    ]
    if let origin {
      members.append(.init("team", .string(origin.team)))
      if origin.startedAt != Conversation.noTime {
        var time = ByteSink()
        time.append(iso: origin.startedAt, offsetMinutes: Int(origin.utcOffsetMinutes))
        members.append(.init("started_at", .string(String(decoding: time.bytes, as: UTF8.self))))
      }
    }
    sink.appendLine("rejected", members)
  }
}

extension ByteSink {
  /// Appends `{"sidetone":1,"kind":"…",…}` and a newline.
  mutating func appendLine(_ kind: String, _ members: [JsonValue.Member]) {
    append(json: .object([.init("sidetone", .number("1")), .init("kind", .string(kind))] + members))
    append(UInt8(ascii: "\n"))
  }
}
