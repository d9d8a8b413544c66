import Record
import Testing

@testable import Scoring

/// Patterns compiled by themselves, with a lead-in of two words.
final class SmallProgram {
  let vocabulary: Vocabulary
  let tokenizer: Tokenizer
  let matcher: Matcher
  let nodes: [PatternNode]

  init(_ patterns: [String], mostStates: Int = 60_000) throws {
    nodes = try patterns.map { text in
      try PatternParser.parse(text) { (name) throws(PatternParser.Mistake) in throw .init(offset: 0, message: name) }
    }
    var words = Set(RandomPatterns.words)
    var stems: Set<String> = []
    for node in nodes { AtomResolver.collect(node, &words, &stems) }
    vocabulary = Vocabulary(words: words, stems: stems)
    var compiler = PatternCompiler(vocabulary: vocabulary)
    try compiler.addLeadIn(.atom(PatternAtom(words: ["so", "well"])))
    for (number, node) in nodes.enumerated() { try compiler.add(node, number: number) }
    tokenizer = Tokenizer(vocabulary: vocabulary)
    matcher = Matcher(program: compiler.finish(), mostStates: mostStates)
  }

  func tokens(_ text: String) -> [Token] {
    let bytes = Array(text.utf8)
    tokenizer.removeAll()
    return unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return [] }
      let range = unsafe tokenizer.append(base, TextRange(0..<buffer.count), readable: buffer.count)
      return range.map { unsafe tokenizer.tokens[$0] }
    }
  }

  func matches(_ tokens: [Token]) -> Set<PatternMatch> {
    matcher.removeAll()
    return unsafe tokens.withUnsafeBufferPointer { buffer in
      let filler = Token(start: 0, end: 0, word: 0, content: 0, id: 0, syllables: 0)
      return unsafe withUnsafePointer(to: filler) { empty in
        let range = unsafe matcher.append(buffer.baseAddress ?? empty, 0..<buffer.count)
        return Set(range.map { matcher.matches[$0] })
      }
    }
  }

  func reference(_ tokens: [Token]) -> Set<PatternMatch> {
    let leadIn = Set(["so", "well"].map { vocabulary.id($0) })
    let naive = ReferenceMatcher(vocabulary: vocabulary, leadIn: leadIn, tokens: tokens.map(\.id))
    var all: Set<PatternMatch> = []
    for (number, node) in nodes.enumerated() {
      for found in naive.matches(node) {
        all.insert(PatternMatch(pattern: Int32(number), start: Int32(found.start), end: Int32(found.end)))
      }
    }
    return all
  }
}

struct MatcherTests {
  @Test(arguments: 0..<12)
  func findsWhatBacktrackingFinds(seed: Int) throws {
    var random = RandomPatterns(seed: UInt64(seed) &* 7919 &+ 1)
    let patterns = (0..<12).map { _ in random.pattern() }
    let program = try SmallProgram(patterns)
    for _ in 0..<60 {
      let text = random.text()
      let tokens = program.tokens(text)
      let found = program.matches(tokens)
      let due = program.reference(tokens)
      #expect(
        found == due,
        "\(patterns) in \"\(text)\": too many \(found.subtracting(due)), missing \(due.subtracting(found))")
    }
  }

  /// A cache that forgets all the time finds the same.
  @Test func doesNotDependOnTheCache() throws {
    var random = RandomPatterns(seed: 99)
    let patterns = (0..<20).map { _ in random.pattern() }
    let large = try SmallProgram(patterns)
    let small = try SmallProgram(patterns, mostStates: 3)
    for _ in 0..<200 {
      let tokens = large.tokens(random.text())
      #expect(large.matches(tokens) == small.matches(tokens))
    }
  }

  @Test(arguments: [
    ("so sorry", "I am so sorry for that", true), ("[so|very] sorry", "sorry", true), ("a .. b", "a x y z b", true),
    ("a .. b", "a w x y z b", false), ("a .. b", "a. b", false), ("^ sorry", "well so sorry", true),
    ("^ sorry", "I am sorry", false), ("^ sorry", "Yes I know. Sorry", true), ("^^ sorry", "well sorry", false),
    ("sorry $", "so sorry. Next", true), ("sorry $$", "so sorry. Next", false), ("sorry $$", "so sorry!", true),
    ("help*", "a helpless man", true), ("~help", "he helped", true), ("~stop", "it stopped", true),
    ("# days", "3 days", true),
    ("# days", "three days", true), ("NUM days", "three days", false), ("_ day", "good day", true),
    ("_ day", "day", false),
    ("really ?", "Really?", true), ("really ?", "really", false), ("up to date", "up-to-date", true),
    ("do not know", "I dunno", true), ("can't do", "cannot do", true), ("<name>", "Hello [NAME]!", true),
    (":smile:", "great :)", true), ("a [b] .. c", "a b x c", true), ("(a .. b|c) d", "c d", true),
    ("(a .. b|c) d", "a x b d", true), ("^ .. sorry", "I am really sorry", true),
    ("a $ .. ?", "a?", true), ("a .. b $ ..2 ?", "a x b?", true), ("a $ .. b", "a. b", false),
  ])
  func reads(pattern: String, text: String, matches: Bool) throws {
    let program = try SmallProgram([pattern])
    #expect(program.matches(program.tokens(text)).isEmpty == !matches)
  }

  @Test func aMatchIsTheLongestForItsEnd() throws {
    let program = try SmallProgram(["[so|very] [very] sorry", "i .. sorry"])
    let found = program.matches(program.tokens("i am so very sorry"))
    #expect(found == [PatternMatch(pattern: 0, start: 2, end: 5), PatternMatch(pattern: 1, start: 0, end: 5)])
  }
}
