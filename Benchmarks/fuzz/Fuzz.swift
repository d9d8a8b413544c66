import Glibc
import Ingestion
import Normalization
import Record
import Scoring

/// libFuzzer's own loop.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
  _ target: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// The package manager links an executable's `main` under this name, so that libFuzzer's own would not be found.
@_cdecl("sidetone_fuzz_main")
public func fuzzMain(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
  var count = count
  var arguments = unsafe arguments
  return unsafe runDriver(&count, &arguments) { data, count in unsafe fuzz(data, count) }
}

/// Takes bytes for an export and runs them the whole way to scorecards and back through NDJSON.
///
/// What the bytes are (a table, XML, JSON, an archive, a transcript) is told by the same detection as in a run, so that one
/// target reaches every decoder. It must never crash, hang or leave a text outside its arena.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let data = unsafe data, count > 0 else { return 0 }
  // A file without a name: only its descriptor leads to it.
  var name = Array("/tmp/sidetone-fuzz-XXXXXX".utf8CString)
  let descriptor = unsafe mkstemp(&name)
  unsafe unlink(name)
  defer { close(descriptor) }
  guard unsafe write(descriptor, data, count) == count else { return 0 }
  var options = IngestOptions()
  options.limits.unpackedBytes = 1 << 20
  options.blockBytes = 1 << 16
  guard let feed = try? IngestFeed(inputs: ["/proc/self/fd/\(descriptor)"], options: options) else { return 0 }
  var stage = Stage.shared
  var block = IngestBlock()
  while let unit = try? feed.claim(&block) {
    feed.decode(unit, &block, into: &stage.batch)
    stage.runOn()
  }
  return 0
}

/// The later stages, made once.
private struct Stage {
  static let shared = Stage()

  var batch = Batch()
  private var normalizer = Normalizer()
  private var scorer: Scorer
  private var sheet: ScoreSheet
  private let catalog: RubricCatalog

  private init() {
    guard let rubric = try? Rubric.load(path: nil) else { fatalError("the built-in rubric does not load") }
    catalog = rubric.catalog
    scorer = Scorer(rubric: rubric)
    sheet = ScoreSheet(behaviorCount: catalog.behaviors.count)
  }

  mutating func runOn() {
    for turn in batch.turns { precondition(turn.text.end <= batch.arena.count) }
    normalizer.normalize(&batch)
    sheet.removeAll()
    scorer.score(batch, into: &sheet)
    var sink = ByteSink()
    catalog.append(to: &sink)
    NdjsonEncoder(catalog: catalog).append(batch, sheet, to: &sink)
    var decoder = NdjsonDecoder(stage: .aggregate, readsScores: true)
    var again = Batch()
    var sheetAgain = ScoreSheet(behaviorCount: catalog.behaviors.count)
    again.arena = sink.bytes
    decoder.decode(0..<again.arena.count, firstLine: 1, source: "again", into: &again, sheet: &sheetAgain)
    precondition(again.conversations.count == batch.conversations.count, "what was written can't be read")
  }
}
