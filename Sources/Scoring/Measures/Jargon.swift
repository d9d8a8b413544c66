import Record

/// Terms that a customer need not know: words of a list, and acronyms, unless explained in the same turn or used by the
/// customer before.
enum Jargon {
  static func judge(_ measure: CompiledMeasure, _ view: ConversationView) -> MeasureVerdict {
    for index in view.agentTurns {
      if view.fires(measure.cues, index) { continue }
      for at in view.turns[index].tokens {
        let token = view.token(at)
        let isTerm = measure.words >= 0 && token.id >= FixedToken.firstWord && view.holds(token.id, measure)
        guard isTerm || isAcronym(view, token) else { continue }
        if !wasSaid(token, by: .customer, before: index, view), !wasSaid(token, by: .agent, before: index, view) {
          return .spoiled(index)
        }
      }
    }
    return .silent
  }

  /// Three to five capitals in a row, in a turn that has small letters too: APR, KYC, IMEI.
  private static func isAcronym(_ view: ConversationView, _ token: Token) -> Bool {
    let count = Int(token.end) - Int(token.start)
    guard count >= 3, count <= 5, token.content != 0 else { return false }
    for at in Int(token.start)..<Int(token.end) where view.byte(at) < 65 || view.byte(at) > 90 { return false }
    return !known.contains(token.word) && hasSmallLetter(view, around: token)
  }

  private static func hasSmallLetter(_ view: ConversationView, around token: Token) -> Bool {
    for index in view.agentTurns {
      let text = view.turn(Int(index)).text
      guard Int(text.offset) <= Int(token.start), Int(token.end) <= text.end else { continue }
      var small = 0
      for at in text.indices where view.byte(at) >= 97 && view.byte(at) <= 122 { small += 1 }
      return small * 2 > text.indices.count
    }
    return false
  }

  private static func wasSaid(_ token: Token, by role: Speaker, before turn: Int, _ view: ConversationView) -> Bool {
    for index in 0..<turn where view.turns[index].isRead && view.turns[index].role == role {
      for at in view.turns[index].tokens where view.token(at).word == token.word { return true }
    }
    return false
  }

  /// Abbreviations that everybody knows.
  private static let known: Set<UInt32> = Set(
    [
      "usa", "atm", "dvd", "usb", "gps", "pdf", "sms", "faq", "vip", "diy", "asap", "wifi", "sim", "ceo", "bbc", "nhs",
      "est",
      "pst", "gmt", "url", "led", "lcd", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "jan", "feb", "mar", "apr",
      "jun", "jul", "aug", "sep", "oct", "nov", "dec", "ups", "dhl", "usd", "eur", "gbp", "lol", "omg", "pin", "app",
      "uber",
    ].map { ContentWords.fnv($0.utf8) })
}
