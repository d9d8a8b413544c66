import Record

extension TeamDocument {
  /// More names than these are no longer "first"; the others' gaps stand on their cards.
  static let shownFirst = 5

  /// Whom to talk to first: critical points, then gaps beyond noise, a handful; never a ranking of all.
  func talkFirst(_ document: inout Document) {
    let named = page.agents.indices.filter { !page.agents[$0].id.isEmpty }
    guard !named.isEmpty else { return }
    document.heading(2, "Whom to talk to first")
    let gaps = page.talkFirst.filter { $0.criticalBehavior == nil }
    document.bullets(criticalPoints() + gaps.prefix(TeamDocument.shownFirst).map(gapPoint))
    let flagged = Set(page.talkFirst.map(\.agent))
    let rest = named.filter { !flagged.contains($0) }
    let thin = rest.filter { agent in !page.agents[agent].rows.contains { $0.isEnough } }
    let even = rest.count - thin.count
    var parts: [Rich] = []
    if gaps.count > TeamDocument.shownFirst {
      let more = gaps.count - TeamDocument.shownFirst
      parts.append(
        "\(Words.capitalized(Words.count(more, "more agent"))) \(more == 1 ? "has" : "have") a gap beyond noise that is less "
          + "certain or smaller; the cards below say where.")
    }
    if page.talkFirst.isEmpty && even > 0 {
      parts.append(
        even == 1
          ? "No clear difference to point out."
          : "Nobody stands apart: no clear difference between \(Words.count(even, "agent")).")
    } else if even > 0 {
      parts.append("Everyone else (\(Words.count(even, "agent"))): no clear difference.")
    }
    if !thin.isEmpty { parts.append("Too few calls to judge: \(Words.list(thin.map { name(page.agents[$0]) })).") }
    if page.mixDiffers {
      parts.append("Agents work in different queues or channels; gaps are taken against the same mix.")
    }
    parts += mixNotes()
    document.say(parts.dropFirst().reduce(parts.first ?? "") { $0 + " " + $1 })
  }

  /// A line a critical behavior, with all who missed it.
  private func criticalPoints() -> [Rich] {
    let points = page.talkFirst.filter { $0.criticalBehavior != nil }
    var behaviors: [Int] = []
    for case let behavior? in points.map(\.criticalBehavior) where !behaviors.contains(behavior) {
      behaviors.append(behavior)
    }
    return behaviors.map { behavior in
      let own = points.filter { $0.criticalBehavior == behavior }
      var line: Rich = "The critical point “\(words.behavior(behavior))” was missed by "
      for (place, point) in own.enumerated() {
        if place > 0 { line += place == own.count - 1 ? " and " : ", " }
        let agent = page.agents[point.agent]
        line += "\(strong: name(agent)) in \(Words.count(point.criticalCalls, "call")) of \(agent.calls)"
        if let call = point.call { line += " (\(code: call))" }
      }
      return line + "."
    }
  }

  private func gapPoint(_ point: Summary.TalkPoint) -> Rich {
    "\(strong: name(page.agents[point.agent])): " + gap(point)
  }

  /// What a gap is, from the technique on.
  func gap(_ point: Summary.TalkPoint) -> Rich {
    guard let row = point.row, let gap = row.gap, let expected = row.expected else { return "" }
    return "\(words.technique(row.technique)) at \(Words.full(row.rate)), where team mates reach "
      + "\(Words.percent(expected)) over the same mix: \(Words.signedPoints(gap.value)) (\(Words.span(gap.interval)))."
  }

  /// Gaps that are no gaps once like is compared with like: a few by name, many by their number.
  private func mixNotes() -> [Rich] {
    let touched = page.agents.filter { !$0.id.isEmpty && !mixed($0).isEmpty }
    guard touched.count <= 3 else {
      return [
        "For \(Words.count(touched.count, "agent")) a lower or higher rate is mostly the mix of queues and channels; the cards say which."
      ]
    }
    return touched.map { "\(name($0)): the gap in \(mixed($0)) is mostly the mix of queues and channels." }
  }

  /// Names of an agent's techniques whose gap is mostly mix.
  func mixed(_ agent: Summary.AgentCard) -> String {
    Words.list(agent.rows.filter { $0.behavior == nil && $0.isMostlyMix }.map { words.technique($0.technique) })
  }
}
