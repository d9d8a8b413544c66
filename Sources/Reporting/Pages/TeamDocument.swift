import Record

/// One team's page of one period, in the order of a reader's needs: one screen first, then the detail.
struct TeamDocument {
  let site: Site
  let index: Int
  let page: Summary.TeamPage
  var summary: Summary { site.summary }
  var words: RubricWords { site.words }

  func document() -> Document {
    let period = site.period(index)
    var document = Document(path: site.path(index), title: "\(site.team(index)), \(PeriodWords.name(period))")
    document.heading(1, "\(site.team(index)): \(PeriodWords.full(period))")
    head(&document)
    focus(&document)
    strength(&document)
    proof(&document)
    talkFirst(&document)
    cards(&document)
    lastFocus(&document)
    coaching(&document)
    techniques(&document)
    overrides(&document)
    foot(&document)
    return document
  }

  // MARK: One screen first

  private func head(_ document: inout Document) {
    var line: Rich = "\(Words.capitalized(Words.count(page.scored, "call"))) scored of \(page.received) received"
    line += leftOut()
    line += Changes(site: site, page: page).sentence()
    document.say(line)
    document.say(score())
  }

  private func leftOut() -> Rich {
    let excluded = page.excluded.reduce(0) { $0 + $1.count }
    let silent = page.received - page.scored - excluded
    var parts: [String] = []
    if excluded > 0 { parts.append("\(Words.grouped(excluded)) not scored (\(ReasonWords.list(page.excluded)))") }
    if silent > 0 {
      parts.append(
        "\(Words.grouped(silent)) left out, as nothing in \(silent == 1 ? "it" : "them") called for a technique")
    }
    return parts.isEmpty ? "; none left out. " : "; \(Words.list(parts)). "
  }

  private func score() -> Rich {
    guard let score = page.score else { return "No score: no call had anything to judge." }
    var line: Rich = "Score \(strong: Words.points(score.mean)) of 100"
    guard let interval = score.interval else { return line + " (1 call: no interval can be given)." }
    line += " (95% interval \(Words.points(interval.low)) to \(Words.points(interval.high)), "
    line += "\(Words.count(score.calls, "call")))"
    guard let before = page.previousScore, let period = page.previousPeriod else { return line + "." }
    let isSame = Words.points(before.mean) == Words.points(score.mean)
    line += "; \(PeriodWords.name(summary.periods[period])): \(Words.points(before.mean))"
    line += " (\(Words.count(before.calls, "call")))."
    if let change = page.scoreChange, !change.isClear, !isSame { line += " That difference is within noise." }
    return line
  }

  private func focus(_ document: inout Document) {
    guard !page.focus.isEmpty else {
      let isThin = !page.rows.contains { $0.isEnough }
      document.heading(2, "Focus")
      document.say(
        isThin
          ? "Too few calls to choose a focus: no technique reached \(summary.rubric.minimumOpportunities) opportunities."
          : "Nothing to single out: every technique with enough calls was met nearly always.")
      return
    }
    document.heading(2, page.focus.count == 1 ? "Focus: one thing" : "Focus: two things")
    document.bullets(
      page.focus.map { item in
        let observed = Words.capitalized(words.observed(item.behavior, item.rate))
        return "\(strong: words.technique(item.technique)). \(observed) "
          + "(\(Words.percent(item.rate.value)), \(Words.range(item.rate.interval))). "
          + "What good looks like: \(words.good(item.behavior))"
      })
  }

  private func strength(_ document: inout Document) {
    guard let strength = page.strength else { return }
    document.heading(2, "Praise")
    var line: Rich = "\(strong: words.behavior(strength.behavior))\(words.stop(words.behavior(strength.behavior))) "
    line += "\(Words.capitalized(words.observed(strength.behavior, strength.rate))) "
    line += "(\(Words.percent(strength.rate.value)), \(Words.range(strength.rate.interval)))"
    switch (strength.reason, strength.difference) {
    case (.improved, let change?): line += ", \(Words.signedPoints(change.value)) on the \(site.periodNoun) before."
    case (.aheadOfOthers, let lead?):
      line += ", \(Words.signedPoints(lead.value)) against the other teams (\(Words.span(lead.interval)))."
    default: line += "."
    }
    document.say(line)
  }

  // MARK: Proof

  private func proof(_ document: inout Document) {
    guard !page.proof.isEmpty || page.listen != nil else { return }
    document.heading(2, page.proof.isEmpty ? "A call to listen to" : "Proof")
    for item in page.focus {
      for moment in page.proof where moment.behavior == item.behavior { proof(moment, &document) }
    }
    guard let call = page.listen else { return }
    document.say("\(strong: "Most worth listening to:") \(reference(call)). \(why(call))")
  }

  private func proof(_ moment: Summary.Proof, _ document: inout Document) {
    let agent = agentName(moment.agent)
    var line: Rich =
      "\(strong: moment.isShown ? "Done well" : "Missed"): \(words.stopped(words.behavior(moment.behavior))) "
    line += "Call \(code: moment.call), turn \(String(moment.turn))"
    if let start = moment.startMs { line += " (at \(Words.clock(start)))" }
    if !agent.isEmpty { line += ", \(agent)" }
    document.say(line + ".")
    var sides: [Rich] = []
    if !moment.customerWords.isEmpty { sides.append("Customer: “\(moment.customerWords)”") }
    if !moment.agentWords.isEmpty { sides.append("Agent: “\(moment.agentWords)”") }
    if !sides.isEmpty { document.blocks.append(.quote(sides)) }
  }

  func reference(_ call: Summary.CallToHear) -> Rich {
    var line: Rich = "call \(code: call.call)"
    if let start = call.startedAt { line += ", \(PeriodWords.moment(start, offsetMinutes: call.utcOffsetMinutes))" }
    let agent = agentName(call.agent)
    if !agent.isEmpty { line += ", \(agent)" }
    return line + ", score \(Words.points(call.score))"
  }

  private func why(_ call: Summary.CallToHear) -> Rich {
    let critical = call.missed.filter { summary.rubric.behaviors[$0].isCritical }
    if let first = critical.first { return "Why: the critical point “\(words.behavior(first))” was missed." }
    let hits = page.focus.map(\.behavior).filter { call.missed.contains($0) }
    let missed = "\(Words.count(call.missed.count, "behavior")) missed"
    guard !hits.isEmpty else { return "Why: \(missed), the lowest score of the \(site.periodNoun)." }
    let names = Words.list(hits.map { "“\(words.behavior($0))”" })
    return "Why: \(missed), \(names) among them."
  }

  func agentName(_ id: String) -> String {
    guard let card = page.agents.first(where: { $0.id == id }) else { return id }
    return name(card)
  }

  func name(_ card: Summary.AgentCard) -> String {
    if card.id.isEmpty { return "" }
    return card.name.isEmpty || card.name == card.id ? card.id : "\(card.name) (\(card.id))"
  }
}
