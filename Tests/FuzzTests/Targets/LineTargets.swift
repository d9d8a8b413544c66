import Record

@testable import History
@testable import Ingestion
@testable import Normalization
@testable import Scoring

extension FuzzTarget {
  /// What the stages hand to each other and to the next run; and the whole way of an input to its scorecards.
  static let lines: [FuzzTarget] =
    [
      FuzzTarget("ndjson", words: lineWords, seeds: conversationLines) { bytes in
        PlanRun.check("calls.ndjson", bytes) { countOfLines($0, bytes) }
      }
    ]
    + Reject.Stage.allCases.map { stage in
      FuzzTarget("ndjson-\(stage.name)", words: lineWords, cases: 150, seeds: scorecardLines + conversationLines) {
        readAndWritten($0, stage)
      }
    } + [
      FuzzTarget(
        "summary", words: jsonWords, cases: 100,
        seeds: Seeds.texts("{\"kind\":\"summary\",\"sidetone\":1,\"summary\":{}}\n{\"kind\":\"page\",\"sidetone\":1}\n")
      ) {
        bytes in
        do throws(Problem) {
          _ = try Summary(ndjson: bytes, file: "s")
          return nil
        } catch {
          return error.file == "s" && !error.message.isEmpty ? nil : "\(error)"
        }
      },
      FuzzTarget("history-unit", cases: 300, seeds: [SmallScores.shared.unit], check: unit),
      FuzzTarget(
        "everything", words: jsonWords, cases: 80,
        seeds: conversationLines + Seeds.own("archive-feed") + [
          Seeds.export("utterances-2026-W44.csv"), Seeds.export("conversations.xml"),
        ],
        check: everything),
    ]

  private static let lineWords =
    jsonWords + [
      "{\"sidetone\":1,\"kind\":\"", "rubric\"", "scorecard\"", "rejected\"", "input\"", "\"turns\":[", "\"results\":[",
      "\"evidence\":[", "\"start_ms\":",
      "\"speaker\":\"agent\"", "\"extras\":{", "\"warnings\":[\"tiny\"]", "\"started_at\":\"2026-03-02T10:00:00Z\"",
    ]

  private static let conversationLines =
    Seeds.samples("sidetone/conversations.ndjson")
    + Seeds.texts(
      #"{"id":"x-1","dataset":"demo","turns":[{"speaker":"agent","start_ms":10,"text":"He said \"hi\" \u00e9\ud83d\ude00","labels":["a"]},{"speaker":"S","turn":7,"text":"ok"}],"meta":{"a":[1,2]}}"#
    ) + [SmallScores.shared.conversations]

  private static let scorecardLines = [SmallScores.shared.scorecards]

  /// Each line is a conversation or a reject; those of other kinds are none.
  private static func countOfLines(_ found: PlanRun, _ bytes: [UInt8]) -> String? {
    guard
      (try? Sniffer.plan(name: "calls.ndjson", sample: bytes, isWhole: true, options: IngestOptions()))?.profile
        == "sidetone"
    else { return nil }
    let isMarked = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    let head = Array("{\"sidetone\":1,\"kind\":\"".utf8)
    let lines = bytes.dropFirst(isMarked ? 3 : 0).split(separator: 10)
      .filter { line in line.contains { ![0x20, 9, 13].contains($0) } }
    let others = lines.count { $0.starts(with: head + Array("ru".utf8)) || $0.starts(with: head + Array("i".utf8)) }
    let all = found.conversations + found.rejects.count
    return lines.count - others <= all && all <= lines.count ? nil : "\(lines.count) lines gave \(all)"
  }

  /// What is read is written so that it is read again to the same.
  private static func readAndWritten(_ bytes: [UInt8], _ stage: Reject.Stage) -> String? {
    let readsScores = stage == .aggregate
    func read(_ bytes: [UInt8]) -> (batch: Batch, sheet: ScoreSheet, catalog: RubricCatalog?) {
      var decoder = NdjsonDecoder(stage: stage, readsScores: readsScores)
      var (batch, sheet) = (Batch(), ScoreSheet(behaviorCount: 0))
      batch.arena = bytes
      decoder.decode(0..<bytes.count, firstLine: 1, source: "in", into: &batch, sheet: &sheet)
      return (batch, sheet, decoder.catalog)
    }
    func written(_ read: (batch: Batch, sheet: ScoreSheet, catalog: RubricCatalog?)) -> [UInt8] {
      var sink = ByteSink()
      read.catalog?.append(to: &sink)
      NdjsonEncoder(catalog: read.catalog).append(read.batch, readsScores ? read.sheet : nil, to: &sink)
      return sink.bytes
    }
    let first = read(bytes)
    if let fault = BatchCheck.fault(first.batch, isOwn: false) { return fault }
    if readsScores, let fault = fault(first.sheet, first.batch) { return fault }
    // A rubric in the middle changes what the lines before it mean.
    if readsScores, first.sheet.results.count != first.batch.conversations.count * first.sheet.behaviorCount {
      return nil
    }
    let once = written(first)
    let second = read(once)
    if second.batch.conversations.count != first.batch.conversations.count { return "lines that it can't read itself" }
    let twice = written(second)
    return once == twice
      ? nil : "\(String(decoding: twice, as: UTF8.self))\n--- came back for:\n\(String(decoding: once, as: UTF8.self))"
  }

