import ArgumentParser
import Console
import Glibc
import Normalization
import PersonalDataSet
import Record

@main
struct PrivacyBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "privacy-bench",
    abstract: "How well redaction finds personal data, and what normalization costs.",
    discussion: """
      privacy-bench                      the table of precision and recall on the generated set
      privacy-bench --cost calls.ndjson  nanoseconds a turn over a file of conversations
      """)

  @Option(help: "Items of the generated set.")
  var items = 7_500

  @Option(help: "Start of its random numbers.")
  var seed: UInt64 = 7

  @Flag(help: "Print the texts that came out wrong.")
  var faults = false

  @Option(help: ArgumentHelp("Measure the cost over that file instead.", valueName: "file"))
  var cost: String?

  static func main() { start(Self.self) }

  func run() throws {
    if let cost { return try measure(cost) }
    var redactor = Redactor()
    var table = RedactionTable()
    for item in PersonalDataSet.make(items, seed: seed) {
      let found = redactor.findings(in: item.plain, earlier: item.earlier)
      table.add(item, found: found.map { ("\($0.kind)", $0.start, $0.end) })
    }
    print(table.markdown())
    if faults { for fault in table.faults { print(fault) } }
  }

  private func measure(_ path: String) throws {
    var plain = NormalizeOptions()
    plain.redacts = false
    let cases = [("normalization without redaction", plain), ("normalization with redaction", NormalizeOptions())]
    for (name, options) in cases {
      var best = Int64.max
      var turns = 0
      for _ in 0..<5 {
        let (took, count) = try pass(path, options)
        best = min(best, took)
        turns = count
      }
      print("\(name): \(best * 1_000_000 / Int64(max(1, turns))) ns a turn (\(turns) turns in \(best) ms, best of 5)")
    }
  }

  /// Milliseconds spent in `normalize` alone, and turns.
  private func pass(_ path: String, _ options: NormalizeOptions) throws -> (Int64, Int) {
    var normalizer = Normalizer(options: options)
    var decoder = NdjsonDecoder(stage: .normalize)
    var reader = try LineReader(path: path, blockBytes: 4 << 20)
    var batch = Batch()
    var micros: Int64 = 0
    var turns = 0
    while true {
      batch.removeAll()
      guard try reader.next(into: &batch.arena) else { break }
      decoder.decode(0..<batch.arena.count, firstLine: 1, source: path, into: &batch)
      turns += batch.turns.count
      let begin = processorMicroseconds()
      normalizer.normalize(&batch)
      micros += processorMicroseconds() - begin
    }
    return (micros / 1000, turns)
  }

  /// Time on the processor, so that what else the machine does doesn't count.
  private func processorMicroseconds() -> Int64 {
    var now = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now)
    return Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1000
  }
}
