import Record

/// The one plain sentence that says what changed.
struct Changes {
  let site: Site
  let page: Summary.TeamPage

  func sentence() -> Rich {
    guard site.summary.periods[page.period].firstDay != nil else {
      return "As these calls have no date, there is nothing to compare them with."
    }
    guard let before = page.previousPeriod else {
      return "There is no earlier \(site.periodNoun) to compare with yet."
    }
    let period = PeriodWords.name(site.summary.periods[before])
    let clear = page.rows.filter { $0.behavior == nil && ($0.change?.isClear ?? false) }
    let rise = clear.max { ($0.change?.interval.low ?? -1) < ($1.change?.interval.low ?? -1) }
    let fall = clear.min { ($0.change?.interval.high ?? 1) < ($1.change?.interval.high ?? 1) }
    var parts: [String] = []
    if let rise, let change = rise.change, change.value > 0 { parts.append(words(rise, "rose")) }
    if let fall, let change = fall.change, change.value < 0 { parts.append(words(fall, "fell")) }
    if parts.isEmpty {
      if let change = page.scoreChange, change.isClear {
        let way = change.value > 0 ? "rose" : "fell"
        return
          "Since \(period) the score \(way) by \(Words.distance(change.value)), no single technique beyond noise."
      }
      return "Since \(period) nothing changed beyond noise."
    }
    return "Since \(period) \(Words.list(parts))."
  }

  private func words(_ row: Summary.RateRow, _ verb: String) -> String {
    let title = site.words.technique(row.technique)
    guard let previous = row.previous else { return title }
    return "\(title) \(verb) from \(Words.percent(previous.value)) to \(Words.percent(row.rate.value)) "
      + "(\(Words.fraction(previous)); \(Words.fraction(row.rate)))"
  }
}
