import Console
import Record

extension Pipeline.Thresholds {
  /// Holds a run to what its week should look like, before it is published.
  ///
  /// - Parameter before: conversations that the last published run received; nil where there is none.
  /// - Throws: `Failure` (`threshold`) with the reason in one paragraph.
  func check(_ outcome: Outcome, before: Int?) throws {
    for pattern in expectedSources where (try? Inputs.expand([pattern])) == nil {
      throw tripped("expected source \"\(pattern)\" is missing", hint: "ask whoever drops it, then run again")
    }
    if let maxRejected, outcome.received > 0, outcome.notScored * 10_000 > maxRejected * outcome.received {
      let share = percent(outcome.notScored * 10_000 / outcome.received)
      let worst = outcome.reasons.max { $0.count < $1.count }
      throw tripped(
        "\(grouped(Int64(outcome.notScored))) of \(counted(Int64(outcome.received), "conversation")) (\(share)) "
          + "were not scored, more than max_rejected \(percent(maxRejected)); most of them: "
          + "\(worst?.reason ?? "") (\(worst?.count ?? 0))",
        hint: "`sidetone run FILE --output elsewhere` without thresholds shows them in not_scored.csv")
    }
    if let maxVolumeDrop, let before, before > 0 {
      let drop = (before - outcome.received) * 10_000 / before
      if drop > maxVolumeDrop {
        throw tripped(
          "\(counted(Int64(outcome.received), "conversation")) received, \(percent(drop)) fewer than the "
            + "\(grouped(Int64(before))) of the last run, more than max_volume_drop \(percent(maxVolumeDrop))",
          hint: "is an export missing or cut short?")
      }
    }
  }

  private func tripped(_ message: String, hint: String) -> Failure {
    Failure(.threshold, Problem("threshold: \(message); nothing was published, the old output stands", hint: hint))
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
}
