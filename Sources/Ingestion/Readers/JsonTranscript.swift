import Record

/// Transcripts of speech engines and analytics platforms in JSON. Shapes: see each reader's source in its comment.
struct JsonTranscript {
  var turns: TurnBuilder
  /// Whether the channel alone is the label, for mappings that know who sits on which.
  let isByChannel: Bool

  init(turns: TurnBuilder, isByChannel: Bool) {
    self.turns = turns
    self.isByChannel = isByChannel
  }

  mutating func read(
    _ reader: TranscriptReader, _ tree: Tree, _ root: Int, _ conversation: inout Conversation, _ batch: inout Batch
  ) {
    let json = JsonNode(tree: tree, node: root)
    switch reader {
    case .deepgram: deepgram(json, &conversation, &batch)
    case .assemblyai: assemblyai(json, &conversation, &batch)
    case .awsTranscribe: awsTranscribe(json, &batch)
    case .awsCallAnalytics, .contactLens: contactLens(json, &conversation, &batch)
    case .contactLensChat: contactLensChat(json, &batch)
    case .azure: azure(json, &conversation, &batch)
    case .googleSTT: google(json, &batch)
    case .cxInsights: cxInsights(json, &batch)
    case .whisperx: whisperx(json, &conversation, &batch)
    case .twilio: twilio(json, &batch)
    case .ringsense: ringsense(json, &conversation, &batch)
    case .vtt, .srt, .otter, .labeledText: break
    }
  }

  mutating func add(_ item: TurnBuilder.Item, _ batch: inout Batch) { turns.add(item, to: &batch) }

  func label(_ prefix: String, _ number: JsonNode?) -> [UInt8] {
    guard let text = number?.bytes else { return [] }
    return isByChannel ? text : Array("\(prefix) ".utf8) + text
  }

  func setDuration(_ value: Int64?, _ conversation: inout Conversation) {
    if let value, conversation.durationMs == Conversation.noTime { conversation.durationMs = value }
  }

  func setLanguage(_ node: JsonNode?, _ conversation: inout Conversation, _ batch: inout Batch) {
    if conversation.language.isEmpty, let bytes = node?.bytes { conversation.language = batch.append(bytes) }
  }
}

/// A node of a JSON tree with the few questions that readers ask.
struct JsonNode {
  let tree: Tree
  let node: Int

  subscript(key: StaticString) -> JsonNode? {
    tree.member(node, key).map { JsonNode(tree: tree, node: $0) }
  }

  var items: [JsonNode] {
    guard tree.nodes[node].kind == .array else { return [] }
    return tree.children(node).map { JsonNode(tree: tree, node: $0) }
  }

  /// A scalar's characters; nil for null, objects and arrays.
  var bytes: [UInt8]? {
    var output: [UInt8] = []
    return tree.text(node, into: &output) ? output : nil
  }

  var string: String? { bytes.map { String(decoding: $0, as: UTF8.self) } }

  private func duration(_ unit: DurationUnit) -> Int64? {
    bytes.flatMap { DurationText.milliseconds($0, 0..<$0.count, unit: unit) }
  }

  /// Seconds, as a number or a text, as milliseconds.
  var seconds: Int64? { duration(.seconds) }
  var milliseconds: Int64? { duration(.milliseconds) }
  /// Units of 100 ns as milliseconds.
  var ticks: Int64? { duration(.ticks) }
  /// `1.300s`, `PT1S`, or `{seconds, nanos}`.
  var spelled: Int64? {
    if tree.nodes[node].kind == .object {
      let nanos = self["nanos"]?.integer ?? 0
      let (whole, overflow) = (self["seconds"]?.integer ?? 0).multipliedReportingOverflow(by: 1000)
      let (sum, overflowed) = whole.addingReportingOverflow(nanos / 1_000_000)
      return overflow || overflowed ? nil : sum
    }
    return duration(.automatic)
  }

  var integer: Int64? { bytes.flatMap { ArenaNumbers.integer($0, 0..<$0.count) } }

  var instant: Int64? {
    bytes.flatMap { TimeText.iso8601($0, 0..<$0.count) }?.milliseconds
  }
}
