import Console
import Glibc
import Record

extension Pipeline.Thresholds {
  /// Holds a run to what its week should look like, before it is published.
  ///
  /// - Parameters:
  ///   - fresh: inputs that were read now, where a history remembers others; nil where all were.
  ///   - before: conversations that the last published run received; nil where there is none, or where past weeks are in
  ///     the run itself.
  ///   - today: days since 1970-01-01.
  /// - Throws: `Failure` (`threshold`) with the reason in one paragraph.
  func check(_ outcome: Outcome, fresh: Set<String>?, before: Int?, today: Int) throws {
    try checkSources(outcome)
    try checkRejected(outcome, fresh)
    let newest = outcome.arrivals.newestFullWeek(today)
    try checkExpected(outcome.arrivals, newest)
    try checkAge(outcome.arrivals.newestDay, today)
    guard let maxVolumeDrop else { return }
    if let newest, let usual = outcome.arrivals.usualVolume(before: newest) {
      let count = outcome.arrivals.weeks[newest] ?? 0
      try check(
        count, usual, maxVolumeDrop, "in the week of \(Volume.date(newest))",
        "a usual week (the middle one of up to eight before)")
    } else if let before {
      try check(outcome.received, before, maxVolumeDrop, "received", "the last run")
    }
  }

  /// Each pattern must match an input that is there, with at least one conversation in it.
  private func checkSources(_ outcome: Outcome) throws {
    for pattern in expectedSources {
      guard let paths = try? Inputs.expand([pattern]) else {
        throw tripped("expected source \"\(pattern)\" is missing", hint: "ask whoever drops it, then run again")
      }
      let isFilled = outcome.inputs.contains { input in
        input.conversations + input.rejected > 0
          && paths.contains { input.path == $0 || input.path.hasPrefix($0 + "/") }
      }
      if !isFilled {
        throw tripped("expected source \"\(pattern)\" holds no conversation", hint: "was its export cut short?")
      }
    }
  }

  /// Judged over what was read now: a bad week must not drown in good ones that are remembered.
  private func checkRejected(_ outcome: Outcome, _ fresh: Set<String>?) throws {
    guard let maxRejected else { return }
    var (received, notScored) = (outcome.received, outcome.notScored)
    if let fresh, !fresh.isEmpty {
      let inputs = outcome.inputs.filter { fresh.contains($0.path) }
      notScored = inputs.reduce(0) { $0 + $1.rejected }
      received = inputs.reduce(notScored) { $0 + $1.conversations }
    }
    guard received > 0, notScored * 10_000 > maxRejected * received else { return }
    // Reasons are counted for the whole run only.
    let worst = received == outcome.received ? outcome.reasons.max { $0.count < $1.count } : nil
    throw tripped(
      "\(grouped(Int64(notScored))) of \(counted(Int64(received), "conversation")) "
        + "(\(percent(notScored * 10_000 / received))) were not scored, more than max_rejected \(percent(maxRejected))"
        + (worst.map { "; most of them: \($0.reason) (\($0.count))" } ?? " of what was read now"),
      hint: "`sidetone run FILE --output elsewhere` without thresholds shows them in not_scored.csv")
  }

  private func checkExpected(_ arrivals: Arrivals, _ newest: Int?) throws {
    guard !expected.isEmpty else { return }
    guard let newest else { throw tripped("no call of a full week has arrived", hint: "are the exports there?") }
    for (index, item) in expected.enumerated() where (arrivals.lastSeen[index] ?? Int.min) < newest {
      let last =
        arrivals.lastSeen[index].map { "its last ones are of the week of \(Volume.date($0))" } ?? "there never was one"
      throw tripped(
        "\(item.field.rawValue) \"\(item.value)\" has no call in the week of \(Volume.date(newest)); \(last)",
        hint: "is an export missing?")
    }
  }

  func checkAge(_ newest: Int?, _ today: Int) throws {
    guard let maxAgeDays else { return }
    guard let newest else { throw tripped("no call has a date", hint: "max_age can't be held") }
    if today - newest > maxAgeDays {
      throw tripped(
        "the newest call is of \(Volume.date(newest)), more than max_age \(maxAgeDays)d ago",
        hint: "have the exports stopped?"
      )
    }
  }

  private func check(_ count: Int, _ before: Int, _ limit: Int, _ what: String, _ usual: String) throws {
    guard before > 0 else { return }
    let drop = (before - count) * 10_000 / before
    if drop > limit {
      throw tripped(
        "\(counted(Int64(count), "conversation")) \(what), \(percent(drop)) fewer than the \(grouped(Int64(before))) of "
          + "\(usual), more than max_volume_drop \(percent(limit))",
        hint: "is an export missing or cut short?")
    }
  }

  private func tripped(_ message: String, hint: String) -> Failure {
    Failure(.threshold, Problem("threshold: \(message); nothing was published, the old output stands", hint: hint))
  }
}

extension Arrivals {
  /// Monday of the newest week with calls that is over; nil where there is none.
  func newestFullWeek(_ today: Int) -> Int? { weeks.keys.filter { $0 + 6 < today }.max() }

  /// The median of the calls of up to eight weeks with calls before one; nil where there are none.
  func usualVolume(before monday: Int) -> Int? {
    let counts = weeks.keys.filter { $0 < monday }.sorted().suffix(8).map { weeks[$0] ?? 0 }.sorted()
    guard !counts.isEmpty else { return nil }
    return (counts[(counts.count - 1) / 2] + counts[counts.count / 2]) / 2
  }
}

/// How many conversations there were before.
enum Volume {
  /// Read from the manifest of the output folder that stands; nil where there is none.
  static func ofLastRun(_ output: String) -> Int? {
    guard let bytes = try? readWhole("\(output)/manifest.json"), let manifest = try? JsonValue(parsing: bytes) else {
      return nil
    }
    return manifest["counts"]?["received"]?.int
  }

  /// `2026-11-09` for days since 1970-01-01.
  static func date(_ day: Int) -> String {
    var sink = ByteSink()
    sink.append(isoDate: day)
    return String(decoding: sink.bytes, as: UTF8.self)
  }

  /// `2026-W46` for its Monday.
  static func week(_ monday: Int) -> String {
    let (year, week) = CivilTime.isoWeek(days: monday)
    return "\(year)-W\(week < 10 ? "0" : "")\(week)"
  }

  /// Days since 1970-01-01, of UTC.
  static var today: Int { time(nil) / 86_400 }
}
