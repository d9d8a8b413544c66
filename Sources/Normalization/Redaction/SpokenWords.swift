/// A word of a turn in which digits may be read out.
struct SpokenWord: Sendable {
  enum Kind: UInt8, Sendable {
    case plain
    /// zero … nine, oh
    case digit
    /// ten … nineteen
    case teen
    /// twenty … ninety
    case tens
    /// double, triple
    case times
    case hundred, thousand
    /// first … thirty-first, without the tens of "twenty first"
    case ordinal
    case month
    /// Digits as digits.
    case numeral
    /// um, uh, dash: may stand between digits.
    case filler
  }

  var start: Int
  var end: Int
  var key: UInt64
  var kind: Kind
  /// The digit, number, factor or ordinal.
  var value: Int
  /// Whether a sentence ends behind it.
  var isBreak: Bool
}

/// Number words by key.
struct SpokenLexicon: Sendable {
  private var entries: [UInt64: (SpokenWord.Kind, Int)] = [:]

  init() {
    func add(_ words: String, _ kind: SpokenWord.Kind, from first: Int, step: Int = 1) {
      for (place, word) in words.split(separator: " ").enumerated() {
        let bytes = Array(word.utf8)
        entries[bytes.key(0, bytes.count)] = (kind, first + place * step)
      }
    }
    add("zero one two three four five six seven eight nine", .digit, from: 0)
    add("oh", .digit, from: 0)
    add("o", .digit, from: 0)
    add("nought", .digit, from: 0)
    add("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen", .teen, from: 10)
    add("twenty thirty forty fifty sixty seventy eighty ninety", .tens, from: 20, step: 10)
    add("fourty", .tens, from: 40)
    add("double triple", .times, from: 2)
    add("hundred", .hundred, from: 100)
    add("thousand", .thousand, from: 1000)
    add(
      "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth "
        + "seventeenth eighteenth nineteenth twentieth", .ordinal, from: 1)
    add("thirtieth", .ordinal, from: 30)
    add("january february march april may june july august september october november december", .month, from: 1)
    add("um uh er erm uhm dash hyphen", .filler, from: 0, step: 0)
  }

  subscript(key: UInt64) -> (SpokenWord.Kind, Int)? { entries[key] }
}

extension TurnScan {
  /// Splits the turn into words for `findSpokenNumbers` and `findSpokenEmails`.
  mutating func splitWords(_ lexicon: SpokenLexicon) {
    words.removeAll(keepingCapacity: true)
    var at = 0
    while at < text.count {
      guard isWordByte(text[at]) else {
        if text[at] == 0x2E || text[at] == 0x3F || text[at] == 0x21, text.byte(at + 1) == 0x20, !words.isEmpty {
          words[words.count - 1].isBreak = true
        }
        at += 1
        continue
      }
      let end = text.wordEnd(at)
      let key = text.key(at, end)
      var word = SpokenWord(start: at, end: end, key: key, kind: .plain, value: 0, isBreak: false)
      if isDigit(text[at]) {
        if (at..<end).allSatisfy({ isDigit(text[$0]) }) { word.kind = .numeral }
      } else if let (kind, value) = lexicon[key] {
        word.kind = kind
        word.value = value
      }
      words.append(word)
      at = end
    }
  }
}
