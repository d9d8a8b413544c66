import Glibc

/// Reads lines of NDJSON into a batch, in place: the batch's arena holds the lines, and its texts point into them.
///
/// Takes the schema that `RecordSchema` documents, every `kind` of line, and plain conversations of other makers (`id` and
/// `turns` are enough). A line that can't be read becomes a reject with its number; the rest goes on. Lines other than
/// conversations must begin with `{"sidetone":1,"kind":"…"`.
public struct NdjsonDecoder: Sendable {
  /// The rubric that the scorecards' behaviors and rules refer to; set by a `rubric` line.
  public var catalog: RubricCatalog? { didSet { index = catalog.map { CatalogIndex($0) } } }
  /// What `input` lines told, in their order.
  public internal(set) var inputs: [InputReport] = []
  /// Whether `score`, `results` and `evidence` are read into the sheet; otherwise they are skipped.
  public let readsScores: Bool
  /// Whether members are looked for where they mostly stand, before they are read one by one.
  let usesShortCuts: Bool

  var index: CatalogIndex?
  let stage: Reject.Stage

  /// - Parameters:
  ///   - stage: the stage that reads, named in the rejects it makes.
  ///   - readsScores: whether scorecards are read as such.
  ///   - isPlain: leaves out the short cuts, to hold them against.
  public init(stage: Reject.Stage, readsScores: Bool = false, isPlain: Bool = false) {
    self.stage = stage
    self.readsScores = readsScores
    usesShortCuts = !isPlain
  }

  /// Decodes all lines of a range of the batch's arena; the last may lack its newline.
  ///
  /// - Parameters:
  ///   - range: half-open, in bytes of `batch.arena`.
  ///   - firstLine: number of the first line in its source, from 1.
  ///   - source: what to call the source in `source_ref`, where a line does not say it itself.
  ///   - batch: gets conversations, turns and rejects.
  ///   - sheet: gets a scorecard for each conversation where `readsScores`.
  /// - Returns: the number of lines read.
  @discardableResult
  public mutating func decode(
    _ range: Range<Int>, firstLine: Int, source: String, into batch: inout Batch, sheet: inout ScoreSheet
  ) -> Int {
    var arena: [UInt8] = []
    swap(&arena, &batch.arena)
    defer { swap(&arena, &batch.arena) }
    var line = firstLine
    var appended: [UInt8] = []
    let arenaCount = arena.count
    unsafe arena.withUnsafeMutableBufferPointer { buffer in
      var start = range.lowerBound
      while start < range.upperBound {
        let end = unsafe NdjsonDecoder.lineEnd(UnsafeBufferPointer(buffer), from: start, to: range.upperBound)
        let place = Place(source: source, line: line, appended: arenaCount)
        unsafe decodeLine(buffer, start..<end, place, &batch, &sheet, &appended)
        start = end + 1
        line += 1
      }
    }
    arena.append(contentsOf: appended)
    return line - firstLine
  }

  /// As above, where no scores are read.
  @discardableResult
  public mutating func decode(
    _ range: Range<Int>, firstLine: Int, source: String, into batch: inout Batch
  ) -> Int {
    var none = ScoreSheet(behaviorCount: 0)
    return decode(range, firstLine: firstLine, source: source, into: &batch, sheet: &none)
  }

  /// The `rubric` lines of a block of whole lines: who reads blocks out of order needs them in advance.
  public static func rubricLines(_ block: [UInt8]) -> [Range<Int>] {
    unsafe block.withUnsafeBufferPointer { buffer in
      var found: [Range<Int>] = []
      var start = 0
      while start < buffer.count {
        let end = unsafe lineEnd(buffer, from: start, to: buffer.count)
        if unsafe LineKind(UnsafeBufferPointer(rebasing: buffer[start..<end])) == .rubric { found.append(start..<end) }
        start = end + 1
      }
      return found
    }
  }

