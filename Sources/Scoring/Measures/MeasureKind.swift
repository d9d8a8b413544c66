/// What is measured rather than found in words; each kind has its own file. The raw value is its name in the rubric.
enum MeasureKind: String, CaseIterable, Sendable {
  case deadAir = "dead-air"
  case interruption
  case monologue
  case wordsPerTurn = "words-per-turn"
  case fillerShare = "filler-share"
  case readingGrade = "reading-grade"
  case longSentence = "long-sentence"
  case jargon
  case overlap
  case nameUsed = "name-used"
  case nameWrong = "name-wrong"
  case nameTooOften = "name-too-often"
  case repeatedCue = "repeated-cue"
  case askedAgain = "asked-again"
  case stockPhrase = "stock-phrase"
  case questionLeftOpen = "question-left-open"
  case pauseBeforeAnswer = "pause-before-answer"

  /// Limits where the rubric names none: seconds, words, shares, grades or counts, by kind.
  var defaults: (limit: Double, low: Double, high: Double) {
    switch self {
    case .deadAir: (20, 0, 0)
    case .interruption: (0.3, 0, 0)
    case .monologue: (120, 0, 0)
    case .wordsPerTurn: (60, 0, 0)
    case .fillerShare: (0.1, 0, 0)
    case .readingGrade: (12, 0, 0)
    case .longSentence: (45, 0, 0)
    case .overlap: (0.3, 8, 0)
    case .nameTooOften: (0.6, 0, 0)
    case .repeatedCue: (2, 0, 0)
    case .stockPhrase: (3, 0, 0)
    case .pauseBeforeAnswer: (0, 0.3, 4)
    case .jargon, .nameUsed, .nameWrong, .askedAgain, .questionLeftOpen: (0, 0, 0)
    }
  }

  /// In plain words, for `rubric explain`.
  var meaning: String {
    switch self {
    case .deadAir: "a silence longer than the limit that was not announced as a hold"
    case .interruption: "the agent starting before the customer has ended"
    case .monologue: "more words than the limit without a customer turn"
    case .wordsPerTurn: "more words an agent turn than the limit, on average"
    case .fillerShare: "more fillers (um, uh) than the limit, as a share of the words"
    case .readingGrade: "a reading grade (Flesch-Kincaid) above the limit"
    case .longSentence: "a sentence of more words than the limit"
    case .jargon: "a term of the jargon list, or an acronym, that was neither explained nor used by the customer first"
    case .overlap: "a restatement that shares content words with the customer's last turns"
    case .nameUsed: "the customer's name, said by the agent outside verification"
    case .nameWrong: "another name than the customer's behind Mr, Mrs or Ms"
    case .nameTooOften: "the customer's name in more of the agent's turns than the limit"
    case .repeatedCue: "the same thing more often than the limit"
    case .askedAgain: "a question for something that the customer had already given"
    case .stockPhrase: "the same sentence as often as the limit"
    case .questionLeftOpen: "the customer's last question without an answer"
    case .pauseBeforeAnswer: "a beat before the answer, within the range of seconds"
    }
  }
}
