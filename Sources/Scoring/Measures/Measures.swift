/// Sends each kind of measure to its own file.
enum Measures {
  /// - Parameters:
  ///   - measure: kind and limits.
  ///   - view: the conversation.
  ///   - opportunity: the turn that called for the behavior, or -1 for the whole conversation.
  static func judge(_ measure: CompiledMeasure, _ view: ConversationView, opportunity: Int) -> MeasureVerdict {
    switch measure.kind {
    case .deadAir: DeadAir.judge(measure, view)
    case .interruption: Interruption.judge(measure, view)
    case .monologue: Monologue.judge(measure, view)
    case .wordsPerTurn: WordsPerTurn.judge(measure, view)
    case .fillerShare: FillerShare.judge(measure, view)
    case .readingGrade: ReadingGrade.judge(measure, view)
    case .longSentence: LongSentence.judge(measure, view)
    case .jargon: Jargon.judge(measure, view)
    case .overlap: Restatement.judge(measure, view, opportunity: opportunity)
    case .nameUsed: CustomerName.used(measure, view)
    case .nameWrong: CustomerName.wrong(measure, view)
    case .nameTooOften: CustomerName.tooOften(measure, view)
    case .repeatedCue: RepeatedCue.judge(measure, view)
    case .askedAgain: AskedAgain.judge(measure, view)
    case .stockPhrase: StockPhrase.judge(measure, view)
    case .questionLeftOpen: QuestionLeftOpen.judge(measure, view)
    case .pauseBeforeAnswer: PauseBeforeAnswer.judge(measure, view, opportunity: opportunity)
    }
  }
}
