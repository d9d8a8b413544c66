import Record
import Testing

@testable import Scoring

struct TokenizerTests {
  private func words(_ text: String) throws -> String {
    let known = [
      "hello", "so", "sorry", "frustrating", "apologize", "organize", "alright", "mhm", "uhhuh", "[name]", ":smile:",
    ]
    let vocabulary = Vocabulary(words: Set(known), stems: [])
    let tokenizer = Tokenizer(vocabulary: vocabulary)
    let bytes = Array(text.utf8)
    return unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return "" }
      let range = unsafe tokenizer.append(base, TextRange(0..<buffer.count), readable: buffer.count)
      return range.map { at in
        let token = unsafe tokenizer.tokens[at]
        switch token.id {
        case FixedToken.period: return "."
        case FixedToken.question: return "?"
        case FixedToken.exclamation: return "!"
        case FixedToken.number: return "NUM"
        case FixedToken.other: return "<\(String(decoding: bytes[Int(token.start)..<Int(token.end)], as: UTF8.self))>"
        default: return vocabulary.words[Int(token.id - FixedToken.firstWord)]
        }
      }.joined(separator: " ")
    }
  }

  @Test(arguments: [
    ("I'm so sorry.", "i am so sorry ."), ("im soooo sorry", "i am so sorry"), ("I’m sorry", "i am sorry"),
    ("I can't, cannot, won't", "i can not can not will not"), ("that's, Ana's", "that is <Ana's>"),
    ("um so uh sorry", "so sorry"),
    ("so so so sorry", "so sorry"), ("i i'm sorry", "i am sorry"), ("all right", "alright"), ("uh huh", "uhhuh"),
    ("uh-huh", "uhhuh"), ("mm-hmm", "mhm"), ("okay o.k. o_k", "ok . ok"), ("sorry?! Sorry...", "sorry ? sorry ."),
    ("3.50, 10:30 and 4G", "NUM <and> NUM"), ("Mr. Smith", "<Mr> <Smith>"), ("hello\nhello", "hello . hello"), ("", ""),
    ("we apologise", "we apologize"), ("sorry [NAME] :)", "sorry [name] :smile:"), ("sorry 🙂!", "sorry :smile: !"),
    ("fustrating", "frustrating"), ("'hello'", "hello"), ("¿hello?", "hello ?"), ("hello—sorry…so", "hello sorry . so"),
    ("gonna", "going to"), ("supercalifragilisticexpialidocious so", "<supercalifragilisticexpialidocious> so"),
    ("café sorry", "<café> sorry"), ("...sorry", "sorry"), ("helllo", "hello"), ("B.T. so", "<B> <T> so"),
  ])
  func normalizes(text: String, expected: String) throws { #expect(try words(text) == expected) }

  /// Bytes of every kind: spans stay inside and in order, and what stands behind a text does not change its tokens.
  @Test func standsAnyBytes() {
    var generator = SeededGenerator(seed: 5)
    let pieces = [
      "so", "I'm", " ", "'", ".", "!?", "[name]", ":)", "9", "’", "é", "🙂", "\u{0}", "_", "-", "all right",
      "aaaaaaaaaaaaaaaaaaaaaa",
    ]
    let vocabulary = Vocabulary(words: ["so", "sorry"], stems: ["al"])
    let tokenizer = Tokenizer(vocabulary: vocabulary)
    for _ in 0..<400 {
      var bytes: [UInt8] = []
      for _ in 0..<Int(generator.next() % 60) {
        let roll = Int(generator.next() % 20)
        if roll < pieces.count {
          bytes += Array(pieces[roll].utf8)
        } else {
          bytes.append(UInt8(truncatingIfNeeded: generator.next()))
        }
      }
      let alone = spans(tokenizer, bytes, count: bytes.count)
      let followed = spans(tokenizer, bytes + Array(repeating: UInt8(ascii: "z"), count: 200), count: bytes.count)
      #expect(alone == followed)
      var last = 0
      for span in alone {
        #expect(span.lowerBound >= last && span.upperBound <= bytes.count)
        last = span.lowerBound
      }
    }
  }

  private func spans(_ tokenizer: Tokenizer, _ bytes: [UInt8], count: Int) -> [Range<Int>] {
    tokenizer.removeAll()
    return unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return [] }
      let range = unsafe tokenizer.append(base, TextRange(0..<count), readable: buffer.count)
      return range.map { at in
        let token = unsafe tokenizer.tokens[at]
        return Int(token.start)..<Int(token.end)
      }
    }
  }
}
