import Record

extension TeamDocument {
  /// A card an agent: what went well, what to work on as something one can see, calls to hear, room for an agreement.
  func cards(_ document: inout Document) {
    let agents = page.agents.indices.filter { !page.agents[$0].id.isEmpty }
    guard !agents.isEmpty else { return }
    document.heading(2, "Agent cards")
    document.say("By id, not by rank.")
    for agent in agents { card(agent, &document) }
  }

  private func card(_ index: Int, _ document: inout Document) {
    let agent = page.agents[index]
    document.heading(3, "\(name(agent))")
    document.say(line(agent))
    var items: [Rich] = []
    if let strength = agent.strength, let behavior = agent.rows[strength].behavior {
      items.append("\(strong: "Strength:") \(observed(agent.rows[strength], behavior)).")
    }
    let named = page.talkFirst.filter { $0.criticalBehavior == nil }.dropFirst(TeamDocument.shownFirst)
    for point in named where point.agent == index { items.append("\(strong: "Gap:") \(gap(point))") }
    for priority in agent.priorities {
      guard let behavior = agent.rows[priority].behavior else { continue }
      items.append("\(strong: "Work on:") \(observed(agent.rows[priority], behavior)). \(words.good(behavior))")
    }
    for phrase in page.stockPhrases where phrase.agent == index { items.append(stock(phrase)) }
    if !agent.callsToHear.isEmpty { items.append(calls(agent)) }
    if let first = agent.priorities.first, let behavior = agent.rows[first].behavior {
      let practice = summary.rubric.behaviors[behavior].practice
      if !practice.isEmpty { items.append("\(strong: "Practice:") \(words.quoted(practice))") }
    }
    if agent.priorities.isEmpty && agent.strength == nil {
      items.append(
        agent.rows.contains { $0.isEnough }
          ? "Nothing to single out either way."
          : "Too few to judge: no behavior reached \(minimum) opportunities in \(Summary.Rate.fewestCalls) calls or more."
      )
    }
    let mixed = mixed(agent)
    if !mixed.isEmpty, page.agents.count(where: { !self.mixed($0).isEmpty }) > 3 {
      items.append("Mostly the mix of queues and channels: the difference in \(mixed).")
    }
    if !agent.priorities.isEmpty { items.append("\(strong: "Commitment:") …………………… \(strong: "Review on:") …………") }
    document.bullets(items)
  }

  private var minimum: Int { summary.rubric.minimumOpportunities }

  private func line(_ agent: Summary.AgentCard) -> Rich {
    guard let score = agent.score else {
      return "\(Words.capitalized(Words.count(agent.calls, "call"))), none with a score."
    }
    var line: Rich = "\(Words.capitalized(Words.count(score.calls, "call"))), score \(Words.points(score.mean))"
    if let interval = score.interval, interval.high - interval.low > AgentLimits.widest {
      line += ", too few calls to say more"
    } else if let interval = score.interval {
      line += " (\(Words.points(interval.low)) to \(Words.points(interval.high)))"
    }
    return line + "."
  }

  /// The observed count, and for few opportunities how much it leaves open.
  private func observed(_ row: Summary.RateRow, _ behavior: Int) -> Rich {
    "\(words.observed(behavior, row.rate)) (\(Words.percent(row.rate.value)), \(Words.range(row.rate.interval)))"
  }

  private func calls(_ agent: Summary.AgentCard) -> Rich {
    var line: Rich = "\(strong: "Calls:") "
    for (place, call) in agent.callsToHear.enumerated() {
      if place > 0 { line += "; " }
      line += "\(code: call.call)"
      if let start = call.startedAt { line += " (\(PeriodWords.moment(start, offsetMinutes: call.utcOffsetMinutes)))" }
      if call.isGoodExample {
        line += " for what went well"
      } else {
        let missed = agent.priorities.compactMap { agent.rows[$0].behavior }.filter { call.missed.contains($0) }
        if !missed.isEmpty { line += " for \(Words.list(missed.map { "“\(words.behavior($0))”" }))" }
      }
    }
    return line + "."
  }

  private func stock(_ phrase: Summary.StockPhrase) -> Rich {
    let share = Words.percent(Double(phrase.times) / Double(phrase.of))
    let said = phrase.words.isEmpty ? "one sentence" : "“\(phrase.words)”"
    return
      "\(strong: "Stock phrase:") \(said) is \(phrase.times) of \(phrase.of) moments of empathy or apology (\(share)). "
      + "\(Words.capitalized(Words.count(phrase.repeats, "repeat"))) beyond "
      + "\(Words.percent(summary.rubric.stockPhraseLimit)) \(phrase.repeats == 1 ? "counts" : "count") half\(loss(phrase)). "
      + "Saying it in words that fit the call counts for more."
  }

  private func loss(_ phrase: Summary.StockPhrase) -> String {
    let tenths = Int((phrase.loss * 1000).rounded())
    return tenths == 0 ? "" : ", which takes \(tenths / 10).\(tenths % 10) points off the score"
  }
}

enum AgentLimits {
  /// An interval wider than this share of the scale says nothing.
  static let widest = 0.4
}
