import ArgumentParser
import Console
import Glibc
import Record
import Scoring

/// Times parts of the engine by themselves; `Benchmarks` describes the inputs and what was reached.
@main
struct SidetoneBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sidetone-bench", abstract: "Times parts of the engine by themselves.",
    subcommands: [IngestCommand.self, MatcherCommand.self, ScoreCommand.self, StagesCommand.self])

  static func main() { start(Self.self) }
}

/// Patterns over utterances, one lane.
struct MatcherCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "matcher", abstract: "The tokenizer and the automaton: patterns over utterances, one a line, one lane."
  )

  @Argument(help: "Tab-separated patterns: number, technique, speaker, lit or re, pattern.")
  var patterns: String
  @Argument(help: "A text file, one utterance a line.")
  var text: String
  @Option(help: "Passes; the best counts.")
  var passes = 3

  mutating func run() throws {
    let lines = try String(decoding: whole(patterns), as: UTF8.self).split(separator: "\n")
    let text = try whole(self.text)
    let list = lines.map {
      PatternTable.pattern($0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init))
    }
    var bench = try MatcherBenchmark(patterns: list)
    report("tokens only", list.count, &bench, text, matching: false)
    report("matcher", list.count, &bench, text, matching: true)
  }

  private func report(
    _ name: String, _ count: Int, _ bench: inout MatcherBenchmark, _ text: [UInt8], matching: Bool
  ) {
    var best: MatcherBenchmark.Outcome?
    var first: UInt64 = 0
    for pass in 0..<passes {
      let outcome = bench.run(text, matching: matching)
      if pass == 0 { first = outcome.nanoseconds }
      if outcome.nanoseconds < best?.nanoseconds ?? .max { best = outcome }
    }
    guard let best else { return }
    let speed = Double(best.bytes) * 1000 / Double(best.nanoseconds)
    let cold = Double(best.bytes) * 1000 / Double(first)
    print(
      "\(name)\tpatterns \(count)\t\(Int(speed)) MB/s (first pass \(Int(cold)))\tns/turn \(best.nanoseconds / UInt64(best.utterances))"
        + "\ttokens \(best.tokens)\tpairs \(best.pairs)\tstates \(best.states)")
  }
}

/// A rubric over conversations, one lane: decoding apart from scoring.
struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score", abstract: "A whole rubric over conversations (NDJSON), one lane.")

  @Argument(help: "NDJSON conversations.")
  var conversations: String
  @Option(help: "The rubric's main file; the built-in rubric if left out.")
  var rubric: String?

  mutating func run() throws {
    let start = monotonicMilliseconds()
    let rubric = try Rubric.load(path: rubric)
    print("rubric \(monotonicMilliseconds() - start) ms")
    var reader = try LineReader(path: conversations, blockBytes: 4 << 20)
    var batch = Batch()
    var sheet = ScoreSheet(behaviorCount: 0)
    var scorer = Scorer(rubric: rubric)
    var decoder = NdjsonDecoder(stage: .score)
    var decoding: Int64 = 0
    var scoring: Int64 = 0
    var bytes = 0
    var turns = 0
    var evidence = 0
    while true {
      batch.removeAll()
      guard try reader.next(into: &batch.arena) else { break }
      let begin = processorMilliseconds()
      decoder.decode(0..<batch.arena.count, firstLine: 1, source: conversations, into: &batch)
      let middle = processorMilliseconds()
      scorer.score(batch, into: &sheet)
      decoding += middle - begin
      scoring += processorMilliseconds() - middle
      for turn in batch.turns { bytes += Int(turn.text.count) }
      turns += batch.turns.count
      evidence += sheet.evidence.count
    }
    print("\(scorer.statistics)")
    let speed = scoring > 0 ? Int64(bytes) / 1000 / scoring : 0
    let each = scoring * 1_000_000 / Int64(max(turns, 1))
    print(
      "decode \(decoding) ms, score \(scoring) ms: \(speed) MB/s of text, \(each) ns a turn, \(turns) turns, \(evidence) evidence"
    )
  }
}

/// Processor time of this process: what else runs on the machine counts less.
func processorMilliseconds() -> Int64 {
  var now = timespec()
  unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now)
  return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
}

private func whole(_ path: String) throws -> [UInt8] {
  let file = try Descriptor.reading(path)
  var bytes: [UInt8] = []
  while try file.read(1 << 20, onto: &bytes) {}
  return bytes
}
