import Glibc
import Record

/// Times the matcher alone: patterns of a file over utterances of another, one a line.
///
/// It is here, and public, so that the measured loop is the scorer's own tokenizer and automaton, in the same module.
public struct MatcherBenchmark {
  /// What one pass over the text found and took.
  public struct Outcome: Sendable {
    public var nanoseconds: UInt64
    public var bytes: Int
    public var utterances: Int
    public var tokens: Int
    /// Pairs of an utterance and a pattern that matches in it.
    public var pairs: Int
    /// States that the automaton holds.
    public var states: Int
  }

  private let tokenizer: Tokenizer
  private let matcher: Matcher
  private var lastSeen: [Int]

  /// - Parameter patterns: in the rubric's pattern language; the first that can't be read is thrown as `Problem`.
  public init(patterns: [String]) throws {
    var nodes: [PatternNode] = []
    var words: Set<String> = []
    var stems: Set<String> = []
    for (line, text) in patterns.enumerated() {
      do throws(PatternParser.Mistake) {
        let node = try PatternParser.parse(text) { (name) throws(PatternParser.Mistake) in
          throw PatternParser.Mistake(offset: 0, message: "unknown list \(name)")
        }
        AtomResolver.collect(node, &words, &stems)
        nodes.append(node)
      } catch {
        throw Problem(line: line + 1, column: error.offset + 1, "\(error.message) in \"\(text)\"", hint: error.hint)
      }
    }
    let vocabulary = Vocabulary(words: words, stems: stems)
    var compiler = PatternCompiler(vocabulary: vocabulary)
    for (line, node) in nodes.enumerated() {
      do throws(PatternParser.Mistake) { try compiler.add(node, number: line) } catch {
        throw Problem(line: line + 1, error.message, hint: error.hint)
      }
    }
    tokenizer = Tokenizer(vocabulary: vocabulary)
    matcher = Matcher(program: compiler.finish())
    lastSeen = [Int](repeating: -1, count: nodes.count)
  }

  /// One pass; `matching: false` stops after the tokenizer.
  public mutating func run(_ text: [UInt8], matching: Bool = true) -> Outcome {
    var outcome = Outcome(nanoseconds: 0, bytes: text.count, utterances: 0, tokens: 0, pairs: 0, states: 0)
    for index in lastSeen.indices { lastSeen[index] = -1 }
    let begin = Self.threadTime()
    unsafe text.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return }
      var start = 0
      while start < bytes.count {
        let newline = unsafe memchr(base + start, 10, bytes.count - start)
        let end = unsafe newline.map { unsafe UnsafeRawPointer($0) - UnsafeRawPointer(base) } ?? bytes.count
        tokenizer.removeAll()
        let turn = unsafe tokenizer.append(base, TextRange(start..<end), readable: bytes.count)
        outcome.tokens += turn.count
        if matching {
          matcher.removeAll()
          let found = unsafe matcher.append(tokenizer.tokens, turn)
          for index in found {
            let pattern = Int(matcher.matches[index].pattern)
            if lastSeen[pattern] != outcome.utterances {
              lastSeen[pattern] = outcome.utterances
              outcome.pairs += 1
            }
          }
        }
        outcome.utterances += 1
        start = end + 1
      }
    }
    outcome.nanoseconds = Self.threadTime() - begin
    outcome.states = matcher.states.stateCount
    return outcome
  }

  /// Processor time of this thread: what else runs on the machine counts less.
  private static func threadTime() -> UInt64 {
    var now = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now)
    return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
  }
}