  /// Where a line stands in its source, and where text that it lacks is appended.
  struct Place {
    var source: String
    var line: Int
    /// Arena offset that the first byte of the appended text will have.
    var appended: Int
  }

  private static func lineEnd(_ buffer: UnsafeBufferPointer<UInt8>, from start: Int, to limit: Int) -> Int {
    guard let base = buffer.baseAddress, let found = unsafe memchr(base + start, 0x0A, limit - start) else {
      return limit
    }
    return unsafe UnsafeRawPointer(base).distance(to: UnsafeRawPointer(found))
  }

  private mutating func decodeLine(
    _ buffer: UnsafeMutableBufferPointer<UInt8>, _ range: Range<Int>, _ place: Place, _ batch: inout Batch,
    _ sheet: inout ScoreSheet, _ appended: inout [UInt8]
  ) {
    let bytes = unsafe UnsafeBufferPointer(rebasing: buffer[range])
    if let bad = unsafe Utf8.firstInvalid(bytes) {
      return reject(
        &batch, place, "encoding", "byte \(bad + 1) of the line is not UTF-8; convert the file or repair the line")
    }
    var cursor = unsafe JsonCursor(buffer, range: range)
    if cursor.isAtEnd() { return }
    let before = Marks(batch, sheet)
    do throws(JsonFault) {
      switch unsafe LineKind(bytes) {
      case .conversation, .scorecard:
        try decodeConversation(&cursor, place, &batch, &sheet, &appended)
      case .rejected:
        batch.rejects.append(try Reject(line: unsafe JsonValue(parsing: bytes), position: batch.conversations.count))
      case .rubric:
        catalog = try RubricCatalog(line: unsafe JsonValue(parsing: bytes))
        if readsScores { sheet.behaviorCount = catalog?.behaviors.count ?? 0 }
      case .input: inputs.append(try InputReport(line: unsafe JsonValue(parsing: bytes)))
      }
    } catch {
      before.restore(&batch, &sheet)
      let column = max(0, error.offset - range.lowerBound) + 1
      reject(&batch, place, "malformed_json", "byte \(column) of the line: \(error.message)")
    }
  }

  private func reject(_ batch: inout Batch, _ place: Place, _ reason: String, _ detail: String) {
    batch.reject("\(place.source)#line \(place.line)", stage: stage, reason: reason, detail: detail)
  }
}

/// How long the tables were before a line, so that a line that fails leaves nothing behind.
private struct Marks {
  private let conversations, turns, legs, extras, results, evidence: Int

  init(_ batch: Batch, _ sheet: ScoreSheet) {
    conversations = batch.conversations.count
    turns = batch.turns.count
    legs = batch.legs.count
    extras = batch.extras.count
    results = sheet.results.count
    evidence = sheet.evidence.count
  }

  func restore(_ batch: inout Batch, _ sheet: inout ScoreSheet) {
    batch.conversations.removeSubrange(conversations...)
    batch.turns.removeSubrange(turns...)
    batch.legs.removeSubrange(legs...)
    batch.extras.removeSubrange(extras...)
    sheet.results.removeSubrange(results...)
    sheet.evidence.removeSubrange(evidence...)
  }
}

/// What a line says it is, told from its first bytes.
enum LineKind {
  case conversation, scorecard, rejected, rubric, input

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    let prefix: StaticString = "{\"sidetone\":1,\"kind\":\""
    let count = prefix.utf8CodeUnitCount
    self = .conversation
    guard bytes.count > count + 2 else { return }
    for index in 0..<count where unsafe bytes[index] != prefix.utf8Start[index] { return }
    switch unsafe (bytes[count], bytes[count + 1]) {
    case (UInt8(ascii: "s"), _): self = .scorecard
    case (UInt8(ascii: "r"), UInt8(ascii: "e")): self = .rejected
    case (UInt8(ascii: "r"), _): self = .rubric
    case (UInt8(ascii: "i"), _): self = .input
    default: return
    }
  }
}
