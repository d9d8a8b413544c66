import Record

extension TeamDocument {
  /// Did what the page before asked for move?
  func lastFocus(_ document: inout Document) {
    guard !page.lastFocus.isEmpty, let period = page.previousPeriod else { return }
    document.heading(2, "Did the last focus move?")
    document.bullets(
      page.lastFocus.map { move in
        var line: Rich = "\(strong: words.behavior(move.behavior)) "
        line += "(focus of \(PeriodWords.name(summary.periods[period]))): "
        guard let after = move.after, let change = move.change else {
          return line + "no call asked for it since; too early to say. Before: \(Words.full(move.before))."
        }
        line += "from \(Words.full(move.before)) to \(Words.full(after)), \(Words.signedPoints(change.value)) "
        line += "(\(Words.span(change.interval))): \(verdict(change))"
        if let elsewhere = move.elsewhere {
          line += " Other teams: \(Words.signed(elsewhere.value)) (\(Words.span(elsewhere.interval)))."
        }
        return line
      })
  }

  /// A change that can be told from none, one that can only be small, and one of which nothing is known yet.
  private func verdict(_ change: Summary.Difference) -> String {
    if change.isClear { return change.value > 0 ? "it moved." : "it fell back." }
    let isNarrow = max(-change.interval.low, change.interval.high) < 0.05
    return isNarrow ? "it did not move by as much as 5 points." : "too early to say."
  }

  /// What coachings did, against team mates without them.
  func coaching(_ document: inout Document) {
    guard !page.coaching.isEmpty else { return }
    document.heading(2, "Did coaching help?")
    document.bullets(
      page.coaching.map { effect in
        var line: Rich = "\(strong: agentName(effect.agentID)), \(words.technique(effect.technique)), \(effect.date)"
        if !effect.kind.isEmpty { line += " (\(effect.kind))" }
        guard let before = effect.before, let after = effect.after, let change = effect.change else {
          return line + ": too early to say, as before or after there are too few opportunities."
        }
        line += ": from \(Words.full(before)) to \(Words.full(after)), \(Words.signedPoints(change.value)). "
        guard let difference = effect.effect, let mates = effect.matesAfter, let earlier = effect.matesBefore else {
          return line + "No team mates without this coaching to compare with."
        }
        line += "Team mates without it: from \(Words.percent(earlier.value)) to \(Words.percent(mates.value)) "
        line += "(\(Words.fraction(earlier)); \(Words.fraction(mates))). "
        line += "Effect \(Words.signedPoints(difference.value)) (\(Words.span(difference.interval))): "
        return line + (difference.isClear ? "beyond noise." : "too early to say.")
      })
  }

  /// Every technique with its counts, and the chart.
  func techniques(_ document: inout Document) {
    let rows = page.rows.filter { $0.behavior == nil }
    guard !rows.isEmpty else { return }
    document.heading(2, "All techniques")
    let path = document.path.split(separator: "/").last.map(String.init) ?? page.slug
    let chart =
      "Rate of each technique with its 95% interval, \(PeriodWords.name(site.period(index)))"
      + (page.previousPeriod.map { " against \(PeriodWords.name(summary.periods[$0]))" } ?? "")
    document.blocks.append(.image(path: path, alternative: chart))
    var table = Block.Table(
      caption: "Techniques: how often they were used where the calls asked for them",
      columns: [
        .init("Technique"), .init("Calls", isNumber: true), .init("Met", isNumber: true), .init("Rate", isNumber: true),
        .init("95% interval", isNumber: true),
      ], rows: [])
    let hasPast = rows.contains { $0.change != nil }
    if hasPast { table.columns.append(.init("Change", isNumber: true)) }
    for row in rows {
      var cells: [Block.Table.Cell] = [
        .init("\(words.technique(row.technique))"), .init("\(row.rate.calls)", order: Double(row.rate.calls)),
        .init("\(Words.fraction(row.rate))", order: Double(row.rate.metHalves)),
        .init(row.isEnough ? "\(Words.percent(row.rate.value))" : "too few to judge", order: row.rate.value),
        .init("\(Words.range(row.rate.interval))", order: row.rate.interval.low),
      ]
      if hasPast { cells.append(change(row)) }
      table.rows.append(cells)
    }
    document.blocks.append(.table(table))
  }

  private func change(_ row: Summary.RateRow) -> Block.Table.Cell {
    let minimum = summary.rubric.minimumOpportunities
    guard let change = row.change, row.isEnough, row.previous?.isEnough(minimum) ?? false else { return .init("–") }
    let words = "\(Words.signed(change.value)) (\(Words.span(change.interval)))"
    return change.isClear ? .init("\(strong: words)", order: change.value) : .init("\(words)", order: change.value)
  }