  private static func fault(_ sheet: ScoreSheet, _ batch: Batch) -> String? {
    if sheet.cards.count != batch.conversations.count { return "\(sheet.cards.count) cards" }
    for item in sheet.evidence where item.words.end > batch.arena.count { return "a quote beyond the arena" }
    return nil
  }

  /// A stored unit, with the checksum that belongs to it.
  private static let unit: Check = { bytes in
    var stored = bytes
    guard stored.count > UnitEncoder.headBytes else { return nil }
    let hash = Fingerprint.xxh64(Array(stored[UnitEncoder.headBytes...]))
    stored[0] = UnitEncoder.version
    for step in 0..<8 { stored[1 + step] = UInt8(truncatingIfNeeded: hash >> UInt64(8 * step)) }
    var (decoder, batch, sheet) = (UnitDecoder(), Batch(), ScoreSheet(behaviorCount: 0))
    do throws(UnitDecoder.Damaged) { try decoder.decode(stored, into: &batch, &sheet) } catch { return nil }
    // With a checksum that is right, nothing cuts a character but the fuzzer.
    return BatchCheck.fault(batch, isOwn: false).flatMap { $0.contains("no UTF-8") ? nil : $0 }
  }

  /// As in a run: whatever the bytes are is told by detection, then normalized, scored, written, and read again.
  private static let everything: Check = { bytes in
    guard let file = UnnamedFile(bytes) else { return nil }
    var options = IngestOptions()
    options.limits.unpackedBytes = 1 << 20
    options.blockBytes = 1 << 12
    guard let feed = try? IngestFeed(inputs: [file.path], options: options) else { return nil }
    var normalizer = Normalizer()
    var scorer = Scorer(rubric: SmallScores.rubric)
    let catalog = SmallScores.rubric.catalog
    var (block, batch, sheet) = (IngestBlock(), Batch(), ScoreSheet(behaviorCount: catalog.behaviors.count))
    while let unit = try? feed.claim(&block) {
      feed.decode(unit, &block, into: &batch)
      if let fault = BatchCheck.fault(batch) { return "ingest: \(fault)" }
      normalizer.normalize(&batch)
      if let fault = BatchCheck.fault(batch) { return "normalize: \(fault)" }
      sheet.removeAll()
      scorer.score(batch, into: &sheet)
      var sink = ByteSink()
      catalog.append(to: &sink)
      NdjsonEncoder(catalog: catalog).append(batch, sheet, to: &sink)
      if let fault = readAndWritten(sink.bytes, .aggregate) { return "written: \(fault)" }
    }
    return nil
  }
}

/// Scorecards of a small rubric, in each form that they are handed on.
struct SmallScores: Sendable {
  static let rubric: Rubric = {
    let diagnostics = RubricDiagnostics()
    let text = Seeds.source("Tests/FuzzTests/Seeds/rubric/small.yaml")
    let rubric = Rubric.compile("core.yaml", files: { $0 == "core.yaml" ? text : nil }, diagnostics)
    guard let rubric, diagnostics.problems.isEmpty else { fatalError("\(diagnostics.problems)") }
    return rubric
  }()

  static let shared = SmallScores()

  var conversations: [UInt8]
  var scorecards: [UInt8]
  var unit: [UInt8]

  private init() {
    var batch = Batch()
    for example in [
      "C@0-5: Annoying. / A@4-6: I understand. / C: I'm angry. / A: It's your fault.", "A: Hello. / C: Bye.",
    ] {
      precondition(ExampleReader.append(example, to: &batch))
    }
    batch.reject("in#row 3", stage: .ingest, reason: "malformed_row", detail: "it has too few cells")
    for index in batch.conversations.indices {
      batch.conversations[index].id = batch.append("c\(index)".utf8)
      batch.conversations[index].sourceRef = batch.append("in#row \(index)".utf8)
      batch.conversations[index].startedAt = 1_772_445_600_000
    }
    let rubric = SmallScores.rubric
    var sheet = ScoreSheet(behaviorCount: rubric.catalog.behaviors.count)
    var scorer = Scorer(rubric: rubric)
    scorer.score(batch, into: &sheet)
    var (plain, scored) = (ByteSink(), ByteSink())
    NdjsonEncoder().append(batch, to: &plain)
    rubric.catalog.append(to: &scored)
    InputReport(path: "in.csv", bytes: 9, hash: "00", format: "csv", profile: "p", conversations: 2, rejected: 1)
      .append(to: &scored)
    NdjsonEncoder(catalog: rubric.catalog).append(batch, sheet, to: &scored)
    var encoder = UnitEncoder()
    (conversations, scorecards) = (plain.bytes, scored.bytes)
    unit = encoder.encode(
      batch, sheet, keeps: batch.turns.indices.map { $0 % 2 == 0 },
      marks: batch.conversations.indices.map { UInt64($0) })
  }
}
