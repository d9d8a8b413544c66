import Record

/// How many years of school the agent's words ask for: the Flesch–Kincaid grade,
/// 0.39 × words a sentence + 11.8 × syllables a word − 15.59 (Kincaid and others, 1975).
///
/// Judged over all agent turns together, from 60 words on, and only in text that has marks: without them a turn is no sentence.
enum ReadingGrade {
  static func judge(_ measure: CompiledMeasure, _ view: ConversationView) -> MeasureVerdict {
    var words = 0
    var sentences = 0
    var syllables = 0
    var marks = 0
    var longest = -1
    for index in view.agentTurns {
      let turn = view.turns[index]
      var open = false
      for at in turn.tokens {
        let token = view.token(at)
        if FixedToken.isBreak(token.id) {
          marks += 1
          if open { sentences += 1 }
          open = false
        } else {
          // A contraction is one written word: its syllables stand with its first token.
          if token.syllables > 0 { words += 1 }
          syllables += Int(token.syllables)
          open = true
        }
      }
      if open { sentences += 1 }
      if longest < 0 || turn.words > view.turns[longest].words { longest = index }
    }
    guard words >= 60, sentences > 0, marks * 2 >= view.agentTurns.count else { return .unknown }
    let grade = 0.39 * Double(words) / Double(sentences) + 11.8 * Double(syllables) / Double(words) - 15.59
    return grade > measure.limit ? .spoiled(longest) : .silent
  }
}

/// A sentence of more words than the limit, in text that has marks.
enum LongSentence {
  static func judge(_ measure: CompiledMeasure, _ view: ConversationView) -> MeasureVerdict {
    var marks = 0
    var found = -1
    for index in view.agentTurns {
      var words = 0
      for at in view.turns[index].tokens {
        if FixedToken.isBreak(view.token(at).id) {
          marks += 1
          words = 0
        } else {
          words += 1
          if Double(words) > measure.limit && found < 0 { found = index }
        }
      }
    }
    guard marks * 2 >= view.agentTurns.count else { return .unknown }
    return found >= 0 ? .spoiled(found) : .silent
  }
}