  /// What stands behind the numbers, and what doesn't.
  func foot(_ document: inout Document) {
    document.heading(2, "About these numbers")
    var items: [Rich] = leftOut().map { [$0] } ?? []
    items.append(notScored())
    let warnings = page.warnings.filter { $0.name != "redacted" }
    if !warnings.isEmpty {
      let list = Words.list(warnings.map { "\(WarningWords.phrase($0.name)) in \(Words.count($0.calls, "call"))" })
      items.append("Input warnings on this team's calls: \(list).")
    }
    if !page.stockPhrases.isEmpty {
      items.append(
        "A stock phrase is one sentence that is more than \(Words.percent(summary.rubric.stockPhraseLimit)) of an agent's "
          + "moments of empathy and apology. Repeats beyond that share count half in the rates and scores of this page "
          + "and its tables (\(code: "repeats_lost")); \(code: "scores.csv"), which knows one call at a time, counts them whole."
      )
    }
    items.append(
      "A rate is over opportunities: moments that called for the behavior. Under \(summary.rubric.minimumOpportunities) "
        + "opportunities, or in fewer than \(Summary.Rate.fewestCalls) calls, it is too few to judge. Intervals are Wilson's at 95%. "
        + "“Clear” and “beyond noise” mean that the interval leaves out zero and that the find survives "
        + "Benjamini–Hochberg over this page's tests (10%).")
    items.append(
      "Rubric \(summary.rubric.name) \(summary.rubric.version), hash \(code: summary.rubric.hash). Every number can be "
        + "traced to turns: \(code: "sidetone explain CALL-ID"), or the rows of \(code: "scores.csv") and \(code: "evidence.csv")."
    )
    items.append(
      "To dispute a score, put the call, the behavior, your verdict and the reason into \(code: "overrides.csv"); the next "
        + "run applies it and shows both.")
    items.append("Not for employment decisions on its own.")
    let others = site.siblings(index).filter { $0 != index }
    if !others.isEmpty {
      var line: Rich = "Other pages of this team: "
      for (place, other) in others.enumerated() {
        if place > 0 { line += ", " }
        line += "\(link: PeriodWords.name(site.period(other)), to: site.link(from: index, to: other))"
      }
      items.append(line + ".")
    }
    document.bullets(items)
  }

  /// What of the team's own calls has no score.
  private func leftOut() -> Rich? {
    let excluded = page.excluded.filter { $0.count > 0 }
    let lost = excluded.reduce(0) { $0 + $1.count }
    guard lost > 0 else { return nil }
    return "Of this team's \(Words.count(page.received, "call")) \(lost) \(lost == 1 ? "was" : "were") not scored: "
      + "\(ReasonWords.list(excluded))."
  }

  private func notScored() -> Rich {
    let totals = summary.totals
    let rejected = totals.rejected.reduce(0) { $0 + $1.count }
    guard rejected > 0 else { return "Nothing in this run went unscored for bad input." }
    return "Not scored in the whole run, all teams: \(rejected) of \(totals.received) "
      + "(\(ReasonWords.list(totals.rejected.filter { $0.count > 0 }))); "
      + "\(rejected == 1 ? "it stands" : "each stands") with its reason in \(code: "not_scored.csv")."
  }
}

/// Reasons for not scoring, in a reader's words.
enum ReasonWords {
  static func phrase(_ reason: String) -> String { reason.split(separator: "_").joined(separator: " ") }

  /// `duplicate 2 and no turns 1`.
  static func list(_ reasons: [Summary.ReasonCount]) -> String {
    Words.list(reasons.map { "\(phrase($0.reason)) \(Words.grouped($0.count))" })
  }
}

/// Warnings in a reader's words.
enum WarningWords {
  static func phrase(_ name: String) -> String {
    switch name {
    case "swapped_roles": "agent and customer swapped (put right)"
    case "roles_guessed": "roles guessed from what was said"
    case "one_speaker_missing": "one speaker missing"
    case "duplicated_turns": "duplicated turns"
    case "missing_times": "missing times"
    case "impossible_times": "impossible times"
    case "other_language": "another language"
    case "tiny": "very few words"
    case "ambiguous_time": "a time that the clock change makes ambiguous"
    case "reordered_turns": "turns put in order"
    case "encoding_repaired": "repaired characters"
    case "truncated_source": "a source that was cut off"
    case "unmatched_join": "no metadata found"
    case "updated": "a later version taken"
    default: name.split(separator: "_").joined(separator: " ")
    }
  }
}
