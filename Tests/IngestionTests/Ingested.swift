import Glibc
import Record

@testable import Ingestion

/// What a feed gives of some inputs, read on one lane, as lines that are easy to compare.
struct Ingested: Equatable {
  /// `id agent [label:text|label:text]`
  var conversations: [String] = []
  /// `reason source_ref`, source without the scratch folder.
  var rejects: [String] = []
  var details: [String] = []
  /// The whole as NDJSON, with the scratch folder's name taken out.
  var lines: [String] = []

  static func read(
    _ inputs: [String], blockBytes: Int = 4 << 20, scratch: Scratch? = nil,
    set: (inout IngestOptions) -> Void = { _ in }
  ) throws -> Ingested {
    var options = IngestOptions()
    options.blockBytes = blockBytes
    set(&options)
    let feed = try IngestFeed(inputs: inputs, options: options)
    var result = Ingested()
    var block = IngestBlock()
    var batch = Batch()
    var units: [IngestUnit] = []
    var sink = ByteSink()
    while let unit = try feed.claim(&block) {
      units.append(unit)
      feed.decode(unit, &block, into: &batch)
      NdjsonEncoder().append(batch, to: &sink)
      for conversation in batch.conversations { result.conversations.append(describe(conversation, batch)) }
      for reject in batch.rejects {
        let place = scratch.map { without($0.path + "/", reject.sourceRef) } ?? reject.sourceRef
        result.rejects.append("\(reject.reason) \(place)")
        result.details.append(reject.detail)
      }
    }
    precondition(units == units.sorted(), "units in order on one lane")
    result.lines = lines(of: sink.bytes).map { line in
      scratch.map { without($0.path + "/", line) } ?? line
    }
    return result
  }

  /// By bytes: a text of 12 MB takes seconds a character at a time, without optimization.
  private static func lines(of bytes: [UInt8]) -> [String] {
    var lines: [String] = []
    var start = 0
    while start < bytes.count {
      let end = lineEnd(in: bytes, from: start)
      if end > start { lines.append(String(decoding: bytes[start..<end], as: UTF8.self)) }
      start = end + 1
    }
    return lines
  }

  private static func lineEnd(in bytes: [UInt8], from start: Int) -> Int {
    unsafe bytes.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return start }
      guard let found = unsafe memchr(base + start, 0x0A, bytes.count - start) else { return bytes.count }
      return unsafe base.distance(to: UnsafeRawPointer(found))
    }
  }

  static func without(_ prefix: String, _ text: String) -> String {
    guard let range = find(prefix, in: text) else { return text }
    return String(text[..<range.lowerBound]) + String(text[range.upperBound...])
  }

  private static func find(_ needle: String, in text: String) -> Range<String.Index>? {
    var start = text.startIndex
    while start < text.endIndex {
      if text[start...].hasPrefix(needle) { return start..<text.index(start, offsetBy: needle.count) }
      start = text.index(after: start)
    }
    return nil
  }

  private static func describe(_ conversation: Conversation, _ batch: Batch) -> String {
    let turns = batch.turns[Int(conversation.turns.lowerBound)..<Int(conversation.turns.upperBound)]
    let texts = turns.map { "\(batch.string($0.label)):\(batch.string($0.text))" }.joined(separator: "|")
    let agent = batch.string(conversation.agentID.isEmpty ? conversation.agentName : conversation.agentID)
    return "\(batch.string(conversation.id)) \(agent) [\(texts)]"
  }
}
